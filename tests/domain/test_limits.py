"""How fast one may ask for what costs much: some at once, then one now and then; one count for all nodes."""

import threading
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.core import crypto
from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Busy, TooSoon
from portal.domain import disclosures, limits
from portal.domain.limits import LIMITS, Act, Limit
from portal.models.limits import Pace
from tests.acts import at_once
from tests.cast import add_person, found_practice

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def three_then_one_a_minute(monkeypatch):
    monkeypatch.setitem(LIMITS, Act.SUMMARY, Limit(3, timedelta(minutes=1)))


@pytest.fixture
def mara(house):
    return add_person(found_practice("willow"), "Mara", Role.THERAPIST)


def use(actor, act=Act.SUMMARY):
    with unit_of_work(actor.practice_id):
        limits.use(actor, act)


def wait_of(actor):
    with pytest.raises(TooSoon) as too_soon:
        use(actor)
    return too_soon.value.wait


def test_some_come_at_once_and_then_one_each_minute(mara, three_then_one_a_minute):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            use(mara)
        assert wait_of(mara) == 60
        clock.shift(20)
        assert wait_of(mara) == 40, "asking in vain does not make it longer"
        clock.shift(40)
        use(mara)
        assert wait_of(mara) == 60
        clock.shift(3600)
        for _ in range(3):
            use(mara)


def test_another_person_and_another_act_have_counts_of_their_own(mara, three_then_one_a_minute):
    idris = add_person(mara.practice_id, "Idris", Role.THERAPIST)
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            use(mara)
        use(idris)
        use(mara, Act.INVITATION)
        assert wait_of(mara) == 60, "theirs took nothing from hers"


def test_what_did_not_happen_is_not_counted(mara, three_then_one_a_minute):
    with time_machine.travel(NOON, tick=False):
        for _ in range(9):
            with pytest.raises(RuntimeError), unit_of_work(mara.practice_id):
                limits.use(mara, Act.SUMMARY)
                raise RuntimeError
        use(mara)


def test_a_second_node_and_a_restart_go_on_with_the_same_count(mara, three_then_one_a_minute, another_app):
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            use(mara)
        with another_app(redis_url=None).app_context():
            assert wait_of(mara) == 60


def test_two_at_the_same_moment_count_as_two(house, mara, three_then_one_a_minute):
    use(mara)
    use(mara)
    problems = at_once(house, lambda: use(mara))
    assert [type(problem) for problem in problems] == [TooSoon]


def test_every_act_has_its_limit_and_one_archive_too_many_has_to_wait(mara, monkeypatch):
    assert set(LIMITS) == set(Act)
    monkeypatch.setitem(LIMITS, Act.ARCHIVE, Limit(1, timedelta(minutes=1)))
    olga = add_person(mara.practice_id, "Olga", Role.ADMIN)
    for problem in (nullcontext(), pytest.raises(TooSoon)):
        with problem, unit_of_work(olga.practice_id):
            disclosures.about_person(olga, mara.person_id)


def test_what_limits_nobody_any_more_goes_and_no_row_names_anybody(mara):
    with time_machine.travel(NOON, tick=False) as clock:
        use(mara)
        with unit_of_work(mara.practice_id):
            limits.sweep()
            assert mara.person_id.bytes not in db.session.query(Pace).one().door
        clock.shift(3600)
        with unit_of_work(mara.practice_id):
            limits.sweep()
            assert not db.session.query(Pace).count()


def test_of_a_flood_of_password_hashes_six_find_a_place_and_the_rest_are_told_at_once():
    cost, outcome, all_here = crypto.Cost(64 * 1024, 2), [], threading.Barrier(30)

    def hash_one():
        all_here.wait()
        try:
            outcome.append(crypto.stretch("a password", bytes(16), bytes(32), cost))
        except Busy:
            outcome.append(None)

    threads = [threading.Thread(target=hash_one) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [one for one in outcome if one]
    assert 6 <= len(made) < 30
    assert len(set(made)) == 1
    assert crypto.stretch("a password", bytes(16), bytes(32), cost) == made[0], "the line is free again"
