"""Summaries by page, without a script: choose, ask, watch every state, download, read."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from portal import jobs
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import consent, journal, outbox, summaries
from portal.models.caseload import Assignment
from portal.models.outbox import JobRow
from portal.models.summaries import Summary


def here(actor, call, *args, **more):
    with unit_of_work(actor.practice_id):
        return call(*args, **more)


def share(client, reader, body, title=""):
    entry_id = here(client, journal.write, client, body, title)
    here(client, consent.share_entry, client, entry_id, reader.person_id)
    return entry_id


def compose(browser, **typed):
    """The page with the notes of Mara's only client, and its form."""
    page = browser.get("/desk/summaries/new")
    return next(form for form in page.forms if "note" in form.names).fill(**typed)


def ask(browser, **typed):
    page = compose(browser, **({"note": "Ask about the phone."} | typed)).press("Make PDF")
    assert page.status == 200
    return page


def id_of(page):
    return page.path.rsplit("/", 1)[1]


def last_job(actor):
    query = select(JobRow.id).order_by(JobRow.asked_at.desc()).limit(1)
    return here(actor, lambda: db.session.scalar(query))


def make(actor):
    jobs.run(str(actor.practice_id), str(last_job(actor)))


def again(page):
    return page.browser.get(page.path)


@pytest.fixture
def ready(cast, as_):
    """Mara's browser on the page of a finished summary."""
    page = ask(as_(cast.mara))
    make(cast.mara)
    return again(page)


# ------------------------------------------------------------------ choosing


def test_the_only_client_and_four_weeks_are_chosen_and_every_note_is_ticked(cast, as_):
    form = compose(as_(cast.mara))
    assert len(form.values["items"]) == 1
    assert "After we talked" in form.page.words
    assert "We talked at last." in form.page.words
    assert "Not for anyone." not in form.page.words


def test_another_period_shows_its_own_notes(cast, as_):
    page = as_(cast.mara).get("/desk/summaries/new")
    page = page.form("Show notes").fill(first="2020-01-01", last="2020-01-31").press("Show notes")
    assert "Nothing shared from these days." in page.words
    assert "After we talked" not in page.words


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"first": "2026-02-02", "last": "2026-02-01"}, "The last day lies before the first."),
        ({"first": "2020-01-01", "last": "2026-01-01"}, "one year at most"),
        ({"first": "soon"}, "Write the day like this: 2026-11-20."),
        ({"first": ""}, "Choose a first day."),
    ],
)
def test_a_period_that_is_none_is_said_at_its_field(cast, as_, typed, problem):
    page = as_(cast.mara).get("/desk/summaries/new").form("Show notes").fill(**typed).press("Show notes")
    assert page.status == 200
    assert problem in page.words
    assert page.title.startswith("Problem:")


def test_somebody_elses_client_in_the_address_is_not_found(cast, as_):
    for client in (cast.ben.person_id, uuid4()):
        assert as_(cast.mara).get(f"/desk/summaries/new?client={client}&first=2026-01-01&last=2026-01-02").status == 404


def test_without_clients_there_is_nothing_to_choose(cast, as_):
    page = as_(cast.vera).get("/desk/summaries/new")
    assert "Nobody is on your list yet." in page.words


def test_nothing_ticked_and_nothing_written_is_a_problem_and_the_page_stays_as_it_was(cast, as_):
    page = compose(as_(cast.mara), items=[]).press("Make PDF")
    assert "Tick at least one note, or write a note of your own." in page.words
    assert next(form for form in page.forms if "note" in form.names).values.get("items") is None


def test_what_was_typed_stays_in_the_form_when_something_is_to_be_fixed(cast, as_):
    form = compose(as_(cast.mara), note="x" * 5001)
    page = form.press("Make PDF")
    kept = next(found for found in page.forms if "note" in found.names)
    assert "5,001" in page.words
    assert kept.values["note"] == ["x" * 5001]
    assert kept.values["items"] == form.values["items"]
    assert kept.values["summary_id"] == form.values["summary_id"]


@pytest.mark.parametrize("odd", ["a\x00b", "bell\x07"])
def test_signs_that_are_no_text_are_refused_with_words(cast, as_, odd):
    assert "cannot be kept" in compose(as_(cast.mara), note=odd).press("Make PDF").words


