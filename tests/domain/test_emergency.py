"""Emergency access (T66): two people, a reason, some hours; each look is told; the key is needed beside the row."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound, TooSoon
from portal.domain import consent, emergency, limits, process_notes, progress_notes
from portal.domain.audit import Event
from portal.domain.emergency import Covers, Reason, State
from portal.models.emergency import Emergency
from portal.models.mail import Message
from portal.models.vault import Lock
from tests.acts import at_once, at_work
from tests.cast import add_person, hold_the_key
from tests.summary_stories import CANARY, finished, here, lines, share

WORDS = "Session 7. Agreed: one evening a week."
PRIVATE = "I was tired and did not listen well."


@pytest.fixture
def note(cast):
    return here(cast.mara, progress_notes.write, cast.mara, cast.ana.person_id, WORDS)


@pytest.fixture
def own_note(cast):
    return here(cast.mara, process_notes.write, cast.mara, cast.ana.person_id, PRIVATE)


@pytest.fixture
def second(cast):
    """Another officer, of the same practice."""
    found = add_person(cast.tova.practice_id, "Rui", Role.OFFICER)
    hold_the_key(found)
    return found


def ask(officer, client, *, covers=Covers.RECORD, reason=Reason.ABSENT, hours=8, therapist=None, case_id=None):
    case_id = case_id or uuid4()
    whose = therapist and therapist.person_id
    return here(officer, emergency.ask, officer, client.person_id, covers, reason, hours, case_id, whose)


def opened(officer, client, second, **asked):
    case_id = ask(officer, client, **asked)
    here(second, emergency.allow, second, case_id)
    return case_id


def read(officer, case_id):
    return here(officer, emergency.read, officer, case_id)


def test_nothing_opens_before_a_second_person_agrees_and_not_by_ones_own_word(cast, second, note):
    case_id = ask(cast.tova, cast.ana)
    with pytest.raises(NotFound):
        read(cast.tova, case_id)
    with pytest.raises(Conflict, match="nobody agrees to what they asked for themselves"):
        here(cast.tova, emergency.allow, cast.tova, case_id)
    with pytest.raises(NotFound):
        read(cast.tova, case_id)
    here(second, emergency.allow, second, case_id)
    assert [one.body for one in read(cast.tova, case_id).notes] == [WORDS]
    with pytest.raises(NotFound):
        read(second, case_id)


def test_an_admin_can_be_the_second_person_and_can_never_ask_or_read(cast, note):
    admin = add_person(cast.tova.practice_id, "Ulla", Role.ADMIN)
    case_id = opened(cast.tova, cast.ana, admin)
    with pytest.raises(Forbidden):
        ask(admin, cast.ana)
    with pytest.raises(NotFound):
        read(admin, case_id)
    assert read(cast.tova, case_id).notes


def test_the_record_is_progress_notes_and_finals_and_neither_own_notes_nor_anything_private(
    cast, second, note, own_note
):
    share(cast.ana, cast.mara)
    summary_id = finished(cast.mara, cast.ana)
    case_id = opened(cast.tova, cast.ana, second)
    record = read(cast.tova, case_id)
    assert [one.id for one in record.papers] == [summary_id]
    pdf, _ = here(cast.tova, emergency.paper, cast.tova, case_id, summary_id)
    assert pdf.startswith(b"%PDF")
    assert PRIVATE not in repr([one.body for one in record.notes])
    assert CANARY not in repr([one.body for one in record.notes])
    with pytest.raises(NotFound):
        here(cast.tova, emergency.own_notes, cast.tova, case_id)


def test_own_notes_need_a_case_of_their_own_through_the_staffs_escrow_and_their_writer_is_told(
    cast, second, note, own_note
):
    case_id = opened(cast.tova, cast.ana, second, covers=Covers.OWN_NOTES, therapist=cast.mara)
    found, shelf = here(cast.tova, emergency.own_notes, cast.tova, case_id)
    assert (found.therapist, [one.body for one in shelf.notes]) == ("Mara", [PRIVATE])
    with pytest.raises(NotFound):
        read(cast.tova, case_id)
    assert [row.about_id for row in lines(cast.tova, Event.EMERGENCY_NOTES_ALLOWED)] == [cast.mara.person_id]
    assert lines(cast.tova, Event.EMERGENCY_NOTES_READ)
    [told] = here(cast.mara, emergency.opened_of_mine, cast.mara)
    assert (told.client, told.reader, told.agreed_by, told.is_open) == ("Ana", "Tova", "Rui", True)
    assert here(cast.idris, emergency.opened_of_mine, cast.idris) == []
    here(second, emergency.end, second, case_id)
    [told] = here(cast.mara, emergency.opened_of_mine, cast.mara)
    assert not told.is_open
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert here(cast.mara, emergency.opened_of_mine, cast.mara) == []
    with pytest.raises(Invalid, match="Choose whose notes"):
        ask(cast.tova, cast.ana, covers=Covers.OWN_NOTES, therapist=second)


def test_it_ends_by_itself_and_can_be_closed_before(cast, second, note):
    case_id = opened(cast.tova, cast.ana, second, hours=1)
    with time_machine.travel(now() + timedelta(hours=1), tick=False), pytest.raises(NotFound):
        read(cast.tova, case_id)
    read(cast.tova, case_id)
    here(second, emergency.end, second, case_id)
    with pytest.raises(NotFound):
        read(cast.tova, case_id)
    here(second, emergency.end, second, case_id)
    assert len(lines(cast.tova, Event.EMERGENCY_ENDED)) == 1


def test_an_officer_asks_for_so_many_at_once_and_what_waits_or_is_open_stays(cast, second, note, monkeypatch):
    """Each asking counts once, however often its form is sent; one too many leaves neither a case nor a line."""
    monkeypatch.setitem(limits.LIMITS, limits.Act.EMERGENCY, limits.Limit(2, timedelta(minutes=30)))
    first, waiting = opened(cast.tova, cast.ana, second), uuid4()
    for _ in range(3):
        assert ask(cast.tova, cast.ben, case_id=waiting) == waiting
    with at_work(cast.tova):
        with pytest.raises(TooSoon) as too_soon:
            emergency.ask(cast.tova, cast.ben.person_id, Covers.RECORD, Reason.ABSENT, 8, uuid4())
        assert too_soon.value.words == limits.WORDS[limits.Act.EMERGENCY]
        assert timedelta(minutes=29) < timedelta(seconds=too_soon.value.wait) <= timedelta(minutes=30)
        assert {one.id for one in emergency.cases(cast.tova)} == {first, waiting}
    assert len(lines(cast.tova, Event.EMERGENCY_ASKED)) == 2
    assert read(cast.tova, first).notes
    assert ask(second, cast.ben), "another officer has a count of their own"
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert ask(cast.tova, cast.ben)


def test_a_question_nobody_answers_is_over_and_one_answered_stays_answered(cast, second):
    late, declined = ask(cast.tova, cast.ana), ask(cast.tova, cast.ana)
    here(second, emergency.decline, second, declined)
    for case_id, later in ((declined, timedelta()), (late, timedelta(hours=73))):
        with time_machine.travel(now() + later, tick=False):
            with pytest.raises(Conflict, match="answered it already"):
                here(second, emergency.allow, second, case_id)
            assert here(second, emergency.case, second, case_id).state is State.OVER


def test_two_who_answer_at_the_same_moment_are_one_answer(cast, second, house):
    case_id = ask(cast.tova, cast.ana)
    problems = at_once(house, lambda: here(second, emergency.allow, second, case_id))
    assert [type(problem) for problem in problems] == [Conflict]
    assert len(lines(cast.tova, Event.EMERGENCY_ALLOWED)) == 1


def test_asked_twice_is_once_and_each_gap_in_the_form_has_its_sentence(cast):
    case_id = uuid4()
    assert ask(cast.tova, cast.ana, case_id=case_id) == ask(cast.tova, cast.ana, case_id=case_id) == case_id
    assert len(here(cast.tova, emergency.cases, cast.tova)) == 1
    for gap, field in ({"covers": None}, "covers"), ({"reason": None}, "reason"), ({"hours": 9999}, "hours"):
        with pytest.raises(Invalid) as problem:
            ask(cast.tova, cast.ana, **gap)
        assert problem.value.field == field
    with pytest.raises(NotFound):
        ask(cast.tova, cast.mara)


def test_the_client_reads_in_their_log_who_agreed_and_who_read_and_gets_a_mail_that_says_nothing(
    cast, second, note, monkeypatch
):
    monkeypatch.setattr("portal.domain.mail.asking.comes_to", lambda _: True)
    case_id = opened(cast.tova, cast.ana, second)
    read(cast.tova, case_id)
    told = [line for line in here(cast.ana, consent.log, cast.ana).lines if "emergency" in line.sentence]
    assert [line.who for line in told] == ["Tova", "Rui"]
    with unit_of_work(cast.ana.practice_id):
        assert [row.person_id for row in db.session.scalars(select(Message))] == [cast.ana.person_id]


def test_a_row_put_into_the_table_opens_nothing_for_whoever_does_not_hold_the_key(cast, second, note):
    case_id = opened(cast.tova, cast.ana, second)
    without = add_person(cast.tova.practice_id, "Noa", Role.OFFICER)
    with unit_of_work(cast.ana.practice_id):
        db.session.execute(update(Emergency).values(asked_by=without.person_id))
    with pytest.raises(Locked):
        read(without, case_id)


def test_the_key_alone_opens_no_row_that_no_case_stands_for(cast, second, note):
    case_id = opened(cast.tova, cast.ana, second)
    with unit_of_work(cast.ana.practice_id):
        assert db.session.scalar(select(Lock.kind).where(Lock.kind == "held-by").limit(1))
        db.session.execute(update(Emergency).values(client_id=cast.ben.person_id))
    assert read(cast.tova, case_id).notes == []


def test_a_client_is_found_by_a_part_of_the_name_and_nobody_else_is(cast):
    assert here(cast.tova, emergency.clients_named, cast.tova, "an") == [(cast.ana.person_id, "Ana")]
    assert here(cast.tova, emergency.clients_named, cast.tova, "mara") == []
    assert here(cast.tova, emergency.clients_named, cast.tova, "%_") == []
    with pytest.raises(Invalid):
        here(cast.tova, emergency.clients_named, cast.tova, " a ")
    with pytest.raises(Forbidden):
        here(cast.mara, emergency.clients_named, cast.mara, "an")
