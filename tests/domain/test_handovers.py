"""A move: asked by the office, answered by the client, done on its date."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import (
    audit,
    caseload,
    consent,
    disclosures,
    handovers,
    journal,
    mood,
    process_notes,
    progress_notes,
)
from portal.domain.access import READ, readable
from portal.domain.audit import Event
from portal.domain.handovers import Choice, State
from portal.models.audit import AuditRow
from portal.models.caseload import Assignment
from portal.models.disclosures import Disclosure
from portal.models.handovers import Handover, Stood
from portal.models.vault import Grant, Principal
from tests.acts import audience, read_by, share, write
from tests.cast import add_person, look_after
from tests.handover_stories import MONDAY, NEXT, answer, ask, levels, live_to, team, there
from tests.summary_stories import here

__all__ = ["there"]


def test_a_move_by_itself_opens_nothing_and_the_one_before_goes_on_until_the_date(there):
    ask(there)
    assert team(there.ana) == ["Mara"]
    assert [read_by(there.mara, there.note), read_by(there.idris, there.note)] == ["We talked at last.", None]
    [move] = here(there.olga, handovers.waiting, there.olga)
    assert (move.client, move.before, move.after, move.state) == ("Ana", "Mara", "Idris", State.WAITING)
    there.clock.move_to(MONDAY.replace(day=9, hour=0))  # midnight after the last day: nothing was swept yet
    assert read_by(there.mara, there.note) is None
    here(there.olga, handovers.sweep)
    assert team(there.ana) == ["Idris"]
    assert [read_by(there.mara, there.note), read_by(there.idris, there.note)] == [None, None]
    assert (
        here(there.ana, lambda: db.session.scalar(select(func.count()).select_from(Grant).where(live_to(there.mara))))
        == 0
    )
    assert here(there.olga, handovers.waiting, there.olga)[0].has_ended


@pytest.mark.parametrize("late", [False, True])
def test_all_that_stood_goes_on_in_the_version_it_had_before_the_date_and_after_it(there, late):
    ask(there)
    if late:
        there.clock.shift(timedelta(days=9))
        here(there.olga, handovers.sweep)
        assert here(there.ana, lambda: db.session.scalar(select(func.count()).select_from(Stood))) > 0
    asked = here(there.ana, handovers.question, there.ana)
    assert [one.headline for one in asked.things] == ["We talked at last."]
    assert [(one.what, one.count, one.goes_on) for one in asked.came] == [("levels", 1, True)]
    answer(there, "all")
    assert [read_by(there.idris, there.note), read_by(there.idris, there.private)] == ["We talked at last.", None]
    assert levels(there.idris) == 1
    assert read_by(there.mara, there.note) == (None if late else "We talked at last.")
    assert here(there.ana, lambda: db.session.scalar(select(func.count()).select_from(Stood))) == 0
    here(there.ana, mood.check_in, there.ana, 2)  # a standing consent is never renewed by it
    assert levels(there.idris) == 1
    assert [one.reader_id for one in here(there.ana, consent.streams, there.ana)] == (
        [] if late else [there.mara.person_id]
    )
    moves = here(there.olga, handovers.settled, there.olga)
    assert [one.state for one in moves] == [State.DONE if late else State.ANSWERED]


def test_some_is_what_was_ticked_and_nothing_is_nothing(there):
    second = write(there.ana, "Another one.")
    share(there.ana, second, there.mara)
    ask(there, last_day=None)
    assert read_by(there.mara, there.note) is None
    asked = here(there.ana, handovers.question, there.ana)
    assert {one.id for one in asked.things} == {there.note, second}
    answer(there, "some", things={second, there.private})
    assert [read_by(there.idris, each) for each in (there.note, second, there.private)] == [None, "Another one.", None]
    assert levels(there.idris) == 0
    assert here(there.ana, handovers.last_answered, there.ana).choice is Choice.SOME
    there.pair = here(there.olga, caseload.pairings, there.olga)[0].id
    ask(there, there.noor, last_day=None)
    answer(there, "nothing")
    assert team(there.ana) == ["Noor"]
    assert [read_by(one, second) for one in (there.idris, there.noor)] == [None, None]


def test_what_came_so_far_is_handed_on_a_second_time_and_can_be_stopped_and_paused(there):
    ask(there, last_day=None)
    answer(there, "some", came={"levels"})
    assert (levels(there.idris), read_by(there.idris, there.note)) == (1, None)
    there.pair = here(there.olga, caseload.pairings, there.olga)[0].id
    ask(there, there.noor, last_day=None)
    [came] = here(there.ana, handovers.question, there.ana).came
    assert (came.what, came.count, came.goes_on) == ("levels", 1, False)
    answer(there, "all")
    assert levels(there.noor) == 1
    here(there.ana, consent.pause, there.ana)
    assert levels(there.noor) == 0
    assert len(here(there.ana, consent.paused, there.ana)) == 1


def test_the_answer_is_sealed_and_the_client_reads_in_a_sentence_what_happened(there):
    ask(there)
    answer(there, "all")
    there.clock.shift(timedelta(days=9))
    here(there.olga, handovers.sweep)
    said = [one.sentence.format(who=one.who, what=one.what) for one in here(there.ana, consent.log, there.ana).lines]
    assert said == [
        "A change: Mara no longer looks after you, and what was open to Mara is closed",
        "A therapist for you: Idris looks after you from here on",
        "Olga asked what you open to Idris, who is to look after you",
    ]
    rows = here(
        there.olga, lambda: db.session.scalars(select(AuditRow).where(AuditRow.event.like("handovers:%"))).all()
    )
    assert [row.event for row in rows] == [Event.HANDOVER_ASKED, Event.HANDOVER_ANSWERED]
    assert not any(choice in str(row.detail) for row in rows for choice in Choice)
    row = here(there.olga, lambda: db.session.scalars(select(Handover)).one())
    assert not any(getattr(row, column.name) in set(Choice) for column in Handover.__table__.c)


@pytest.mark.parametrize("choice", Choice)
def test_what_the_office_is_told_is_the_same_for_each_answer_and_while_something_waits_to_open(there, choice):
    ask(there)
    answer(there, choice, things={there.note})
    waits = {"opens_at": now() + consent.HOLD}
    here(there.ana, lambda: consent.share(there.ana, there.private, there.idris.person_id, **waits))
    listed = here(there.olga, lambda: audit.lines(there.olga, audit.Seek(person_id=there.ana.person_id))).lines
    assert [(line.who, line.what) for line in listed] == [
        ("Ana", "answered a question about a move"),
        ("By itself", "put somebody on a caseload"),
        ("Olga", "asked somebody about a move"),
    ]
    held = here(there.olga, disclosures.ask, there.olga, there.ana.person_id, uuid4())
    job_id = here(there.olga, lambda: db.session.get(Disclosure, held).job_id)
    jobs.run(str(there.olga.practice_id), str(job_id))
    made = here(there.olga, disclosures.fetch, there.olga, held).data
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        found = json.loads(archive.read("about.json"))
    assert [one["to_whom"] for one in found["consents"]] == ["Mara", "Mara"]
    assert levels(there.idris) == (choice is Choice.ALL)
    assert read_by(there.idris, there.note) == (None if choice is Choice.NOTHING else "We talked at last.")


def test_a_note_brought_back_meanwhile_is_private(there):
    ask(there, last_day=None)
    here(there.ana, journal.delete_entry, there.ana, there.note)
    there.clock.shift(timedelta(hours=1))
    here(there.ana, journal.bring_back, there.ana, there.note)
    assert here(there.ana, handovers.question, there.ana).things == []
    answer(there, "all")
    assert audience(there.ana, there.note) == ()


def test_what_was_edited_since_stays_in_the_version_that_was_open(there):
    here(there.ana, journal.edit, there.ana, there.note, 1, "Said otherwise.", "")
    ask(there, last_day=None)
    answer(there, "all")
    assert read_by(there.idris, there.note) == "We talked at last."


# ------------------------------------------------------------------ what stands in the way


def test_t62_a_therapist_who_leaves_reads_nothing_more_and_each_client_is_asked(there):
    here(there.mara, progress_notes.write, there.mara, there.ana.person_id, "Session 1.")
    here(there.mara, process_notes.write, there.mara, there.ana.person_id, "My own thoughts.")
    ask(there, last_day=None)

    def rows():
        mine = [model for role, model in READ if role is Role.THERAPIST and hasattr(model, "client_id")]
        return {model.__name__: len(db.session.scalars(readable(model, there.mara)).all()) for model in mine}

    left = here(there.mara, rows)
    assert {name: count for name, count in left.items() if count} == {}
    assert here(there.mara, caseload.my_clients, there.mara) == []
    assert here(there.ana, handovers.waits, there.ana).before == "Mara"


def test_a_client_who_was_taken_off_the_next_therapist_is_not_put_back_by_the_date(there):
    ask(there)
    answer(there, "nothing")
    begun = select(Assignment.id).where(Assignment.therapist_id == there.idris.person_id)
    here(there.olga, lambda: caseload.end(there.olga, db.session.scalars(begun).one()))
    there.clock.move_to(MONDAY.replace(day=9, hour=0))
    here(there.olga, handovers.sweep)
    assert team(there.ana) == []


@pytest.mark.tampers
def test_a_client_whose_keys_are_gone_is_moved_as_the_others_are(there):
    """The end of care needs no keys of today: what was given by those put aside ends as well."""
    ben = add_person(there.olga.practice_id, "Ben", Role.CLIENT)
    pairs = {there.ana.person_id: there.pair, ben.person_id: look_after(ben, there.mara)}
    for pair in pairs.values():
        terms = handovers.Terms("leaving", NEXT, "")
        here(there.olga, handovers.ask, there.olga, pair, there.idris.person_id, terms, uuid4())
    lost, _ = sorted(pairs)
    put_aside = update(Principal).where(Principal.person_id == lost).values(retired_at=now())
    here(there.olga, db.session.execute, put_aside)
    there.clock.shift(timedelta(days=8))
    here(there.olga, handovers.sweep)
    ended = select(AuditRow.about_id).where(AuditRow.event == str(Event.CASELOAD_ENDED))
    assert here(there.olga, lambda: db.session.scalars(ended).all()) == sorted(pairs)
    begun = select(AuditRow.about_id).where(AuditRow.event == str(Event.CASELOAD_ASSIGNED))
    assert here(there.olga, lambda: db.session.scalars(begun).all()) == sorted(pairs)
