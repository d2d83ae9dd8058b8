"""Check-ins: five levels, a line if somebody likes, gaps that stay gaps."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import mood, vault
from portal.models.mood import Checkin
from portal.models.people import Person
from portal.models.vault import Item, ItemKey
from tests.acts import at_work
from tests.statements import counted

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)


def check_in(actor, level, line="", *, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return mood.check_in(actor, level, line, **more)


def recent(actor, days=7, at=TUESDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        return mood.recent(actor, days)


def how_many(actor):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(Checkin))


def test_a_week_without_check_ins_is_seven_gaps(sam):
    week = recent(sam)
    assert [day.on_day for day in week] == [date(2025, 11, 12) + timedelta(days=n) for n in range(7)]
    assert {day.level for day in week} == {None}


def test_a_day_shows_its_last_check_in_and_a_gap_stays_a_gap(sam):
    check_in(sam, 2, at=TUESDAY - timedelta(days=2))
    check_in(sam, 4, "Slept", at=TUESDAY - timedelta(hours=3))
    check_in(sam, 1, at=TUESDAY - timedelta(hours=1))
    check_in(sam, 5, at=TUESDAY - timedelta(days=9))
    assert [day.level for day in recent(sam)] == [None, None, None, None, 2, None, 1]
    assert [day.line for day in recent(sam)][-1] == ""


def test_a_line_comes_back_as_it_was_typed(sam):
    check_in(sam, 3, "  \u200f\u05e9\u05dc\u05d5\u05dd <b>  and\nmore ")
    assert recent(sam)[-1].line == "\u200f\u05e9\u05dc\u05d5\u05dd <b> and more"


def test_the_days_are_those_of_the_writer(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    check_in(sam, 4)
    assert [(day.on_day, day.level) for day in recent(sam)][-1] == (date(2025, 11, 19), 4)


@pytest.mark.parametrize("level", [None, 0, 6, -1, "3"])
def test_there_are_five_levels(sam, level):
    with pytest.raises(Invalid) as problem:
        check_in(sam, level)
    assert problem.value.field == "level"
    assert how_many(sam) == 0


@pytest.mark.parametrize("line", ["x" * 281, "a\x00b", "half \ud83d", "bell \x07 rings"])
def test_a_line_that_cannot_be_kept_is_refused(sam, line):
    with pytest.raises(Invalid) as problem:
        check_in(sam, 3, line)
    assert problem.value.field == "line"
    assert how_many(sam) == 0


def test_a_form_sent_twice_makes_one_check_in(sam):
    checkin_id = uuid4()
    assert check_in(sam, 2, checkin_id=checkin_id) == check_in(sam, 2, checkin_id=checkin_id) == checkin_id
    assert how_many(sam) == 1


def test_somebody_elses_id_is_not_found(cast):
    checkin_id = check_in(cast.ana, 2)
    for actor in (cast.ben, cast.foreign_client):
        with pytest.raises(NotFound):
            check_in(actor, 5, checkin_id=checkin_id)


def test_only_clients_check_in(cast):
    with pytest.raises(Forbidden):
        check_in(cast.mara, 3)


def test_nobody_else_can_read_a_check_in(sam, mara):
    checkin_id = check_in(sam, 2, "Only mine.")
    with at_work(sam):
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == checkin_id)).one()
        assert db.session.scalar(select(func.count()).select_from(ItemKey).where(ItemKey.item_id == item_id)) == 1
        with pytest.raises(Locked):
            vault.read_one(mara.keys, item_id)
    assert {day.level for day in recent(mara)} == {None}


def test_the_week_asks_as_much_for_many_check_ins_as_for_few(sam):
    def asked():
        with counted() as statements:
            recent(sam)
        return len(statements)

    check_in(sam, 3)
    few = asked()
    for hours in range(1, 40):
        check_in(sam, 3, at=TUESDAY - timedelta(hours=hours))
    assert asked() == few
