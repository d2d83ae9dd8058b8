"""The inbox: what is shared, by client; and not a word, number or lock about what is not."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import consent, journal
from portal.models.consent import Opening
from tests.summary_stories import here, lose_client, share, stop


def bare(page):
    """A page without what is different each time it is shown: tokens against cross-site requests and ids of forms."""
    return re.sub(r'(name="(csrf_token|summary_id|draft_of|window|act_id)"[^>]*value=")[^"]*', r"\1", page.text)


def test_what_is_new_stands_under_its_clients_name_with_title_and_how_it_begins(cast, as_):
    page = as_(cast.mara).get("/desk/inbox")
    assert page.status == 200
    assert "1 to read" in page.words
    assert "Ana about 1 min Brief for Ana After we talked We talke…" in page.words
    assert "We talked at last." not in page.words


def test_nothing_tells_of_private_notes(cast, as_):
    browser = as_(cast.mara)
    places = (
        "/desk/inbox",
        "/desk/inbox?pile=read",
        f"/desk/inbox/{cast.entry_id}",
        "/desk/clients",
        "/desk/summaries/new",
    )
    browser.get(places[2])
    before = [bare(browser.get(place)) for place in places]
    for _ in range(3):
        here(cast.ana, journal.write, cast.ana, "Only mine.")
    assert [bare(browser.get(place)) for place in places] == before
    assert "Not for anyone" not in "".join(before)


def test_reading_a_note_shows_its_words_and_the_scope_and_is_written_down_for_the_client(cast, as_):
    page = as_(cast.mara).get("/desk/inbox").follow("After we talked")
    assert page.status == 200
    assert "We talked at last." in page.words
    assert "You see only what Ana shares, and Ana can see that you opened it." in page.words
    opened = here(cast.ana, consent.log, cast.ana).lines
    assert [(line.sentence.format(who=line.who, what=line.what)) for line in opened] == [
        "Mara opened “After we talked”"
    ]


def test_what_is_read_leaves_the_list_and_the_number_and_stands_under_read_and_comes_back(cast, as_):
    browser = as_(cast.mara)
    page = browser.get(f"/desk/inbox/{cast.entry_id}")
    assert "Inbox 1 to read" in page.words
    page = page.form("Read, next").press("Read, next")
    assert "Read." in page.words
    assert "All read." in page.words
    assert "to read" not in page.words
    assert "After we talked" in browser.get("/desk/inbox?pile=read").words
    page = page.form("Undo").press()
    assert "Undone." in page.words
    assert "1 of 1" in page.words


def test_later_is_until_tomorrow_or_a_chosen_day_and_stands_under_later(cast, as_):
    browser = as_(cast.mara)
    form = browser.get(f"/desk/inbox/{cast.entry_id}").form("Put off until then")
    assert "Choose a day from tomorrow on" in form.fill(day="2020-01-01").press().words
    assert "This is no day." in form.fill(day="soon").press().words
    page = form.fill(day=(now() + timedelta(days=3)).date().isoformat()).press()
    assert "Put off." in page.words
    page = page.follow("Later").follow("After we talked")
    assert "1 of 1" in page.words
    assert "Put off." in page.form("Later").press("Later").words


def test_everything_of_a_client_is_put_behind_one_and_back_and_is_not_opened(cast, as_):
    share(cast.ana, cast.mara, "Another.")
    page = as_(cast.mara).get("/desk/inbox")
    page = page.form("Mark all 2 read").press()
    assert "All marked read. Nothing was opened." in page.words
    assert here(cast.ana, consent.log, cast.ana).lines == []
    assert "2 to read" in page.form("Undo").press().words


def test_the_note_being_read_is_marked_in_the_list_beside_it(cast, as_):
    page = as_(cast.mara).get(f"/desk/inbox/{cast.entry_id}")
    current = [node for node in page.tree.iter("a") if node.get("aria-current") == "true"]
    assert len(current) == 1
    assert str(cast.entry_id) in current[0].get("href")


def test_a_time_limit_is_said(cast, as_):
    share(cast.ana, cast.mara, "For a while.", until=now() + timedelta(days=3))
    assert "until" in as_(cast.mara).get("/desk/inbox").words


def test_a_long_list_goes_on(cast, as_):
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(21):
            clock.shift(1)
            share(cast.ana, cast.mara, f"Number {number} of a longer story.")
        page = as_(cast.mara).get("/desk/inbox")
        assert "Number 20" in page.words
        assert "After we talked" not in page.words
        assert "After we talked" in page.follow("Older notes").words


@pytest.mark.parametrize(
    "query",
    ["?page=nonsense", "?pile=%00", f"?before={uuid4()}&page=99&act=x&done=read"],
    ids=["nonsense", "nul", "made up"],
)
def test_a_crooked_address_shows_the_list(cast, as_, query):
    assert "After we talked" in as_(cast.mara).get(f"/desk/inbox{query}").words


# ------------------------------------------------------------------ withdrawn


def test_what_was_opened_and_is_withdrawn_says_so_without_name_reason_or_day(cast, as_):
    browser = as_(cast.mara)
    browser.get(f"/desk/inbox/{cast.entry_id}")
    stop(cast.ana, cast.entry_id, cast.mara)
    page = browser.get(f"/desk/inbox/{cast.entry_id}")
    assert page.status == 404
    assert "This is no longer shared with you." in page.words
    assert "Ana" not in page.words
    assert "After we talked" not in page.text


def test_what_was_never_opened_and_is_withdrawn_is_not_there_at_all(cast, as_):
    browser = as_(cast.mara)
    stop(cast.ana, cast.entry_id, cast.mara)
    gone, made_up = browser.get(f"/desk/inbox/{cast.entry_id}"), browser.get(f"/desk/inbox/{uuid4()}")
    assert gone.status == made_up.status == 404
    assert gone.text == made_up.text
    assert "no longer" not in gone.words


def test_a_client_who_left_the_caseload_is_not_there_at_all_even_when_opened_before(cast, as_):
    browser = as_(cast.mara)
    browser.get(f"/desk/inbox/{cast.entry_id}")
    lose_client(cast.mara)
    page = browser.get(f"/desk/inbox/{cast.entry_id}")
    assert page.status == 404
    assert page.text == browser.get(f"/desk/inbox/{uuid4()}").text
    assert "Ana" not in browser.get("/desk/inbox?pile=read").words
    assert "Ana" not in browser.get("/desk/clients").words


@pytest.mark.parametrize("who", ["vera", "idris", "foreign_therapist", "olga", "ana"])
def test_nobody_else_finds_it_and_nothing_is_marked_as_opened(cast, as_, who):
    person = getattr(cast, who)
    assert as_(person).get(f"/desk/inbox/{cast.entry_id}").status == 404
    with unit_of_work(cast.ana.practice_id, writes=False):
        assert db.session.scalar(select(Opening)) is None


# ------------------------------------------------------------------ clients


def test_the_list_of_clients_holds_the_caseload(cast, as_):
    page = as_(cast.mara).get("/desk/clients")
    assert "Ana" in page.words
    assert "Ben" not in page.words
    assert page.follow("Ana").follow("New summary").status == 200


def test_an_empty_caseload_is_said_plainly(cast, as_):
    assert "Nobody is on your list yet." in as_(cast.vera).get("/desk/clients").words


# ------------------------------------------------------------------ looks and openings


def told(client):
    return [line.sentence.format(who=line.who, what=line.what) for line in here(client, consent.log, client).lines]


def test_a_page_that_can_tell_opens_after_three_seconds_and_any_other_at_once(cast, as_):
    browser, thing = as_(cast.mara), f"/desk/inbox/{cast.entry_id}"
    with time_machine.travel(now(), tick=False) as clock:
        assert "We talked at last." in browser.get(f"{thing}?look=1").words
        browser.client.head(browser._at(thing))
        clock.shift(1)
        assert browser.post(f"{thing}/left", {"csrf_token": browser.token()}).status == 204
        assert told(cast.ana) == []
        browser.get(f"{thing}?look=1")
        assert browser.post(f"{thing}/opened", {"csrf_token": browser.token()}).status == 204
        assert told(cast.ana) == ["Mara opened “After we talked”"]
        browser.get(thing)
        assert len(told(cast.ana)) == 2


def test_what_is_withdrawn_unopened_leaves_no_trace_whatever_was_done_in_the_list(cast, as_):
    browser = as_(cast.mara)
    browser.get(f"/desk/inbox/{cast.entry_id}").form("Read, next").press("Read, next")
    places = ("/desk/inbox", "/desk/inbox?pile=later", "/desk/inbox?pile=read", "/desk/clients")
    before = [bare(browser.get(place)) for place in places]
    for put in ("all", "none"):
        secret = share(cast.ana, cast.mara, "Not for long.", "Canary")
        if put == "all":
            share(cast.ana, cast.mara, "Canary too.", "Second")
            browser.get("/desk/inbox").form("Mark all 2 read").press()
        for header in here(cast.mara, consent.shelf, cast.mara).headers:
            if header.id != cast.entry_id:
                stop(cast.ana, header.id, cast.mara)
        assert [bare(browser.get(place)) for place in places] == before, put
        assert browser.get(f"/desk/inbox/{secret}").text == browser.get(f"/desk/inbox/{uuid4()}").text
    assert told(cast.ana) == ["Mara opened “After we talked”"]


def test_a_client_who_left_while_the_page_was_open_is_not_there_and_nothing_half_is_done(cast, as_):
    share(cast.ana, cast.mara, "Another.")
    browser = as_(cast.mara)
    page, listed = browser.get(f"/desk/inbox/{cast.entry_id}"), browser.get("/desk/inbox")
    lose_client(cast.mara)
    absent = browser.get(f"/desk/inbox/{uuid4()}").text
    for form in (page.form("Read, next"), page.form("Later"), listed.form("Mark all 2 read")):
        gone = form.press()
        assert (gone.status, gone.text) == (404, absent)
    typed = page.form("Send to Ana").fill(words="I am glad you told me.").press()
    assert (typed.status, "I am glad you told me." in typed.text) == (404, True)
    assert "Undone." not in browser.get("/desk/inbox").words
    assert "All read." in browser.get("/desk/inbox").words


# ------------------------------------------------------------------ answers, excerpts, keys


def test_an_answer_stands_on_the_clients_page_and_is_taken_back_within_a_minute(cast, as_):
    thing = f"/desk/inbox/{cast.entry_id}"
    page = as_(cast.mara).get(thing)
    refused = page.form("Send to Ana").fill(words="x" * 601).press()
    assert "An answer can have 600 characters" in refused.words
    assert "x" * 601 in refused.text
    assert "Write a line, or choose one of the phrases." in page.form("Send to Ana").press().words
    phrase = "I have read this. Thank you for writing it down."
    page = page.form("Send to Ana").fill(phrase=phrase).press()
    assert phrase in page.words
    assert f"Mara answered on {now():%A}" in as_(cast.ana).get(f"/notes/{cast.entry_id}").words
    page = page.form("Take it back").press()
    assert "Your answer is taken back." in page.words
    assert phrase not in as_(cast.ana).get(f"/notes/{cast.entry_id}").words
    assert "Mara took back an answer to “After we talked”" in told(cast.ana)


def test_sentences_are_chosen_for_a_summary_without_a_script(cast, as_):
    thing = share(cast.ana, cast.mara, "First. Second “one.” Third!\n\nFourth")
    browser = as_(cast.mara)
    page = browser.get(f"/desk/inbox/{thing}").follow("Save excerpt")
    assert "Choose some words first." in page.form("Save for a summary").press().words
    page = page.form("Save for a summary").fill(words=["Second “one.”", "Fourth"]).press()
    assert "Saved for a summary." in page.words
    assert "Second “one.” Fourth Start summary" in page.words
    stop(cast.ana, thing, cast.mara)
    assert browser.get(f"/desk/inbox/{thing}/excerpt").status == 404


def test_keys_are_announced_unless_they_are_switched_off(cast, as_):
    browser, thing = as_(cast.mara), f"/desk/inbox/{cast.entry_id}"
    keys = {node.get("aria-keyshortcuts") for node in browser.get(thing).tree.iter()} - {None}
    assert keys == set("EXPAL?")
    page = browser.get(thing).follow("Shortcuts")
    assert "This is how keys work for you" in page.form("Keep this").fill(shortcuts="off").press().words
    assert "aria-keyshortcuts" not in browser.get(thing).text
    browser.get("/me/reading").form("Keep these").fill(theme="dim").press()
    assert "aria-keyshortcuts" not in browser.get(thing).text
    assert browser.post("/desk/inbox/shortcuts", {"csrf_token": browser.token(), "shortcuts": "?"}).status == 200


def test_only_a_therapist_has_a_number_in_the_navigation(cast, as_):
    assert "1 to read" in as_(cast.mara).get("/desk/clients").words
    assert "to read" not in as_(cast.olga).get("/office/people").words
    assert "to read" not in as_(cast.vera).get("/desk/clients").words