def test_any_script_and_direction_is_welcome_and_html_stays_text(cast, as_):
    note = "<b>bold</b> {{ 7*7 }} שלום \u200f 🌱"
    ask(as_(cast.mara), note=note)
    make(cast.mara)
    page = again(
        as_(cast.mara).get(f"/desk/summaries/{here(cast.mara, lambda: db.session.scalar(select(Summary.id)))}")
    )
    assert "<b>bold</b> {{ 7*7 }}" in page.follow("Read the web version").words


def test_a_ticked_note_that_is_stopped_meanwhile_is_said_and_nothing_is_made(cast, as_):
    form = compose(as_(cast.mara))
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    page = form.press("Make PDF")
    assert "What is shared has changed since this page was opened." in page.words
    assert "After we talked" not in page.words


@pytest.mark.parametrize("item", ["nonsense", str(uuid4())], ids=["nonsense", "made up"])
def test_made_up_ids_among_the_ticks_make_nothing(cast, as_, item):
    form = compose(as_(cast.mara))
    form.values["items"] = [item]
    assert "/desk/summaries/new" in form.press("Make PDF").path
    assert here(cast.mara, lambda: db.session.scalar(select(Summary))) is None


def test_sending_the_form_twice_makes_one_summary(cast, as_):
    form = compose(as_(cast.mara))
    first, second = form.press("Make PDF"), form.press("Make PDF")
    assert first.path == second.path
    assert len(here(cast.mara, lambda: db.session.scalars(select(Summary)).all())) == 1


# ------------------------------------------------------------------ states


def test_in_line_with_those_ahead_and_a_link_to_look_again(cast, as_):
    browser = as_(cast.mara)
    ask(browser)
    page = ask(browser)
    assert "In line" in page.words
    assert "One ahead of yours." in page.words
    assert "You can leave this page" in page.words
    assert page.follow("Look again").path == page.path
    assert 'role="status"' in page.text


def test_each_step_has_its_words(cast, as_):
    page = ask(as_(cast.mara))
    task = here(cast.mara, outbox.take, last_job(cast.mara))
    assert "Sharing is checked again" in again(page).words
    gathered = here(cast.mara, summaries.gather, task)
    assert "Laying out pages" in again(page).words
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert "Taking longer than usual" in again(page).words
    here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    assert "Ready" in again(page).words


def test_ready_says_pages_and_size_and_offers_both_forms(ready):
    assert "1 page, " in ready.words
    assert " kB." in ready.words
    assert {"Download the PDF", "Read the web version"} <= set(ready.links)


def test_sharing_that_changed_before_it_was_opened_closes_it_and_a_new_one_can_be_made(cast, as_, ready):
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    page = again(ready)
    assert "Ana stopped sharing something in it, so this file is closed. Make a new one without it." in page.words
    assert not {"Download the PDF", "Read the web version"} & set(page.links)
    fresh = page.form("Make a new one").press()
    assert fresh.path != page.path
    make(cast.mara)
    assert "We talked at last." not in again(fresh).follow("Read the web version").words


def test_when_nothing_is_left_to_make_the_page_says_so(cast, as_):
    page = ask(as_(cast.mara), note="")
    make(cast.mara)
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    told = again(page).form("Make a new one").press()
    assert told.path == page.path
    assert "Nothing that was in it is shared now" in told.words


def test_sharing_that_changed_after_it_was_opened_is_flagged_and_the_file_stays(cast, ready):
    ready.follow("Read the web version")
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    page = again(ready)
    assert "Ana stopped sharing something in this file after you opened it on" in page.words
    assert page.follow("Download the PDF").status == 200


def test_it_did_not_work_after_three_tries_with_a_reference_and_another_try(cast, as_):
    page = ask(as_(cast.mara))
    job_id = last_job(cast.mara)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            here(cast.mara, outbox.take, job_id)
            jobs.give_back(cast.mara.practice_id, job_id)
            clock.shift(40)
    failed = again(page)
    assert "It did not work" in failed.words
    assert "We tried three times." in failed.words
    assert f"{job_id.hex[:3]}-{job_id.hex[3:6]}".upper() in failed.words
    fresh = failed.form("Try again").press()
    make(cast.mara)
    assert "Ready" in again(fresh).words


