"""People that the tests of leaks begin with, and a value for every part of every path."""

from datetime import time
from uuid import uuid4

import pytest

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import (
    agenda,
    audit,
    confidants,
    conversation,
    disclosures,
    emergency,
    exports,
    goals,
    imports,
    invitations,
    journal,
    measures,
    mood,
    process_notes,
    progress_notes,
    reminders,
    rosters,
    signals,
    steady,
    summaries,
)
from portal.domain import help as help_numbers
from portal.domain.emergency import Covers, Reason
from portal.models.caseload import Assignment
from portal.models.vault import Item
from tests.access.asked import questions
from tests.acts import mara, meet, sam
from tests.cast import add_person, look_after
from tests.handover_stories import move
from tests.recovery_stories import agreed
from tests.summary_stories import given_with_addendum

__all__ = ["ids", "mara", "sam"]


def _a_line_of_theirs(admin):
    """So that the log of another office has a line of the same number."""
    with unit_of_work(admin.practice_id):
        audit.record(admin, audit.Event.SIGNED_IN)


def _two_cases(cast):
    """One that is open, and one nobody has answered."""
    cases = [uuid4() for _ in range(2)]
    with unit_of_work(cast.ana.practice_id):
        for case_id in cases:
            emergency.ask(cast.tova, cast.ana.person_id, Covers.RECORD, Reason.WISH, 1, case_id)
        emergency.allow(cast.olga, cases[0])
    return cases


