"""The list of clients: in the order of sessions, by what needs a look, and without names; silent on what is private."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import (
    appointments,
    caseload,
    consent,
    drafts,
    goals,
    journal,
    measures,
    mood,
    progress_notes,
    signals,
)
from portal.domain.appointments import Kind, Slot
from portal.domain.drafts import Seen
from tests.cast import add_person, look_after
from tests.summary_stories import here, lose_client, share

ATTENTION, CODES = "/desk/clients?by=attention", "/desk/clients?by=code"


@pytest.fixture
def priya(sam, mara):
    """Another client of Mara's."""
    client = add_person(sam.practice_id, "Priya Shah", Role.CLIENT)
    look_after(client, mara)
    return client


def meet(therapist, client, days):
    slot = Slot(now().date() + timedelta(days=days), time(14, 10), 50, Kind.ROOM)
    here(therapist, appointments.add, therapist, client.person_id, slot, uuid4())


def answer(client, value, ago):
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    with time_machine.travel(now() - timedelta(days=ago), tick=False):
        here(client, measures.keep, client, pack, {item.id: value for item in pack.items}, gaps=True)


def order(page):
    return [said for said in page.links if said in ("Sam Okoro", "Priya Shah")]


def line_of(page, name):
    rows = [node for node in page.tree.iter("li") if "caseload-line" in node.get("class", "")]
    return next(said for said in (" ".join(" ".join(row.itertext()).split()) for row in rows) if name in said)


def test_whoever_comes_next_stands_first_and_those_without_a_session_come_last(sam, mara, priya, as_):
    desk = as_(mara)
    assert order(desk.get("/desk/clients")) == ["Priya Shah", "Sam Okoro"], "without sessions by name"
    meet(mara, sam, 2)
    page = desk.get("/desk/clients")
    assert order(page) == ["Sam Okoro", "Priya Shah"]
    assert "14:10, in the room" in line_of(page, "Sam")
    assert "No session is set" in line_of(page, "Priya")
    meet(mara, priya, 1)
    assert order(desk.get("/desk/clients")) == ["Priya Shah", "Sam Okoro"]


def test_what_needs_a_look_is_said_in_words_that_lead_to_it(sam, mara, priya, as_):
    meet(mara, sam, 5)
    meet(mara, priya, 9)
    desk = as_(mara)
    assert "Nothing waits." in line_of(desk.get(ATTENTION), "Sam")
    share(sam, mara, "One thing to read.", until=now() + timedelta(days=2))
    note_id = here(mara, progress_notes.write, mara, sam.person_id, "Session 1.")
    here(
        mara,
        drafts.save,
        mara,
        "process-note",
        uuid4(),
        {"body": "Half.", "client": str(sam.person_id)},
        Seen(0, uuid4()),
    )
    here(priya, consent.give_stream, priya, mara.person_id, "measures", 90)
    answer(priya, 1, 30)
    answer(priya, 3, 1)
    assert "PHQ-9" not in line_of(desk.get(ATTENTION), "Priya"), "a list tells no result that was not opened"
    desk.get(f"/desk/clients/{priya.person_id}/measures")
    page = desk.get(ATTENTION)
    assert order(page) == ["Priya Shah", "Sam Okoro"], "what got worse comes before what there is to read"
    assert "PHQ-9: worse than the first shared lately, by more than chance" in line_of(page, "Priya")
    said = line_of(page, "Sam")
    for reason in (
        "1 thing to read",
        "ends before the next session",
        "1 progress note not signed",
        "An own note you began",
    ):
        assert reason in said
    assert "Half." in "".join(page.follow("An own note you began").form("Keep, only for me").values["body"])
    assert "One th" in page.follow("1 thing to read").words
    assert "Band round the first" in page.follow("PHQ-9").words
    here(mara, progress_notes.sign, mara, sam.person_id, note_id, 1)
    assert "not signed" not in line_of(desk.get(ATTENTION), "Sam")


def test_whoever_asked_to_be_looked_at_stands_before_everybody(sam, mara, priya, as_):
    meet(mara, sam, 5)
    thing_id = share(priya, mara, "Please read this one.")
    for _ in range(3):
        share(sam, mara, "One thing to read.")
    here(priya, signals.ask, priya, thing_id, mara.person_id)
    page = as_(mara).get(ATTENTION)
    assert order(page)[0] == "Priya Shah"
    assert "Please look before we meet" in line_of(page, "Priya")


def test_a_measure_that_moved_less_than_chance_or_is_private_is_no_reason(sam, mara, priya, as_):
    for client, days in ((sam, 3), (priya, 4)):
        meet(mara, client, days)
    here(sam, consent.give_stream, sam, mara.person_id, "measures", 90)
    answer(sam, 1, 30)
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    items = [item.id for item in pack.items]
    here(sam, measures.keep, sam, pack, dict.fromkeys(items, 1) | {items[0]: 2}, gaps=True)
    answer(priya, 0, 30)
    answer(priya, 3, 1)
    desk = as_(mara)
    assert "of 27" in desk.get(f"/desk/clients/{sam.person_id}/measures").words, "opened, so it could be told"
    assert "worse" not in desk.get(ATTENTION).words


def test_whoever_shares_nothing_looks_like_one_who_has_nothing(sam, mara, as_):
    meet(mara, sam, 3)
    desk = as_(mara)
    pages = ("/desk/clients", ATTENTION, CODES)
    before = [desk.get(page).words for page in pages]
    here(sam, journal.write, sam, "Not for anyone.")
    here(sam, mood.check_in, sam, 1)
    goal_id = here(sam, goals.write, sam, goals.Words("Mine alone"))
    here(sam, goals.look, sam, goal_id, 3)
    answer(sam, 0, 30)
    answer(sam, 3, 1)
    here(sam, consent.give_stream, sam, mara.person_id, "answers", 1)  # with nothing under it yet
    assert [desk.get(page).words for page in pages] == before


def test_for_supervision_codes_stand_for_names_and_lead_nowhere(sam, mara, priya, as_):
    share(sam, mara, "One thing to read.")
    page = as_(mara).get(CODES)
    for name in ("Sam", "Okoro", "Priya", "Shah"):
        assert name not in page.text
    assert str(sam.person_id) not in page.text
    code = caseload.code_of(mara, sam.person_id)
    assert "1 thing to read" in line_of(page, code)
    assert code == caseload.code_of(mara, sam.person_id) != caseload.code_of(priya, sam.person_id)


def test_a_draft_about_somebody_who_left_is_kept_and_can_be_read_and_thrown_away(sam, mara, as_):
    about, desk = uuid4(), as_(mara)
    here(
        mara,
        drafts.save,
        mara,
        "progress-note",
        about,
        {"body": "Half a session.", "client": str(sam.person_id)},
        Seen(0, uuid4()),
    )
    words = {"words": "Half an addendum.", "client": str(sam.person_id), "summary": str(uuid4())}
    here(mara, drafts.save, mara, "summary-addendum", uuid4(), words, Seen(0, uuid4()))
    assert "An addendum to a summary you began" in line_of(desk.get(ATTENTION), "Sam")
    assert "Kept for you" not in desk.get("/desk/clients").words
    lose_client(mara)
    page = desk.get("/desk/clients")
    folded = " ".join(" ".join(fold.itertext()) for fold in page.tree.iter("details"))
    for said in ("Half a session.", "Half an addendum."):
        assert said in folded, "whole words lie behind a fold on a page that is opened beside others"
    assert "Half a session." not in desk.get(CODES).text
    page.form("Throw this draft away").press()
    assert len(here(mara, drafts.index, mara, "progress-note", "summary-addendum")) == 1
