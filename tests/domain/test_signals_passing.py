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
from portal.models.signals import Signal
from tests.acts import at_work, stop
from tests.bench.asked import questions
from tests.cast import add_person
from tests.domain.test_mail import choose, deliver, rows
from tests.mailbox import box
from tests.signal_stories import answer, clock, first, idris, note, shared, sweep, whats

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
        assert db.session.scalars(select(Signal.cover_id)).all() == [None]
    pass_on_after(add_person(sam.practice_id, "Olga", Role.ADMIN), 0)
    shared(sam, mara, answer(sam))
    clock.shift(timedelta(days=9))
    sweep(sam)
    assert whats(idris) == []
    pass_on_after(add_person(sam.practice_id, "Ota", Role.ADMIN), 4)
    with at_work(mara):
        rhythm.keep(mara, [0], [], None, None, 1)
    sweep(sam)
    assert (whats(idris), len(whats(mara))) == ([], 1)


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
