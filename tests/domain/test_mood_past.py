"""Looking back on check-ins: the week, the chart, gaps that stay gaps, the sentence that counts what is drawn."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.core.chart import Counted
from portal.core.db import db
from portal.domain import mood
from portal.models.people import Person
from tests.acts import at_work
from tests.domain.check_ins import TUESDAY, check_in, recent
from tests.statements import counted


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


def test_the_days_are_those_of_the_writer(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    check_in(sam, 4)
    assert [(day.on_day, day.level) for day in recent(sam)][-1] == (date(2025, 11, 19), 4)


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


# ------------------------------------------------------------------ looking back


def look_back(actor, days=14, at=TUESDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        return mood.look_back(actor, days)


def drawn_days(past):
    """The days that have a dot, counted back from today."""
    return [back for back, day in enumerate(reversed(past.chart.told)) if day.said != "No check-in"]


def test_before_the_first_check_in_there_is_nothing_to_look_back_on(sam):
    past = look_back(sam)
    assert past.is_new
    assert past.told == "No check-ins in these 14 days."
    check_in(sam, 3, at=TUESDAY - timedelta(days=200))
    assert not look_back(sam).is_new
    assert look_back(sam).told == past.told


@pytest.mark.parametrize("days", mood.RANGES)
def test_each_range_holds_its_days_and_no_other(sam, days):
    for ago in (0, 13, 14, 29, 30, 89, 90):
        check_in(sam, 3, at=TUESDAY - timedelta(days=ago))
    past = look_back(sam, days)
    assert drawn_days(past) == [ago for ago in (0, 13, 14, 29, 30, 89) if ago < days]
    assert past.chart.counted.days == days
    assert past.chart.told[-1].day == "Tuesday 18 November" if days < 90 else "Tuesday 18 November 2025"


def test_each_check_in_of_a_day_shows_in_the_order_it_was_made(sam):
    for hours, level in ((9, 4), (5, 1), (1, 3)):
        check_in(sam, level, at=TUESDAY - timedelta(hours=hours))
    past = look_back(sam)
    assert past.chart.told[-1].said == "Good, then very low, then in between"
    assert [dot.level for dot in past.chart.dots] == [3]
    assert past.chart.counted.several == 1


def test_of_a_day_with_very_many_check_ins_the_last_ones_are_looked_at_and_no_other_day_suffers(sam):
    check_in(sam, 5, at=TUESDAY - timedelta(days=10))
    for minutes in range(mood.MOST_A_DAY + 3):
        check_in(sam, 1 if minutes >= mood.MOST_A_DAY else 4, at=TUESDAY - timedelta(minutes=minutes))
    past = look_back(sam)
    assert past.chart.told[-1].said.count("ood") == mood.MOST_A_DAY
    assert "low" not in past.chart.told[-1].said
    assert past.chart.told[3].said == "Very good"


def test_looking_back_keeps_to_the_days_of_the_writer(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    check_in(sam, 4, at=TUESDAY - timedelta(days=13))
    past = look_back(sam)
    assert past.chart.told[-1].day == "Wednesday 19 November"
    assert past.chart.told[0].said == "Good"


def test_a_day_written_in_another_zone_stays_the_day_it_was(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    check_in(sam, 4)  # it is Wednesday there
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "America/Los_Angeles"
    assert look_back(sam).chart.counted.filled == 0
    assert not look_back(sam).is_new
    assert drawn_days(look_back(sam, at=TUESDAY + timedelta(days=1))) == [0]


def test_nobody_looks_back_on_somebody_elses_days(sam, mara):
    check_in(sam, 2)
    assert look_back(mara).chart.counted.filled == 0


def test_looking_back_over_ninety_full_days_asks_as_much_as_over_one(sam):
    def asked():
        with counted() as statements:
            look_back(sam, 90)
        return sum(statement.startswith("SELECT") for statement in statements)

    check_in(sam, 3)
    few = asked()
    for ago in range(90):
        check_in(sam, 1 + ago % 5, at=TUESDAY - timedelta(days=ago, hours=1))
    assert look_back(sam, 90).chart.counted.filled == 90
    assert asked() == few == 4  # the zone, the days, the words, the consent they lie under


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((14, 0, 0, None, None, None), "No check-ins in these 14 days."),
        ((14, 1, 0, 2, 2, 2), "On 1 of 14 days you checked in. It was low."),
        ((14, 9, 0, 3, 1, 5), "On 9 of 14 days you checked in. Mostly in between."),
        ((14, 4, 0, None, 2, 4), "On 4 of 14 days you checked in. From low to good."),
        ((30, 3, 0, 4, 4, 4), "On 3 of 30 days you checked in. Each time good."),
        (
            (14, 1, 1, 4, 2, 4),
            "On 1 of 14 days you checked in. From low to good. On 1 day more than once: the larger dot is the last.",
        ),
        (
            (90, 60, 2, 5, 1, 5),
            "On 60 of 90 days you checked in. Mostly very good. On 2 days more than once: the larger dot is the last.",
        ),
    ],
)
def test_the_sentence_says_what_was_counted(numbers, said):
    assert mood.tell(Counted(*numbers)) == said


def test_the_sentence_can_be_about_somebody():
    assert mood.tell(Counted(14, 9, 0, 3, 1, 5), "Sam").startswith("On 9 of 14 days Sam checked in.")


# ------------------------------------------------------------------ the middle of seven days, a year, one by one


def test_the_middle_of_seven_days_is_drawn_where_three_of_them_have_a_check_in(sam):
    for ago, level in ((17, 5), (16, 5), (9, 2), (8, 4), (6, 4), (5, 1), (0, 3)):
        check_in(sam, level, at=TUESDAY - timedelta(days=ago))
    past = look_back(sam)
    heights = {row.name: row.y for row in past.chart.rows}
    assert [(bar.x1, bar.x2, bar.y1) for bar in past.chart.middles] == [
        (round(700 / 14, 2), round(800 / 14, 2), heights["Good"]),
        (round(800 / 14, 2), round(900 / 14, 2), heights["In between"]),
        (round(1300 / 14, 2), 100, heights["In between"]),
    ]


def test_the_first_day_of_the_chart_looks_at_the_six_days_before_it(sam):
    for ago in (13, 15, 19):
        check_in(sam, 2, at=TUESDAY - timedelta(days=ago))
    [bar] = look_back(sam).chart.middles
    assert bar.x1 == 0


def a_year(actor):
    with time_machine.travel(TUESDAY, tick=False), at_work(actor):
        return mood.year(actor)


def test_a_year_tells_each_month_and_counts_the_same_days_as_its_squares(sam):
    for ago, level in ((0, 4), (1, 1), (1, 2), (364, 5), (365, 3)):
        check_in(sam, level, at=TUESDAY - timedelta(days=ago))
    past = a_year(sam)
    assert past.told == "In these 365 days you checked in on 3."
    assert sum(path.count("M") for _, path in past.squares.filled) == 3
    assert sum(month.filled for month in past.months) == 3
    last = past.months[-1]
    assert (last.first, last.days, last.filled) == (date(2025, 11, 1), 18, 2)
    assert (last.lowest, last.highest, last.middle) == ("Very low", "Good", "Low to in between")


def test_a_year_asks_as_much_as_a_day(sam):
    def asked():
        with counted() as statements:
            a_year(sam)
        return len(statements)

    check_in(sam, 3)
    few = asked()
    for ago in range(0, 360, 4):
        check_in(sam, 3, at=TUESDAY - timedelta(days=ago, hours=2))
    assert asked() == few


def test_check_ins_come_one_by_one_newest_first_and_page_by_page(sam):
    made = [check_in(sam, 1 + ago % 5, f"Day {ago}", at=TUESDAY - timedelta(days=ago)) for ago in range(5)]
    with at_work(sam):
        first = mood.shelf(sam, most=3)
        second = mood.shelf(sam, first.older, most=3)
    assert [line.reading.id for line in (*first.lines, *second.lines)] == made
    assert [line.reading.words.line for line in second.lines] == ["Day 3", "Day 4"]
    assert second.older is None
