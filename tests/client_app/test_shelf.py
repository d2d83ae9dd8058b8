"""The shelf of notes, looking for words in them, and Today."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.core.db import db, unit_of_work
from portal.domain import consent, journal, mood
from portal.models.people import Person
from tests.acts import at_work, write
from tests.statements import counted

TITLES = {"Today", "Notes", "Note", "Write", "Versions", "Check-ins", "Sharing", "Preview", "Log", "Choose"}


def fill(sam, count, share_with=None):
    with at_work(sam):
        ids = [journal.write(sam, f"Body {number}\nmore", f"Title {number}") for number in range(count)]
        for entry_id in ids if share_with else ():
            consent.share(sam, entry_id, share_with.person_id)
    return ids


def test_a_newcomer_finds_a_check_in_and_one_invitation_to_write(sam, as_):
    page = as_(sam).get("/home")
    assert page.title == "Today"
    assert re.search(r"Good (morning|afternoon|evening), Sam", page.words)
    assert "What you write here is only for you , unless you choose to share it." in page.words
    assert "Your notes" not in page.words
    assert "Your last seven days" not in page.words


def test_an_empty_shelf_says_that_a_line_is_plenty(sam, as_):
    assert "No notes yet. A single line is plenty." in as_(sam).get("/notes").words


def test_today_shows_the_last_notes_with_who_can_read_them(sam, mara, as_):
    fill(sam, 4)
    fill(sam, 1, share_with=mara)
    page = as_(sam).get("/home")
    rows = [words for words in page.links if words.startswith("Title")]
    assert len(rows) == 3
    assert rows[0].endswith("You and Mara")
    assert rows[1].endswith("Only you")
    assert "Mara Lindqvist 1 thing of yours." in page.words


def test_the_shelf_leads_through_all_notes_and_back(sam, as_):
    fill(sam, 44)
    write(sam, "**How** [it](https://example.org) begins", "Title 44")
    first = as_(sam).get("/notes")
    second = first.follow("Older notes")
    third = second.follow("Older notes")
    assert "How it begins" in first.words
    titles = [sum(words.startswith("Title") for words in page.links) for page in (first, second, third)]
    assert titles == [20, 20, 5]
    assert "Older notes" not in third.links
    assert third.follow("Newer notes").links.keys() == second.links.keys()
    back = third.follow("Newer notes").follow("Newer notes")
    assert "Newer notes" not in back.links
    assert "Title 44" in back.words


def test_words_are_found_and_stand_in_no_address(sam, as_):
    fill(sam, 3)
    write(sam, "Am Meer in der Straße.", "Évian")
    page = as_(sam).get("/notes").form("Look in my notes").fill(words="STRASSE évian").press()
    assert page.path.endswith("/notes")
    assert "1 note." in page.words
    assert "Évian" in page.words
    assert "Title 1" not in page.words
    assert page.form("Look in my notes").values["words"] == ["STRASSE évian"]


def test_nothing_found_is_said_plainly(sam, as_):
    fill(sam, 1)
    page = as_(sam).get("/notes").form("Look in my notes").fill(words="zebra").press()
    assert "No note has all of these words." in page.words


@pytest.mark.parametrize("words", ["x" * 201, "a\x00b", "a\nb"])
def test_words_that_cannot_be_looked_for_are_a_problem_in_place(sam, as_, words):
    fill(sam, 1)
    page = as_(sam).get("/notes").form("Look in my notes").fill(words=words).press()
    assert page.title == "Problem: Notes"
    assert "Title 0" not in page.words


def test_looking_for_nothing_is_the_shelf(sam, as_):
    fill(sam, 1)
    assert "Title 0" in as_(sam).get("/notes").form("Look in my notes").press().words


def test_looking_finds_nothing_of_other_people(cast, as_):
    write(cast.ben, "Ben's own.")
    page = as_(cast.ben).get("/notes").form("Look in my notes").fill(words="talked").press()
    assert "No note has all of these words." in page.words


# ------------------------------------------------------------------ check-ins


def test_a_check_in_is_one_tap_and_only_for_me(sam, as_):
    page = as_(sam).get("/home").form("Save, only for me").fill(level=2).press("Save, only for me")
    assert page.title == "Today"
    assert "Your check-in is here, only for you." in page.words
    assert "Your last seven days" in page.words
    with at_work(sam):
        assert [line.reading.level for line in mood.shelf(sam).lines] == [2]


def test_a_week_keeps_its_gaps(sam, as_):
    tuesday = datetime(2025, 11, 18, 12, tzinfo=UTC)
    for days, level in ((0, 4), (2, 1)):
        with time_machine.travel(tuesday - timedelta(days=days), tick=False), at_work(sam):
            mood.check_in(sam, level)
    with time_machine.travel(tuesday):
        page = as_(sam).get("/home")
    week = next(node for node in page.tree.iter("ol") if node.get("class") == "week")
    said = [" ".join("".join(day.itertext()).split()) for day in week]
    gap = "No check-in"
    assert said == [gap + "Wed", gap + "Thu", gap + "Fri", gap + "Sat", "Very lowSun", gap + "Mon", "GoodTue"]


BAD_CHECK_INS = {
    "no level": ({}, "Choose one of the five."),
    "another level": ({"level": "6"}, "Choose one of the five."),
    "no number": ({"level": "²"}, "Choose one of the five."),
}


@pytest.mark.parametrize(("typed", "said"), BAD_CHECK_INS.values(), ids=BAD_CHECK_INS)
def test_a_check_in_that_cannot_be_kept_is_a_problem_in_place(sam, as_, typed, said):
    browser = as_(sam)
    page = browser.post("/check-ins", {"csrf_token": browser.token(), **typed})
    assert page.title == "Problem: Check-ins"
    assert said in page.words
    with at_work(sam):
        assert mood.shelf(sam).lines == []


def test_a_double_click_makes_one_check_in(sam, as_):
    form = as_(sam).get("/home").form("Save, only for me").fill(level=5)
    for _ in range(2):
        assert form.press("Save, only for me").title == "Today"


# ------------------------------------------------------------------ every page of the room


def pages_of(entry_id, reader_id):
    return (
        "/home", "/notes", "/notes/new", "/check-ins", "/sharing", "/sharing/log", f"/sharing/with/{reader_id}",
        f"/notes/{entry_id}", f"/notes/{entry_id}/edit", f"/notes/{entry_id}/history",
        f"/notes/{entry_id}/history?version=1", f"/sharing/{entry_id}/preview/{reader_id}",
    )  # fmt: skip


def test_no_title_tells_what_this_is(cast, as_):
    browser = as_(cast.ana)
    assert {browser.get(path).title for path in pages_of(cast.entry_id, cast.mara.person_id)} <= TITLES


def test_every_page_with_a_note_says_who_can_read_it(cast, as_):
    browser = as_(cast.ana)
    for path in pages_of(cast.entry_id, cast.mara.person_id):
        page = browser.get(path)
        if "We talked at last." in page.words or "After we talked" in page.words:
            assert 'class="badge ' in page.text or path == "/sharing/log", path


def test_no_button_leaves_open_who_will_read_it(cast, as_):
    browser = as_(cast.ana)
    for path in pages_of(cast.entry_id, cast.mara.person_id):
        for form in browser.get(path).forms:
            assert not {"Save", "Submit", "Send", "OK"} & set(form.buttons), path


@pytest.mark.slow
def test_no_page_asks_more_for_forty_notes_than_for_four(sam, mara, as_):
    paths = ("/home", "/notes", "/sharing", f"/sharing/with/{mara.person_id}")

    def asked(path):
        browser.get(path)  # the first time in a while writes down that somebody is there
        with counted() as statements:
            assert browser.get(path).status == 200
        return len(statements)

    fill(sam, 4, share_with=mara)
    browser = as_(sam)
    few = [asked(path) for path in paths]
    fill(sam, 36, share_with=mara)
    assert [asked(path) for path in paths] == few


@pytest.mark.parametrize(
    ("hour", "said"), [(4, "evening"), (5, "morning"), (11, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_today_greets_by_the_writers_own_clock(cast, as_, hour, said):
    with unit_of_work(cast.ana.practice_id):
        db.session.get(Person, cast.ana.person_id).time_zone = "Asia/Tokyo"
    with time_machine.travel(datetime(2026, 5, 4, hour, 30, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        assert f"Good {said}, Ana" in as_(cast.ana).get("/home").words
