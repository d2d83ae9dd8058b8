"""The page before sharing shows, to the byte, what its reader then gets: every kind of thing, each kind of reader."""

import re
from uuid import uuid4

import pytest

from portal.core.actor import Role
from portal.domain import consent, inbox, journal, mood, receipts
from portal.domain.access import READ
from portal.domain.consent import KINDS
from tests.acts import at_work, read_by, trust
from tests.shareable import MADE

FRAME = re.compile(r'<div class="frame-body">\s*(.*?)\s*</div>\s*</figure>', re.DOTALL)
READING = {  # all of a reader's page that is of the thing itself
    "mara": ("/desk/inbox/", re.compile(r'<p class="head-back">.*?</p>\s*(.*?)\s*<p class="scope">', re.DOTALL)),
    "jo": (
        "/with/",
        re.compile(r'</header>\s*((?:<article class="reading|<div class="reading).*?)\s*<div class="notice', re.DOTALL),
    ),
}


def made(sam, name):
    with at_work(sam):
        return MADE[name].make(sam)


def beside(sam, entry_id):
    with at_work(sam):
        return journal.beside(sam, entry_id).margin.checkin_id


def put_away(mara, things):
    """So that the list beside the next thing says nothing of these."""
    for thing_id in things:
        with at_work(mara):
            inbox.read(mara, thing_id, uuid4())


def test_every_kind_that_can_be_shared_is_made_here():
    assert {each.kind for each in MADE.values()} == set(KINDS)


@pytest.mark.parametrize("who", READING)
def test_the_preview_of_every_kind_is_to_the_byte_what_its_reader_gets(sam, mara, as_, who):
    jo = trust(sam)
    reader, (path, of_the_thing) = {"mara": mara, "jo": jo}[who], READING[who]
    mine, theirs = as_(sam), as_(reader)
    for name, (kind, _, said, private, along) in MADE.items():
        thing_id = made(sam, name)
        where = f"/sharing/{thing_id}/preview/{reader.person_id}?along={along}"
        if who == "jo" and (Role.CONFIDANT, KINDS[kind].model) not in READ:
            assert mine.get(where).status == 404, name
            continue
        preview = mine.get(where)
        button = f"Share with {'Mara' if who == 'mara' else 'Jo'}"
        preview.form(button).press(button).form("Open it now").press("Open it now")
        goes_along = kind == "entry" and along != "nothing" and who == "mara"
        things = [thing_id, *([beside(sam, thing_id)] if goes_along else [])]
        frames = FRAME.findall(preview.text)
        pages = [theirs.get(f"{path}{each}").text for each in things]
        assert frames == [of_the_thing.search(page)[1] for page in pages], name
        assert who == "jo" or said in "".join(frames), name
        assert private not in "".join(frames), name
        assert not any(private in page for page in pages), name
        if who == "mara":
            put_away(mara, things)


def test_what_goes_along_is_taken_back_together_named_on_receipts_and_has_a_badge(sam, mara, as_):
    entry_id = made(sam, "note and whole check-in")
    browser, where = as_(sam), f"/sharing/{entry_id}/preview/{mara.person_id}"
    page = browser.get(where)
    assert "Low" not in FRAME.findall(page.text)[0]
    assert "Also show my check-in, with its words" in page.words
    words = browser.get(f"{where}?along=words")
    assert "Leave my check-in out" in words.words
    waiting = words.form("Share with Mara").press("Share with Mara")
    taken = waiting.form("Undo").press("Undo")
    assert "Taken back before it opened." in taken.words
    checkin_id = beside(sam, entry_id)
    with at_work(sam):
        both = consent.audience(sam, [entry_id, checkin_id]).values()
        assert not any(one.readers or one.coming for one in both)
        told = [receipt.sentence for receipt in receipts.index(sam).receipts]
        [level] = [one for one in receipts.index(sam).receipts if one.act == "given" and one.kind == "checkin"]
    assert sum("check-in, with its words, version 1" in one for one in told) == 2
    assert level.along
    assert level.along != level.mark
    assert "Words of a check-in that are not shown here" in level.wording.will_not_see
    browser.get(f"{where}?along=level").form("Share with Mara").press("Share with Mara").form("Open it now").press(
        "Open it now"
    )
    page = browser.get(f"/notes/{entry_id}")
    assert "Low You and Mara Open this check-in" in page.words


def test_a_check_in_that_changed_meanwhile_is_looked_at_again_before_it_goes(sam, mara, as_):
    entry_id = made(sam, "note and check-in")
    page = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}?along=level")
    with at_work(sam):
        checkin_id = journal.beside(sam, entry_id).margin.checkin_id
        mood.change(sam, checkin_id, 1, 4, mood.Words())
    again = page.form("Share with Mara").press("Share with Mara")
    assert "The check-in has changed meanwhile." in again.words
    assert read_by(mara, entry_id) is None
    again.form("Share with Mara").press("Share with Mara").form("Open it now").press("Open it now")
    assert "Good" in as_(mara).get(f"/desk/inbox/{checkin_id}").words
