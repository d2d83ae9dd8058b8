"""Check-ins: five levels, a line if somebody likes, gaps that stay gaps."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.core.language import speaking
from portal.domain import journal, measures, mood, vault
from portal.models.mood import Checkin
from portal.models.people import Person
from portal.models.vault import Item, ItemKey
from tests.acts import at_work
from tests.domain.check_ins import TUESDAY, check_in, recent


def read(actor, checkin_id):
    with at_work(actor):
        return mood.read(actor, checkin_id)


def items_of(checkin_id):
    """The kinds of the items a check-in consists of."""
    things = Item.thing_id.in_([checkin_id, mood.words_of(checkin_id)])
    return sorted(db.session.execute(select(Item.kind, Item.version).where(things)).all())


def how_many(actor):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(Checkin))


def test_words_come_back_as_they_were_said(sam):
    said = mood.Words.checked(
        "  \u200f\u05e9\u05dc\u05d5\u05dd <b>  and\nmore ",
        ["Calm", " calm ", "\u05e9\u05e7\u05d8"],
        2,
        ["Walked", "", "  "],
    )
    reading = read(sam, check_in(sam, 3, words=said)).reading
    assert reading.words == mood.Words(
        "\u200f\u05e9\u05dc\u05d5\u05dd <b> and more", ("Calm", "\u05e9\u05e7\u05d8"), 2, ("Walked",)
    )
    assert (reading.level, reading.on_day, reading.version) == (3, date(2025, 11, 18), 1)


def test_a_word_of_ours_is_read_in_the_readers_language_and_one_of_somebodys_own_as_it_was_said(sam):
    words = mood.Words.checked(feelings=["calm", "Worn out", "beleaguered"], activities=["alone"])
    checkin_id = check_in(sam, 3, words=words)
    assert read(sam, checkin_id).reading.words == words
    with at_work(sam), speaking("de"):
        found = mood.read(sam, checkin_id).reading.words
        assert (found.feelings, found.activities) == (("ruhig", "ausgelaugt", "beleaguered"), ("allein",))
        german = mood.check_in(sam, 3, found)
    assert read(sam, german).reading.words.feelings == ("calm", "worn out", "beleaguered")
    with at_work(sam):
        assert mood.own(sam).feelings == ("beleaguered",), "none of ours is offered as their own, in any language"


def test_the_words_lie_under_a_key_of_their_own_and_only_when_there_are_any(sam):
    alone, with_words = check_in(sam, 2), check_in(sam, 2, "Only mine.")
    with at_work(sam):
        assert items_of(alone) == [("checkin", 1)]
        assert items_of(with_words) == [("checkin", 1), ("checkin-words", 1)]
        level = vault.latest_readable(sam.keys, [with_words])[with_words].data
    assert json.loads(level) == {"level": 2}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("feelings", {"feelings": ["x" * 41]}),
        ("feelings", {"feelings": [str(number) for number in range(21)]}),
        ("feelings", {"feelings": ["bell \x07"]}),
        ("activities", {"activities": ["half \ud83d"]}),
        ("energy", {"energy": 6}),
    ],
)
def test_words_that_cannot_be_kept_are_refused_where_they_stand(field, said):
    with pytest.raises(Invalid) as problem:
        mood.Words.checked(**said)
    assert problem.value.field == field


# ------------------------------------------------------------------ changing and taking away


def change(actor, checkin_id, base, level, words=None, **more):
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False), at_work(actor):
        return mood.change(actor, checkin_id, base, level, words or mood.Words(), **more)


def test_a_change_takes_the_place_of_what_stood_there(sam):
    checkin_id = check_in(sam, 2, "Not so good.")
    assert change(sam, checkin_id, 1, 3) == 2
    assert (read(sam, checkin_id).reading.level, read(sam, checkin_id).reading.words) == (3, None)
    with at_work(sam):
        assert items_of(checkin_id) == [("checkin", 2)]
    assert recent(sam)[-1].level == 3


def test_saying_the_same_again_changes_nothing(sam):
    checkin_id = check_in(sam, 2, "So-so.")
    assert change(sam, checkin_id, 1, 2, mood.Words("So-so.")) == 1


def test_the_form_sent_again_with_another_time_is_kept_with_that_time(sam):
    checkin_id = check_in(sam, 2, checkin_id=uuid4(), moment=TUESDAY - timedelta(hours=3))
    check_in(sam, 3, checkin_id=checkin_id, moment=TUESDAY - timedelta(hours=5))
    mine = read(sam, checkin_id)
    assert (mine.reading.level, mine.at) == (3, TUESDAY - timedelta(hours=5))


def test_two_windows_never_overwrite_one_another_unseen(sam):
    checkin_id = check_in(sam, 2)
    change(sam, checkin_id, 1, 3, mood.Words("First."))
    with pytest.raises(mood.BothChanged) as both:
        change(sam, checkin_id, 1, 4, mood.Words("Second."))
    assert (both.value.kept.version, both.value.kept.level, both.value.kept.words.line) == (2, 3, "First.")
    assert change(sam, checkin_id, 2, 4, mood.Words("Second.")) == 3


def test_a_check_in_can_be_about_an_earlier_moment_of_any_day(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    checkin_id = check_in(sam, 4, moment=datetime(2025, 11, 14, 23, 30, tzinfo=UTC))
    mine = read(sam, checkin_id)
    assert (mine.reading.on_day, mine.at.hour) == (date(2025, 11, 15), 12)
    change(sam, checkin_id, 1, 4, moment=datetime(2025, 11, 13, 9, tzinfo=UTC))
    assert read(sam, checkin_id).reading.on_day == date(2025, 11, 13)
    change(sam, checkin_id, 2, 4, moment=datetime(2025, 11, 12, 7, 15))  # noqa: DTZ001 - as the clock there shows it
    assert read(sam, checkin_id).at.isoformat() == "2025-11-12T07:15:00+13:00"


def test_the_night_belongs_to_the_day_before_for_whom_days_begin_later(sam):
    """For check-ins, notes and questionnaires alike; what is here already keeps its day, also when it is changed."""
    night = datetime(2025, 11, 18, 1, 30, tzinfo=UTC)
    before = check_in(sam, 2, moment=night)
    with at_work(sam):
        db.session.get(Person, sam.person_id).day_begins = 4
    after = [check_in(sam, 3, moment=night + timedelta(hours=hours)) for hours in (0, 2.4, 2.6)]
    assert [read(sam, one).reading.on_day.day for one in (before, *after)] == [18, 17, 17, 18]
    change(sam, before, 1, 4)
    assert read(sam, before).reading.on_day.day == 18
    with time_machine.travel(night, tick=False), at_work(sam):
        assert journal.read(sam, journal.write(sam, "A night.")).on_day == date(2025, 11, 17)
        assert journal.read(sam, journal.write(sam, "By the calendar.", on_day=night.date())).on_day == night.date()
        with pytest.raises(Invalid):
            journal.write(sam, "Ahead.", on_day=date(2025, 11, 19))
        pack = measures.here().offered()[0]
        measures.keep(sam, pack, {pack.items[0].id: 0}, gaps=True)
        assert measures.looked_at(sam).records[0].on_day == date(2025, 11, 17)


def test_a_day_begins_by_the_clock_on_the_wall_also_when_the_clock_is_changed():
    back = datetime(2025, 10, 26, tzinfo=UTC)  # in Berlin the hour from two to three comes twice
    days = [clock.day_of(back + timedelta(hours=hours), "Europe/Berlin", 3).day for hours in (0, 1, 1.9, 2)]
    assert days == [25, 25, 25, 26]


@pytest.mark.parametrize(
    "moment", [TUESDAY + timedelta(hours=1), datetime(1899, 12, 31, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)]
)
def test_a_moment_that_cannot_be_is_refused(sam, moment):
    with pytest.raises(Invalid) as problem:
        check_in(sam, 4, moment=moment)
    assert problem.value.field == "day"
    assert how_many(sam) == 0


def test_what_is_taken_away_is_gone_at_once_for_good_and_nothing_of_it_lies_anywhere(sam):
    checkin_id = check_in(sam, 1, "Gone.")
    with at_work(sam):
        mood.remove(sam, checkin_id)
        assert items_of(checkin_id) == []
        with pytest.raises(NotFound):
            mood.read(sam, checkin_id)
    assert how_many(sam) == 0
    assert {day.level for day in recent(sam)} == {None}


@pytest.mark.parametrize("other", ["ben", "foreign_client", "mara", "olga"])
def test_nobody_else_reads_changes_or_takes_away(cast, other):
    checkin_id, actor = check_in(cast.ana, 2), getattr(cast, other)
    with at_work(actor):
        for verb in (mood.read, mood.remove, lambda who, which: mood.change(who, which, 1, 5)):
            with pytest.raises(NotFound):
                verb(actor, checkin_id)
    assert read(cast.ana, checkin_id).reading.level == 2


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
    assert check_in(sam, 4, checkin_id=checkin_id) == checkin_id
    assert (how_many(sam), recent(sam)[-1].level) == (1, 4)


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
