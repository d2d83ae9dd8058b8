"""Waits: they grow with each failure, by account and by address, outlive a restart and never lock anybody out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, TooSoon
from portal.domain.accounts import tries
from portal.models.people import Tries
from tests.cast import add_person, found_practice
from tests.domain.guesses import HERE, PASSWORD, fail, sign_in, wait_for

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def practice(house):
    return found_practice("willow")


@pytest.fixture
def ana(practice):
    return add_person(practice, "Ana", Role.CLIENT, password=PASSWORD)


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (500, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(count, seconds):
    assert tries.wait_after(count, free=5) == timedelta(seconds=seconds)


def test_after_five_failures_the_wait_grows_and_a_refusal_is_remembered(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1
        assert wait_for(ana.practice_id) == 1, "asking too soon must not make it longer"
        clock.shift(1)
        fail(ana.practice_id)
        assert wait_for(ana.practice_id) == 2
        clock.shift(1)
        assert wait_for(ana.practice_id) == 1
        clock.shift(1)
        assert sign_in(ana.practice_id), "nobody is locked out for good"


def test_a_good_sign_in_starts_the_count_anew(ana):
    with time_machine.travel(NOON, tick=False):
        fail(ana.practice_id, 4)
        sign_in(ana.practice_id)
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1


def test_a_name_nobody_has_makes_one_wait_just_as_long(practice):
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5, name="Nobody")
        assert wait_for(practice, name=" nobody") == 1


def test_other_people_do_not_wait(practice, ana):
    add_person(practice, "Ben", Role.CLIENT, password=PASSWORD)
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5)
        assert sign_in(practice, "ben@example.org")


def test_one_address_trying_many_names_waits_and_other_addresses_do_not(practice, ana):
    with time_machine.travel(NOON, tick=False):
        for number in range(tries.ADDRESS_FREE):
            fail(practice, name=f"guess {number}")
        assert wait_for(practice) == 1
        assert sign_in(practice, address="198.51.100.7")


def test_good_sign_ins_do_not_count_against_an_address(practice, ana):
    with time_machine.travel(NOON, tick=False):
        for _ in range(tries.ADDRESS_FREE + 1):
            assert sign_in(practice)


def test_another_practice_knows_nothing_of_the_tries(practice, ana):
    oak = found_practice("oak")
    add_person(oak, "Ana", Role.CLIENT, password=PASSWORD)
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5)
        assert sign_in(oak)


def test_the_table_knows_neither_names_nor_addresses(practice, ana):
    fail(practice)
    with unit_of_work(practice):
        for door in db.session.scalars(select(Tries.door)):
            assert b"ana" not in door
            assert HERE.encode() not in door


def test_a_day_without_a_try_is_forgotten_and_swept(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(ana.practice_id, 5)
        clock.shift(timedelta(days=1, seconds=1))
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1
        with unit_of_work(ana.practice_id):
            tries.sweep()
            assert len(db.session.scalars(select(Tries)).all()) == 2
        clock.shift(timedelta(days=1, seconds=1))
        with unit_of_work(ana.practice_id):
            tries.sweep()
            assert db.session.scalars(select(Tries)).all() == []


def test_the_wait_outlives_a_restart_and_holds_on_another_node(ana, another_app):
    with time_machine.travel(NOON, tick=False):
        fail(ana.practice_id, 5)
        with another_app().app_context():
            assert wait_for(ana.practice_id) == 1
            db.session.remove()


def test_many_at_once_count_as_many(house, ana):
    """Eight guesses at the same moment: five are looked at, three are told to wait."""
    ended = []

    def guess():
        with house.app_context():
            try:
                sign_in(ana.practice_id, password="not this one at all")
            except (Invalid, TooSoon) as problem:
                ended.append(type(problem))
            db.session.remove()

    with time_machine.travel(NOON, tick=False):
        threads = [threading.Thread(target=guess) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(kind.__name__ for kind in ended) == ["Invalid"] * 5 + ["TooSoon"] * 3
