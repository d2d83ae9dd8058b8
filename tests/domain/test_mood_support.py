"""The support card: after the lowest level twice in three days, until it is put away, and again when things change."""

from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from portal.core.db import db
from portal.domain import mood, vault
from portal.models.audit import AuditRow
from portal.models.vault import Item
from tests.acts import at_work
from tests.domain.check_ins import TUESDAY, check_in
from tests.statements import counted


def now(actor, verb, at=TUESDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor)


def hours(ago):
    return TUESDAY - timedelta(hours=ago)


def test_it_comes_after_the_lowest_level_twice_within_three_days(sam):
    check_in(sam, 1, at=hours(71))
    assert now(sam, mood.support) is None
    latest = check_in(sam, 1, at=hours(1))
    assert now(sam, mood.support) == mood.Support(latest)
    assert now(sam, mood.today).support == mood.Support(latest)


@pytest.mark.parametrize(("level", "ago"), [(2, 1), (1, 73)])
def test_it_does_not_come_for_another_level_or_a_longer_while(sam, level, ago):
    check_in(sam, 1, at=hours(0))
    check_in(sam, level, at=hours(ago))
    assert now(sam, mood.support) is None


def test_once_put_away_it_stays_away_until_a_further_one(sam):
    for ago in (3, 2):
        check_in(sam, 1, at=hours(ago))
    now(sam, mood.put_away)
    assert now(sam, mood.support) is None
    check_in(sam, 2, at=hours(1))
    assert now(sam, mood.support) is None
    again = check_in(sam, 1, at=hours(0))
    assert now(sam, mood.support) == mood.Support(again)
    now(sam, mood.put_away)
    assert now(sam, mood.support) is None


def test_it_goes_by_itself_when_the_days_have_passed_or_the_level_was_another(sam):
    check_in(sam, 1, at=hours(2))
    slip = check_in(sam, 1, at=hours(1))
    assert now(sam, mood.support, TUESDAY + timedelta(days=3)) is None
    now(sam, lambda actor: mood.change(actor, slip, 1, 3))
    assert now(sam, mood.support) is None


def test_nothing_tells_a_thief_or_the_log_that_it_came_or_was_put_away(sam):
    """What is kept about it lies in an item that is there from the first check-in of anybody on."""
    check_in(sam, 4, at=hours(5))
    with at_work(sam):
        before = db.session.scalars(select(Item.kind)).all()
        lines = db.session.scalars(select(AuditRow.event)).all()
    for ago in (3, 2):
        check_in(sam, 1, at=hours(ago))
    now(sam, mood.put_away)
    with at_work(sam):
        after = db.session.scalars(select(Item.kind)).all()
        assert sorted(after) == sorted([*before, "checkin", "checkin"])
        assert len(db.session.scalars(select(AuditRow.event)).all()) == len(lines) + 2


def test_nor_does_the_moment_of_that_item(sam):
    def moments():
        with at_work(sam):
            items = select(Item.kind, Item.created_at).order_by(Item.created_at)
            return dict(db.session.execute(items).all())

    check_in(sam, 3, words=mood.Words(feelings=("Weltschmerz",)), at=hours(5))
    before = moments()["checkin-own"]
    for ago in (3, 2):
        check_in(sam, 1, at=hours(ago))
    now(sam, mood.put_away)
    now(sam, lambda actor: mood.forget_words(actor, ["Weltschmerz"], []))
    assert moments()["checkin-own"] == before == hours(5)


def test_own_words_of_several_windows_at_once_are_all_kept(sam):
    app, problems = current_app._get_current_object(), []

    def work(number):
        try:
            with app.app_context(), at_work(sam):
                mood.check_in(sam, 3, mood.Words(feelings=(f"word {number}",)))
        except Exception as problem:  # noqa: BLE001 - told by the test
            problems.append(problem)

    check_in(sam, 3)
    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert set(now(sam, mood.own).feelings) == {f"word {number}" for number in range(6)}


def test_own_words_are_offered_again_until_they_are_not_wanted(sam):
    check_in(sam, 3, words=mood.Words(feelings=("calm", "Weltschmerz"), activities=("Outside", "choir")))
    assert now(sam, mood.own) == mood.Own(("Weltschmerz",), ("choir",))
    check_in(sam, 3, words=mood.Words(feelings=("weltschmerz", "saudade")))
    assert now(sam, mood.own).feelings == ("Weltschmerz", "saudade")
    now(sam, lambda actor: mood.forget_words(actor, ["saudade"], ["choir"]))
    assert now(sam, mood.own) == mood.Own(("Weltschmerz",), ())


def test_what_is_kept_about_check_ins_is_ones_own(sam, mara):
    check_in(sam, 3, words=mood.Words(feelings=("Weltschmerz",)))
    assert now(mara, mood.own) == mood.Own()
    with at_work(mara):
        assert list(vault.read_all(mara.keys, ["checkin-own"])) == []


def test_five_years_cost_today_no_more_than_a_week(sam):
    def asked(verb):
        with counted() as statements:
            now(sam, verb)
        return len(statements)

    check_in(sam, 3)
    few = asked(mood.today)
    for weeks in range(1, 40):
        check_in(sam, 3, at=TUESDAY - timedelta(weeks=6 * weeks))
    assert asked(mood.today) == few
    assert [day.level for day in now(sam, mood.today).week] == [None] * 6 + [3]