def test_keys_that_died_waiting_ask_to_be_pressed_once_more(cast, as_):
    page = ask(as_(cast.mara))
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        here(cast.mara, outbox.sweep)
    dead = again(page)
    assert "Press once more" in dead.words
    fresh = dead.form("Try again").press()
    assert dead.form("Try again").press().path == fresh.path
    make(cast.mara)
    assert "Ready" in again(fresh).words


def test_more_than_a_document_can_hold_is_said_with_what_to_do(cast, as_):
    share(cast.ana, cast.mara, "x\n" * 24_000)
    page = ask(as_(cast.mara))
    make(cast.mara)
    assert "There is more in it than one file can hold." in again(page).words


def test_what_was_left_out_is_counted_on_its_page(cast, as_):
    share(cast.ana, cast.mara, "This stays.")
    page = ask(as_(cast.mara))
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    make(cast.mara)
    assert "One note was no longer shared when this was made. It is left out." in again(page).words


def test_the_list_shows_each_with_its_state(cast, as_, ready):
    browser = as_(cast.mara)
    ask(browser)
    page = browser.get("/desk/summaries")
    assert "Summary for Ana" in page.words
    assert "Ready" in page.words
    assert "In line" in page.words
    assert "Your summaries will be here." in as_(cast.idris).get("/desk/summaries").words


# ------------------------------------------------------------------ opening


def test_the_file_is_a_pdf_whose_name_is_a_day_and_names_nobody(cast, ready):
    response = ready.browser.client.get(ready.links["Download the PDF"])
    assert response.mimetype == "application/pdf"
    day = now().date().isoformat()
    assert response.headers["Content-Disposition"] == f'attachment; filename="summary-{day}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    reader = PdfReader(io.BytesIO(response.data))
    assert "We talked at last." in reader.pages[0].extract_text()
    assert "Ana" not in str(reader.metadata)


def test_the_web_version_has_the_same_words(cast, ready):
    page = ready.follow("Read the web version")
    for words in ("We talked at last.", "Ask about the phone.", "Prepared by Mara", "Willow House"):
        assert words in page.words


def test_an_unfinished_or_closed_file_leads_back_to_its_page(cast, as_):
    browser = as_(cast.mara)
    page = ask(browser)
    for form in ("file", "web"):
        assert browser.get(f"{page.path}/{form}").path == page.path


def test_pages_of_a_summary_are_nobody_elses(cast, as_, ready):
    place = f"/desk/summaries/{id_of(ready)}"
    for who in (cast.idris, cast.vera, cast.ana, cast.olga, cast.foreign_therapist):
        browser = as_(who)
        for form in ("", "/file", "/web"):
            assert browser.get(place + form).status == 404


def test_a_lost_client_takes_every_page_along_also_the_one_that_is_open(cast, ready):
    with unit_of_work(cast.ana.practice_id):
        mine = select(Assignment).where(Assignment.therapist_id == cast.mara.person_id)
        db.session.scalars(mine).one().ended_at = now()
    for form in ("", "/file", "/web"):
        assert ready.browser.get(ready.path + form).status == 404
    assert "Ana" not in ready.browser.get("/desk/summaries").words


def test_nobody_signed_in_is_sent_to_sign_in(cast, as_):
    page = as_(None, "willow").get("/desk/summaries", follow=False)
    assert page.status == 303


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-06", "2026-11-20", "Summary for Ana, 6 to 20 November"),
        ("2026-10-06", "2026-11-20", "Summary for Ana, 6 October to 20 November"),
        ("2025-12-06", "2026-01-20", "Summary for Ana, 6 December 2025 to 20 January"),
        ("2025-11-06", "2025-11-06", "Summary for Ana, 6 November 2025"),
    ],
)
def test_a_summary_is_called_by_first_name_and_days_in_words(cast, as_, first, last, said):
    with time_machine.travel("2026-11-21T12:00:00+00:00", tick=False):
        browser = as_(cast.mara)
        page = browser.get(f"/desk/summaries/new?first={first}&last={last}")
        form = next(form for form in page.forms if "note" in form.names)
        assert said in form.fill(note="Mine.").press("Make PDF").words
