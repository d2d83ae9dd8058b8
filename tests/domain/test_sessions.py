"""Sessions: what the cookie opens, what the table knows, and every way they end."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import sessions
from portal.models.people import Membership, Person
from portal.models.sessions import SignedIn
from tests.cast import add_person, found_practice

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def practice(house):
    return found_practice("willow")


@pytest.fixture
def ana(practice):
    return add_person(practice, "Ana", Role.CLIENT)


@pytest.fixture
def mara(practice):
    return add_person(practice, "Mara", Role.THERAPIST)


def start(actor):
    with unit_of_work(actor.practice_id):
        return sessions.start(actor.practice_id, actor.person_id, actor.keys)


def opened(practice_id, cookie):
    with unit_of_work(practice_id, writes=False):
        return sessions.open_with(cookie)


def touch(practice_id, cookie):
    with unit_of_work(practice_id):
        sessions.touch(sessions.open_with(cookie))


def test_the_cookie_opens_the_session_and_nothing_else_does(practice, ana):
    cookie = start(ana)
    assert opened(practice, cookie).keys.raw == ana.keys.raw
    for other in (b"", cookie[:-1], cookie + b"\0", secrets.token_bytes(32)):
        assert opened(practice, other) is None


def test_each_session_has_a_cookie_of_its_own(ana):
    assert start(ana) != start(ana)


def test_the_table_knows_neither_the_cookie_nor_the_key(practice, ana):
    cookie = start(ana)
    with unit_of_work(practice):
        row = db.session.scalars(select(SignedIn)).one()
        kept = repr([getattr(row, column.key) for column in SignedIn.__table__.c]).encode() + row.keys_sealed
    assert cookie not in kept
    assert cookie.hex().encode() not in kept
    assert ana.keys.raw not in kept
    assert ana.keys.raw[:32] not in kept


def test_a_sealed_key_moved_to_another_session_does_not_open(practice, ana, mara):
    hers, theirs = start(ana), start(mara)
    with unit_of_work(practice):
        rows = {row.person_id: row for row in db.session.scalars(select(SignedIn))}
        rows[ana.person_id].keys_sealed = rows[mara.person_id].keys_sealed
    assert opened(practice, hers) is None
    assert opened(practice, theirs) is not None


def test_a_session_pointed_at_somebody_else_does_not_open(practice, ana, mara):
    cookie = start(ana)
    with unit_of_work(practice):
        db.session.scalars(select(SignedIn)).one().person_id = mara.person_id
    assert opened(practice, cookie) is None


def test_a_session_is_nothing_in_another_practice(practice, ana):
    cookie = start(ana)
    assert opened(found_practice("oak"), cookie) is None


@pytest.mark.parametrize(("who", "idle"), [("ana", timedelta(minutes=30)), ("mara", timedelta(minutes=15))])
def test_nobody_there_for_a_while_ends_it(practice, request, who, idle):
    actor = request.getfixturevalue(who)
    with time_machine.travel(NOON, tick=False) as clock:
        cookie = start(actor)
        clock.shift(idle)
        assert opened(practice, cookie) is not None
        clock.shift(SECOND)
        assert opened(practice, cookie) is None


def test_whoever_is_there_stays_for_twelve_hours_and_no_longer(practice, ana):
    with time_machine.travel(NOON, tick=False) as clock:
        cookie = start(ana)
        for _ in range(36):
            clock.shift(timedelta(minutes=20))
            touch(practice, cookie)
        assert opened(practice, cookie) is not None
        clock.shift(SECOND)
        assert opened(practice, cookie) is None


def test_being_there_is_written_at_most_once_a_minute(practice, ana):
    with time_machine.travel(NOON, tick=False) as clock:
        cookie = start(ana)
        clock.shift(sessions.TOUCH)
        touch(practice, cookie)
        with unit_of_work(practice):
            assert db.session.scalars(select(SignedIn.seen_at)).one() == NOON
        clock.shift(SECOND)
        touch(practice, cookie)
        with unit_of_work(practice):
            assert db.session.scalars(select(SignedIn.seen_at)).one() == now()


def test_a_slow_request_does_not_bring_an_ended_session_back(practice, ana):
    with time_machine.travel(NOON, tick=False) as clock:
        cookie = start(ana)
        slow = opened(practice, cookie)
        with unit_of_work(practice):
            sessions.end(slow)
        clock.shift(timedelta(minutes=5))
        with unit_of_work(practice):
            sessions.touch(slow)
    assert opened(practice, cookie) is None


def test_a_closed_account_ends_every_session(practice, ana):
    cookie = start(ana)
    with unit_of_work(practice):
        db.session.scalars(select(Person).where(Person.id == ana.person_id)).one().closed_at = now()
    assert opened(practice, cookie) is None


def test_without_a_role_there_is_no_session(practice, ana):
    cookie = start(ana)
    with unit_of_work(practice):
        db.session.scalars(select(Membership).where(Membership.person_id == ana.person_id)).one().ended_at = now()
    assert opened(practice, cookie) is None


def test_a_role_gained_or_lost_counts_at_once(practice):
    both = add_person(practice, "Rosa", Role.THERAPIST, Role.ADMIN)
    cookie = start(both)
    assert opened(practice, cookie).roles == {Role.THERAPIST, Role.ADMIN}
    with unit_of_work(practice):
        admin = Membership.role == Role.ADMIN
        db.session.scalars(
            select(Membership).where(Membership.person_id == both.person_id, admin)
        ).one().ended_at = now()
    assert opened(practice, cookie).roles == {Role.THERAPIST}


def test_ending_all_ends_one_persons(practice, ana, mara):
    hers, again, theirs = start(ana), start(ana), start(mara)
    with unit_of_work(practice):
        assert sessions.end_all(ana.person_id) == 2
    assert [opened(practice, cookie) for cookie in (hers, again)] == [None, None]
    assert opened(practice, theirs) is not None


def test_what_is_over_is_swept_away_with_its_sealed_key(practice, ana):
    with time_machine.travel(NOON, tick=False) as clock:
        start(ana)
        clock.shift(timedelta(minutes=20))
        fresh = start(ana)
        clock.shift(timedelta(minutes=11))
        with unit_of_work(practice):
            sessions.sweep()
            assert len(db.session.scalars(select(SignedIn)).all()) == 1
        assert opened(practice, fresh) is not None
