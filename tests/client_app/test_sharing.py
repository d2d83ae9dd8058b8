"""Sharing through the pages: looked at first, just as the reader will, and given by choice."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import journal, vault
from portal.models.people import Person
from portal.models.vault import Item
from tests.acts import at_work, audience, read_by, share, write
from tests.cast import add_person

FRAME = re.compile(r'<article class="reading">.*?</article>', re.DOTALL)


def readers(actor, entry_id):
    return [(access.name, access.version) for access in audience(actor, entry_id)]


# ------------------------------------------------------------------ looking

WORDS = {
    "plain": ("After we talked", "One.\n\nTwo,\nthree."),
    "no title": ("", "Only a body."),
    "html": ('<h1>x</h1> & "q"', "<script>1</script>\n\n'quoted' &amp; “said”"),
    "directions": ("\u202eturned", "\u200f\u05e9\u05dc\u05d5\u05dd\n\n\u2067mixed\u2069 words \u202d"),
    "long": ("t" * 200, "word " * 9_999),
    "blank lines": ("x", "\n\n\na\n\n\n\n\nb\n\n"),
}


@pytest.mark.parametrize(("title", "body"), WORDS.values(), ids=WORDS)
def test_the_preview_is_to_the_byte_what_the_reader_gets(sam, mara, as_, title, body):
    entry_id = write(sam, body, title)
    preview = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}")
    preview.form("Share with Mara").press("Share with Mara").form("Open it now").press("Open it now")
    reading = as_(mara).get(f"/desk/inbox/{entry_id}")
    assert reading.status == 200
    (before,), (after,) = FRAME.findall(preview.text), FRAME.findall(reading.text)
    assert before == after


def test_the_preview_says_what_stays_unseen_and_shares_nothing(sam, mara, as_):
    entry_id = write(sam, title="After we talked")
    page = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}")
    assert page.title == "Preview"
    assert "Nothing of it has been shared with Mara yet. This is exactly what Mara would see." in page.words
    for unseen in (
        "The time of day you wrote it",
        "Any check-in that is not shown here",
        "Anything else of yours, or how much there is",
    ):
        assert unseen in page.words
    assert readers(sam, entry_id) == []


def test_the_reader_never_gets_the_time_of_day(sam, mara, as_):
    with time_machine.travel(datetime(2025, 11, 18, 22, 52, tzinfo=UTC), tick=False):
        entry_id = write(sam, title="After we talked")
    share(sam, entry_id, mara)
    page = as_(mara).get(f"/desk/inbox/{entry_id}")
    assert "Tuesday 18 November" in page.words
    assert "22:52" not in page.text


def test_keeping_private_stands_beside_sharing_and_is_as_large(sam, mara, as_):
    entry_id = write(sam, title="After we talked")
    page = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}")
    classes = {
        " ".join("".join(node.itertext()).split()): set(node.get("class", "").split())
        for node in page.tree.iter()
        if node.tag in ("a", "button") and "big" in (node.get("class") or "").split()
    }
    assert set(classes) == {"Share with Mara", "Decide tomorrow", "Keep private"}
    assert "Only you can read this" in page.follow("Keep private").words
    assert readers(sam, entry_id) == []


# ------------------------------------------------------------------ sharing


def test_a_note_is_shared_and_the_page_says_so(sam, mara, as_):
    entry_id = write(sam, title="After we talked")
    page = (
        as_(sam)
        .get(f"/notes/{entry_id}")
        .follow("See it as Mara will")
        .form("Share with Mara")
        .press("Share with Mara")
    )
    assert re.search(r"Mara can open this from \d\d:\d\d. Until then you can take it back unseen.", page.words)
    assert re.search(r"Opens to Mara at \d\d:\d\d", page.words)
    assert read_by(mara, entry_id) is None
    page = page.form("Open it now").press("Open it now")
    assert "Mara can open this from now on. You can stop at any time." in page.words
    assert "You and Mara can read this" in page.words
    assert read_by(mara, entry_id) == "Some words."


def test_what_has_not_opened_is_taken_back_and_leaves_no_trace_at_the_readers(sam, mara, as_):
    entry_id, browser, reader = write(sam, title="After we talked"), as_(sam), as_(mara)
    before = [reader.get(path).words for path in ("/desk/inbox", "/desk/inbox?pile=read", f"/desk/inbox/{uuid4()}")]
    form = browser.get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
    form.press("Share with Mara")
    waiting = browser.get("/sharing")
    assert "Nobody can read anything of yours." not in waiting.words
    assert "After we talked" in waiting.words
    undo = browser.get(f"/notes/{entry_id}").form("Undo")
    for said in (True, False):  # the second time there is nothing left to take back
        told = [reader.get(path).words for path in ("/desk/inbox", "/desk/inbox?pile=read", f"/desk/inbox/{entry_id}")]
        assert told == before
        assert ("Taken back before it opened. Nobody saw it." in undo.press("Undo").words) is said
    assert "Only you can read this" in browser.get(f"/notes/{entry_id}").words
    assert "Nobody can read anything of yours." in browser.get("/sharing").words


def test_a_double_click_shares_once(sam, mara, as_):
    entry_id = write(sam, title="After we talked")
    form = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
    for _ in range(2):
        assert "Opens to Mara at" in form.press("Share with Mara").words
    page = as_(sam).get(f"/notes/{entry_id}").form("Open it now")
    for _ in range(2):
        assert "You and Mara can read this" in page.press("Open it now").words
    assert readers(sam, entry_id) == [("Mara Lindqvist", 1)]


def test_a_time_limit_is_a_day_in_words(sam, mara, as_):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "America/New_York"
    with time_machine.travel(datetime(2030, 11, 19, 2, tzinfo=UTC), tick=False):  # still Monday the 18th there
        entry_id, browser = write(sam, title="After we talked"), as_(sam)
        form = browser.get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
        page = form.fill(until="7").press("Share with Mara")
        assert "until the end of Monday 25 November" in page.words
        assert "Until Monday 25 November" in browser.get("/sharing").words
    with time_machine.travel(datetime(2030, 11, 26, 5, 0, 1, tzinfo=UTC), tick=False):
        assert readers(sam, entry_id) == []


@pytest.mark.parametrize("until", ["8", "", "0", "-7", "for ever"])
def test_another_time_limit_is_a_problem_in_place(sam, mara, as_, until):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    data = {"csrf_token": browser.token(), "version": "1", "until": until}
    page = browser.post(f"/sharing/{entry_id}/share/{mara.person_id}", data)
    assert page.title == "Problem: Preview"
    assert "Choose one of these." in page.words
    assert readers(sam, entry_id) == []


def test_what_was_on_the_page_is_shared_and_not_what_was_written_since(sam, mara, as_):
    entry_id = write(sam, "Looked at.")
    form = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Written since.", "After we talked")
    page = form.press("Share with Mara").form("Open it now").press("Open it now")
    assert read_by(mara, entry_id) == "Looked at."
    assert "You and Mara (earlier version)" in page.words


def test_a_share_that_names_no_version_shares_nothing(sam, mara, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    for version in ("", "0", "2", "x", "99999999999999999999"):
        data = {"csrf_token": browser.token(), "version": version, "until": "stop"}
        assert browser.post(f"/sharing/{entry_id}/share/{mara.person_id}", data).status == 404
    assert readers(sam, entry_id) == []


def test_the_new_version_is_shown_by_its_own_choice(sam, mara, as_):
    entry_id, browser = write(sam, "First."), as_(sam)
    share(sam, entry_id, mara)
    form = browser.get(f"/notes/{entry_id}/edit").form("Keep the new version private")
    page = form.fill(body="Second.").press("Keep the new version private")
    assert "You and Mara (earlier version)" in page.words
    page = page.follow("Show Mara the new version")
    assert "in place of the earlier version" in page.words
    page = page.form("Share with Mara").press("Share with Mara")
    assert "Mara can open the new version from" in page.words
    assert read_by(mara, entry_id) == "First."
    page = page.form("Open it now").press("Open it now")
    assert "You and Mara can read this" in page.words
    assert read_by(mara, entry_id) == "Second."


@pytest.mark.parametrize("who", ["vera", "idris", "olga", "ben", "ana", "foreign_therapist", "nobody"])
def test_there_is_no_page_to_share_with_anybody_else(cast, as_, who):
    reader_id = uuid4() if who == "nobody" else getattr(cast, who).person_id
    browser = as_(cast.ana)
    assert browser.get(f"/sharing/{cast.private_id}/preview/{reader_id}").status == 404
    data = {"csrf_token": browser.token(), "version": "1", "until": "stop"}
    assert browser.post(f"/sharing/{cast.private_id}/share/{reader_id}", data).status == 404
    assert readers(cast.ana, cast.private_id) == []


def test_nobody_shares_or_stops_what_is_not_theirs(cast, as_):
    for who in (cast.ben, cast.foreign_client, cast.mara):
        browser = as_(who)
        data = {"csrf_token": browser.token(), "version": "1", "until": "stop"}
        for way in (f"preview/{cast.mara.person_id}", f"share/{cast.mara.person_id}", f"stop/{cast.mara.person_id}"):
            assert browser.post(f"/sharing/{cast.entry_id}/{way}", data).status in (404, 405)
    assert [name for name, _ in readers(cast.ana, cast.entry_id)] == ["Mara", "Vera"]


def test_somebody_the_client_trusts_wears_their_own_sign_wherever_they_are_named(cast, as_):
    jo = add_person(cast.ana.practice_id, "Jo", Role.CONFIDANT)
    with unit_of_work(cast.ana.practice_id):
        grant = vault.give(cast.ana.keys, vault.principal_of(jo.person_id).id, "chosen", "to be read", "share-1")
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == cast.private_id)).one()
        vault.share(cast.ana.keys, [item_id], grant)
    ana = as_(cast.ana)
    for path in ("/home", "/notes", f"/notes/{cast.private_id}", f"/notes/{cast.private_id}/edit", "/sharing"):
        page = ana.get(path)
        assert 'class="badge trusted' in page.text, path
        assert "#i-heart-handshake" in page.text, path
    assert "Someone you trust" in ana.get("/sharing").words
    assert 'class="badge trusted' not in ana.get(f"/notes/{cast.entry_id}").text