@pytest.fixture
def ids(cast):
    """A value for every part of every path: all of them are Ana's, Mara's or their practice's."""
    _a_line_of_theirs(cast.foreign_admin)
    with unit_of_work(cast.ana.practice_id):
        item = db.session.query(Item).filter_by(thing_id=cast.entry_id).one()
        assignment = db.session.query(Assignment).filter_by(therapist_id=cast.mara.person_id).one()
    with unit_of_work(cast.ana.practice_id):
        checkin = mood.check_in(cast.ana, 3)
        line = help_numbers.add_line(cast.olga, {"name": "N", "whom": "All", "hours": "Always", "call": "112"})
        day = item.created_at.date()
        part = journal.excerpt(cast.ana, cast.entry_id, 1, [0])
        friend = confidants.invite(cast.ana, "Jo").person_id
        made = exports.print_notes(cast.ana, day, day, uuid4())
        batch = imports.take(cast.ana, b"[2020-01-02 10:00] A quiet day.", "", uuid4())
        summary = summaries.ask(
            cast.mara, cast.ana.person_id, (day, day), [item.id], summaries.Wishes(note="My note."), uuid4()
        )
    with unit_of_work(cast.ana.practice_id):
        goal_id = goals.write(cast.ana, goals.Words("Ask for ten minutes"))
        unwanted_goal_id = goals.write(cast.ana, goals.Words("Unwanted"))
        unwanted_agenda_id = agenda.write(cast.ana, agenda.Words("Unwanted"), uuid4())
        agenda.close(cast.ana, unwanted_agenda_id, agenda.After())
        step_id = goals.add_step(cast.ana, goal_id, "Say it once")
    with unit_of_work(cast.ana.practice_id):
        place, pack = next(iter(measures.offered(cast.ana).items()))
        answers = {item.id: item.lowest for item in pack.items}
        measure = measures.keep(cast.ana, pack, answers, gaps=True)
        earlier = agenda.write(cast.ana, agenda.Words("Before"), uuid4())
        agenda.close(cast.ana, earlier, agenda.After("Noted."))
        agenda_id, pin_id = agenda.write(cast.ana, agenda.Words("The quarrel"), uuid4()), uuid4()
        agenda.pin(cast.ana, "goal", goal_id, "", pin_id)
    with unit_of_work(cast.ana.practice_id):
        note_id, unwanted_note_id = (process_notes.write(cast.mara, cast.ana.person_id, word) for word in "AB")
        record_id = progress_notes.write(cast.mara, cast.ana.person_id, "Session 1.")
        progress_notes.sign(cast.mara, cast.ana.person_id, record_id, 1)
    with unit_of_work(cast.ana.practice_id):
        given = measures.ask(cast.mara, cast.ana.person_id, pack)
        signals.ask(cast.ana, cast.entry_id, cast.mara.person_id)
        (waits,) = (one.id for one in signals.waiting(cast.mara))
        unwanted, deleted, gone = (journal.write(cast.ana, f"Note {number}.") for number in range(3))
        for entry_id in (deleted, gone):
            journal.delete_entry(cast.ana, entry_id)
        layout, unwanted_layout = (journal.make_layout(cast.ana, name, "What happened?") for name in "AB")
        reminder_id = reminders.set(cast.ana, reminders.About.WRITE, time(20), range(7))
        steady.keep(cast.ana, steady.Slot.COPING, 0, {"helps": "Tea."})
        card_id = steady.card(cast.ana, steady.Slot.COPING).id
        talk_id = conversation.plan(cast.ana, {"about": "The move."})
    with unit_of_work(cast.ana.practice_id):
        lists = [rosters.take(cast.olga, b"Name,E-mail\nEda,eda@example.org", uuid4()) for _ in range(2)]
        for roster_id in lists:
            rosters.choose(cast.olga, roster_id, 1, "utf-8", ",", True, ["name", "email"])
        slip = invitations.Printed("Eda", "", "BCDFGH", "today")
        sheets = [
            (invitations.ask_sheet(cast.olga, [slip], uuid4()), disclosures.ask(cast.olga, cast.ana.person_id, uuid4()))
            for _ in range(2)
        ]
    request_id, cases = agreed(cast.ana, cast.tova)[1], _two_cases(cast)
    finals = [given_with_addendum(cast.mara, cast.ana) for _ in range(2)]
    return {
        "page": "joining",
        "roster_id": lists[0],
        "unwanted_roster_id": lists[1],
        "disclosure_id": sheets[0][1],
        "unwanted_disclosure_id": sheets[1][1],
        "sheet_id": sheets[0][0],
        "unwanted_sheet_id": sheets[1][0],
        "practice_id": cast.ana.practice_id,
        "set_up_id": uuid4(),
        "job_id": uuid4(),
        "appointment_id": meet(cast.mara, cast.ana),
        "unwanted_appointment_id": meet(cast.mara, cast.ana, 3),
        "final_id": finals[0],
        "unwanted_final_id": finals[1],
        "measure_id": measure,
        "given_id": given,
        "signal_id": waits,
        "place": place,
        "line": 1,  # of the office's log, in either practice
        "entry_id": cast.entry_id,
        "friend_id": friend,
        "client_id": cast.ana.person_id,
        "note_id": note_id,
        "unwanted_note_id": unwanted_note_id,
        "record_id": record_id,
        "excerpt_id": part,
        "unwanted_id": unwanted,
        "deleted_id": deleted,
        "gone_id": gone,
        "layout_id": layout,
        "unwanted_layout_id": unwanted_layout,
        "unwanted_goal_id": unwanted_goal_id,
        "unwanted_agenda_id": unwanted_agenda_id,
        "year": 2026,
        "card_id": card_id,
        "agenda_id": agenda_id,
        "after_id": agenda.after_of(earlier),
        "pin_id": pin_id,
        "goal_id": goal_id,
        "step_id": step_id,
        "thing_id": cast.entry_id,
        "talk_id": talk_id,
        "reader_id": cast.mara.person_id,
        "person_id": cast.ana.person_id,
        "officer_id": cast.tova.person_id,
        "request_id": request_id,
        "case_id": cases[0],
        "unwanted_case_id": cases[1],
        "answer": "end",
        "about_id": cast.entry_id,
        "assignment_id": assignment.id,
        "handover_id": move(cast, days=7),
        "other_assignment_id": look_after(cast.ben, cast.vera),
        "unwanted_assignment_id": look_after(add_person(cast.ana.practice_id, "Uma", Role.CLIENT), cast.mara),
        "therapist_id": cast.mara.person_id,
        "summary_id": summary,
        "file_id": made,
        "session_id": uuid4(),
        "factor_id": uuid4(),
        "reminder_id": reminder_id,
        "checkin_id": checkin,
        "line_id": line,
        "batch_id": batch,
        "number": 1,
        "receipt_number": 1,
        "version": 1,
        "token": "a-token-nobody-was-given",
        "filename": "css/tokens.css",
        **questions(cast),
    }
