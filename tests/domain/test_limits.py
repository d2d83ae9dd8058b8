"""How fast one may ask for what costs much: some at once, then one now and then; one count for all nodes."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core import crypto
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Busy, TooSoon
from portal.domain import disclosures, exports, invitations, journal, limits, rosters
from portal.domain.audit import Seek
from portal.domain.limits import LIMITS, Act, Limit
from portal.models.files import File
from portal.models.invitations import SlipSheet
from portal.models.limits import Pace
from portal.models.outbox import JobRow
from portal.models.people import Invitation, Person
from portal.models.vault import Item
from tests.acts import at_once, at_work
from tests.cast import add_person, found_practice
from tests.domain.test_rosters import bring
from tests.summary_stories import here

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


def test_everybody_in_a_practice_together_has_a_limit_too(house, mara, monkeypatch):
    monkeypatch.setitem(LIMITS, Act.ROSTER, Limit(3, timedelta(minutes=1)))
    monkeypatch.setitem(limits.OF_ALL, Act.ROSTER, Limit(3, timedelta(minutes=1)))
    others = [add_person(mara.practice_id, name, Role.ADMIN) for name in ("Olga", "Nell")]
    use(mara, Act.ROSTER)
    use(others[0], Act.ROSTER)
    two = iter(others)
    problems = at_once(house, lambda: use(next(two), Act.ROSTER))
    assert [problem.words for problem in problems] == [limits.WORDS[Act.ROSTER]], "two admins, and room for one list"
    use(add_person(found_practice("elm"), "Rita", Role.ADMIN), Act.ROSTER)


def test_where_the_practice_has_no_room_nobody_has_paid(mara, monkeypatch):
    """Each admin under a limit of their own: pressing again in vain does not lock them out by themselves."""
    monkeypatch.setitem(LIMITS, Act.ROSTER, Limit(2, timedelta(minutes=1)))
    monkeypatch.setitem(limits.OF_ALL, Act.ROSTER, Limit(1, timedelta(minutes=1)))
    olga = add_person(mara.practice_id, "Olga", Role.ADMIN)
    with time_machine.travel(NOON, tick=False) as clock:
        use(olga, Act.ROSTER)
        with unit_of_work(mara.practice_id):
            for _ in range(5):
                with pytest.raises(TooSoon):
                    limits.use(mara, Act.ROSTER)
        clock.shift(60)
        with unit_of_work(mara.practice_id):
            assert limits.use(mara, Act.ROSTER) == timedelta(), "nothing of hers was counted"


def test_many_at_once_have_room_or_none_and_those_after_them_wait_their_turn(mara, monkeypatch):
    monkeypatch.setitem(LIMITS, Act.MAILS, Limit(5, timedelta(seconds=6)))
    with time_machine.travel(NOON, tick=False), unit_of_work(mara.practice_id):
        assert limits.use(mara, Act.MAILS, 3) == timedelta()
        with pytest.raises(TooSoon) as problem:
            limits.use(mara, Act.MAILS, 3)
        assert problem.value.wait == 6
        assert limits.use(mara, Act.MAILS, 2) == timedelta(seconds=18)


def test_every_act_has_its_limit_and_whoever_is_refused_has_lost_nothing(mara, monkeypatch):
    """Lists, slips, new invitations, the log as a file, an archive, files of a client: each verb asks, and first."""
    assert set(LIMITS) == set(Act) == set(limits.WORDS)
    olga, sam = (
        add_person(mara.practice_id, name, role) for name, role in (("Olga", Role.ADMIN), ("Sam", Role.CLIENT))
    )
    here(sam, journal.write, sam, "Some words.", "")
    pim = here(olga, invitations.invite, olga, "Pim", "pim", Role.CLIENT).person_id
    roster_id = bring(olga, "Name,Sign-in name\nAna,ana\n")
    for act in (Act.ROSTER, Act.SLIPS, Act.INVITATION, Act.LOG_FILE, Act.ARCHIVE, Act.FILE):
        monkeypatch.setitem(LIMITS, act, Limit(0, timedelta(minutes=1)))
    today, slip = now().date(), invitations.Printed("Pim", "", "BCD FGH", "1 May")
    before = here(olga, rows_of_all)
    for actor, verb, *rest in (
        (olga, rosters.prepare, roster_id, 2),
        (olga, invitations.ask_sheet, [slip], uuid4()),
        (olga, invitations.print_new, [pim], uuid4()),
        (olga, invitations.renew, pim),
        (olga, invitations.invite, "Kim", "kim", Role.CLIENT),
        (olga, disclosures.log_file, Seek(), "csv"),
        (olga, disclosures.ask, sam.person_id, uuid4()),
        (sam, exports.print_notes, today - timedelta(days=1), today + timedelta(days=1), uuid4()),
    ):
        with at_work(actor):
            with pytest.raises(TooSoon):
                verb(actor, *rest)
            db.session.flush()
            assert rows_of_all() == before, verb


def rows_of_all():
    """How many rows there are of what these acts make: a refusal on a page commits what came before it."""
    tables = (Person, Invitation, SlipSheet, File, Item, JobRow)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


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
