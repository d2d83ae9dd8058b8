"""Marks that wait for long: passed on to whoever covers, once, and never when nobody is named or it was answered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import scheduler
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.domain import consent, rhythm, signals
from portal.models.people import Membership
from portal.models.signals import Signal
from tests.acts import at_work, stop
from tests.bench.asked import questions
from tests.cast import add_person
from tests.domain.test_mail import choose, deliver, rows
from tests.mailbox import box
from tests.signal_stories import answer, clock, first, idris, note, seen, shared, sweep, whats

__all__ = ["box", "clock", "idris"]

pytestmark = pytest.mark.usefixtures("clock")


def pass_on_after(admin, hours):
    with at_work(admin):
        signals.set_hours(admin, hours)


def test_it_is_passed_on_after_the_hours_the_practice_set_and_once(sam, mara, idris, clock):
    olga = add_person(sam.practice_id, "Olga", Role.ADMIN)
    pass_on_after(olga, 4)
    shared(sam, mara, answer(sam))
    clock.shift(timedelta(hours=3, minutes=59))
    sweep(sam)
    assert whats(idris) == []
    clock.shift(timedelta(minutes=1))
    for _ in range(2):
        scheduler.sweep()  # as the process does, with everything else it looks at
    passed_on_at = now()
    clock.shift(timedelta(days=3))
    sweep(sam)
    with at_work(sam):
        row = db.session.scalars(select(Signal)).one()
        assert (row.passed_on_at, row.cover_id) == (passed_on_at, idris.person_id)
        said = [line.sentence for line in consent.log(sam).lines]
    assert said.count("{who} was told that something of yours waits, and not what") == 1
    assert len(whats(mara)) == 1  # it still waits with Mara, too
    with at_work(olga), pytest.raises(Invalid):
        signals.set_hours(olga, 5)
    with at_work(mara), pytest.raises(Forbidden):
        signals.set_hours(mara, 0)


def test_what_was_answered_or_never_is_or_has_nobody_stays_where_it_is(sam, mara, idris, clock):
    shared(sam, mara, answer(sam))
    note(mara, first(mara))
    clock.shift(timedelta(hours=25))
    sweep(sam)
    with at_work(sam):
        assert db.session.scalars(select(Signal.passed_on_at)).all() == [None]
    pass_on_after(add_person(sam.practice_id, "Olga", Role.ADMIN), 0)
    shared(sam, mara, answer(sam))
    pass_on_after(add_person(sam.practice_id, "Ota", Role.ADMIN), 4)
    with at_work(mara):
        rhythm.keep(mara, [0], [], None, None, 1)
    measure_id = answer(sam)
    shared(sam, mara, measure_id)
    assert [(one.cover, one.pass_on_at) for one in seen(sam, measure_id)] == [("", None)]
    with at_work(mara):
        rhythm.keep(mara, [0], [], idris.person_id, None, 2)
    clock.shift(timedelta(days=9))
    sweep(sam)
    assert (whats(idris), len(whats(mara))) == ([], 2)


def test_it_is_passed_on_to_whom_the_client_was_told_when_they_were_told_and_stays_while_that_one_is_away(
    sam, mara, idris, clock
):
    measure_id, vera = answer(sam), add_person(sam.practice_id, "Vera Stein", Role.THERAPIST)
    shared(sam, mara, measure_id)
    told = now() + timedelta(hours=24)
    pass_on_after(add_person(sam.practice_id, "Olga", Role.ADMIN), 4)
    with at_work(mara):  # another cover, and away: neither is what the client was told
        rhythm.keep(mara, [], [], vera.person_id, rhythm.Away(date(2026, 11, 23), date(2026, 12, 1)), 1)
    with at_work(idris):
        rhythm.keep(idris, [], [], None, rhythm.Away(date(2026, 11, 24), date(2026, 11, 26)), 0)
    clock.shift(timedelta(hours=23))
    sweep(sam)
    (one,) = seen(sam, measure_id)
    assert (one.cover, one.cover_is_here, one.pass_on_at, one.passed_on_at) == ("Idris Cole", False, told, None)
    clock.shift(timedelta(hours=2))
    sweep(sam)
    assert (whats(idris), whats(vera), len(whats(mara))) == ([], [], 1)
    clock.shift(timedelta(days=2))
    sweep(sam)
    assert (len(whats(idris)), whats(vera)) == (1, [])
    with at_work(sam):
        row = db.session.scalars(select(Membership).where(Membership.person_id == idris.person_id)).one()
        row.ended_at = now()
    assert whats(idris) == []
    (one,) = seen(sam, measure_id)
    assert (one.passed_on_at is None, one.cover_is_here) == (False, False)


def test_while_the_therapist_is_away_it_is_passed_on_at_once(sam, mara, idris):
    with at_work(mara):
        rhythm.keep(mara, [], [], idris.person_id, rhythm.Away(date(2026, 11, 23), date(2026, 12, 1)), 1)
    shared(sam, mara, answer(sam))
    sweep(sam)
    assert whats(idris) == [("Sam Okoro", "Something waits", None)]


def test_a_round_that_is_broken_off_has_done_nothing(sam, mara, idris, clock):
    shared(sam, mara, answer(sam))
    clock.shift(timedelta(hours=25))
    with pytest.raises(InterruptedError), at_work(sam):
        signals.sweep()
        raise InterruptedError
    assert whats(idris) == []
    sweep(sam)
    assert len(whats(idris)) == 1


def test_the_caseload_asks_a_fixed_number_of_questions(sam, mara):
    with at_work(mara), questions() as none:
        signals.waiting(mara)
    for _ in range(3):
        shared(sam, mara, answer(sam))
    with at_work(mara), questions() as some:
        assert len(signals.waiting(mara)) == 3
    assert (len(none), len(some)) == (1, 4)


def test_whoever_covers_gets_a_mail_that_says_nothing_and_none_when_it_ended_meanwhile(sam, mara, idris, clock, box):
    choose(idris)
    for is_ended in (False, True):
        measure_id = answer(sam)
        shared(sam, mara, measure_id)
        clock.shift(timedelta(hours=25))
        sweep(sam)
        if is_ended:
            stop(sam, measure_id, mara)
        deliver(idris)
    assert box.subjects == ["Something new for you"]
    assert [row.dropped for row in rows(idris)] == [None, "done"]
