"""Where a chart puts what: gaps stay gaps, several levels of a day all show, and dates never run into one another."""

from dataclasses import astuple
from datetime import date, timedelta
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given

from portal.core import chart
from portal.core.chart import Scale
from portal.core.pdf.drawing import FONTS
from tests.charts import FORTNIGHT, MONTHS, NAMES, PHONE, drawn, of_days

PHONE_TEXT = 12  # CSS pixels
DESKTOP, DESKTOP_TEXT = 27 * 13, 13  # where all dates begin to show


def place(day, days):
    return round(100 * (2 * day + 1) / (2 * days), 2)


# ------------------------------------------------------------------ dots and lines


def test_a_level_is_as_high_as_its_row():
    made = drawn([(level,) for level in range(1, 6)])
    heights = {row.name: row.y for row in made.rows}
    assert [dot.y for dot in made.dots] == [heights[name] for name in NAMES]
    assert [dot.y for dot in made.dots] == sorted([dot.y for dot in made.dots], reverse=True)


def test_a_day_stands_in_the_middle_of_its_column():
    assert [dot.x for dot in drawn([(3,)] * 4).dots] == [12.5, 37.5, 62.5, 87.5]
    assert [dot.x for dot in drawn([(3,)]).dots] == [50]


def test_a_line_joins_neighbouring_days_and_no_others():
    joined = [(line.x1, line.x2) for line in drawn(FORTNIGHT).joins]
    assert joined == [(place(at, 14), place(at + 1, 14)) for at in (0, 1, 4, 5, 11, 12)]


@given(of_days)
def test_nothing_is_drawn_on_or_across_a_day_without_a_level(of_day):
    made = drawn(of_day)
    days = len(of_day)
    empty = {place(at, days) for at, said in enumerate(of_day) if not said}
    assert {dot.x for dot in (*made.dots, *made.small)} & empty == set()
    for line in (*made.joins, *made.spans):
        assert not [x for x in empty if line.x1 <= x <= line.x2]
    assert len(made.joins) == sum(bool(one and other) for one, other in pairwise(of_day))


@given(of_days)
def test_every_level_of_a_day_is_drawn_the_last_one_large(of_day):
    made = drawn(of_day)
    for at, said in enumerate(of_day):
        x = place(at, len(of_day))
        assert [dot.level for dot in made.dots if dot.x == x] == list(said[-1:])
        assert {dot.level for dot in made.small if dot.x == x} == set(said) - set(said[-1:])
        heights = {dot.y for dot in (*made.dots, *made.small) if dot.x == x}
        span = [(line.y1, line.y2) for line in made.spans if line.x1 == line.x2 == x]
        assert span == ([(max(heights), min(heights))] if len(set(said)) > 1 else [])


def test_a_line_runs_from_dot_to_dot():
    made = drawn([(4, 1), (2,), (5,)])
    ends = [(dot.x, dot.y) for dot in made.dots]
    assert [astuple(line) for line in made.joins] == [one + other for one, other in pairwise(ends)]


def test_days_outside_are_left_out():
    day = date(2025, 11, 5)
    levels = {day - timedelta(days=1): [5], day: [1], day + timedelta(days=2): [5]}
    made = chart.draw(day, 2, levels, Scale(NAMES, "-"), [day - timedelta(days=1), day + timedelta(days=9)])
    assert [(dot.level, dot.x) for dot in made.dots] == [(1, 25)]
    assert made.marks == ()
    assert made.counted.highest == 1


def test_a_marked_day_gets_its_vertical_whether_it_has_a_level_or_not():
    made = drawn(FORTNIGHT, marked=[0, 7])
    assert made.marks == (place(0, 14), place(7, 14))
    assert [at for at, day in enumerate(made.told) if day.is_marked] == [0, 7]


@pytest.mark.parametrize("days", [46, 90, 120])
@pytest.mark.parametrize(("wide", "high"), [(184, 168), (260, 168), (500, 221), (500, 166)])
def test_where_days_are_many_one_day_without_a_dot_still_shows(days, wide, high):
    """SVG takes a radius in percent of the diagonal divided by the square root of two."""
    radius = float(drawn([(3,)] * days).pen.dot.removesuffix("%")) / 100 * ((wide**2 + high**2) / 2) ** 0.5
    assert 0.5 * wide / days < radius < 0.85 * wide / days


@pytest.mark.parametrize("days", [7, 14, 30, 45])
def test_where_days_are_few_too(days):
    assert float(drawn([(3,)] * days).pen.dot) < {45: 4.6, 30: 6.2, 14: 13, 7: 26}[days]  # a day's width on a phone


# ------------------------------------------------------------------ what is counted


@given(of_days)
def test_what_is_counted_is_what_is_drawn(of_day):
    made = drawn(of_day)
    counted = made.counted
    assert counted.days == len(of_day) == len(made.told)
    assert counted.filled == len(made.dots) == sum(day.said != "No check-in" for day in made.told)
    assert counted.several == sum(len(said) > 1 for said in of_day)
    seen = [dot.level for dot in (*made.dots, *made.small)]
    assert counted.lowest == min(seen, default=None)
    assert counted.highest == max(seen, default=None)


@pytest.mark.parametrize(
    ("of_day", "level"),
    [
        ([(3,), (3,), (1,)], 3),
        ([(3,), (3,), (1,), (2,)], None),  # half is not most
        ([(5, 3), (5, 3), (5,)], 3),  # the last of each day
        ([(), ()], None),
        ([(4,)], 4),
    ],
)
def test_mostly_is_more_than_half_of_the_dots(of_day, level):
    assert drawn(of_day).counted.mostly == level


# ------------------------------------------------------------------ words


def test_each_day_says_all_its_levels_in_order():
    assert [day.said for day in drawn([(4, 1, 1), (), (2,)]).told] == [
        "Good, then very low, then very low",
        "No check-in",
        "Low",
    ]
    assert [day.day for day in drawn([(1,), ()]).told] == ["Wednesday 5 November", "Thursday 6 November"]


@pytest.mark.parametrize(
    ("first", "days", "period"),
    [
        (date(2025, 11, 5), 14, "5 to 18 November 2025"),
        (date(2025, 10, 28), 14, "28 October to 10 November 2025"),
        (date(2025, 12, 28), 8, "28 December 2025 to 4 January 2026"),
        (date(2025, 11, 5), 1, "5 November 2025"),
    ],
)
def test_the_period_is_said_in_as_few_words_as_it_needs(first, days, period):
    assert drawn([()] * days, first).period == period


def test_over_new_year_each_day_has_its_year():
    days = [day.day for day in drawn([()] * 2, date(2025, 12, 31)).told]
    assert days == ["Wednesday 31 December 2025", "Thursday 1 January 2026"]


# ------------------------------------------------------------------ dates along the bottom


@pytest.fixture(scope="module")
def width_of():
    """The width of words in em, in the shipped font."""
    font = TTFont(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")
    widths, signs = font["hmtx"], font.getBestCmap()
    return lambda words: sum(widths[signs[ord(sign)]][0] for sign in words) / font["head"].unitsPerEm


def nearest(labels, width_of, plot, text):
    """The least room between two labels, in pixels."""
    edges = [(label.x / 100 * plot, width_of(label.words) * text / 2) for label in labels]
    return min((right - rest - left - half for (left, half), (right, rest) in pairwise(edges)), default=99)


@pytest.mark.parametrize("days", [*range(1, 32), 45, 60, 89, 90, 91, 366])
def test_dates_never_run_into_one_another(width_of, days):
    for start in range(0, 366, 5):
        labels = drawn([()] * days, date(2024, 1, 1) + timedelta(days=start)).labels
        assert nearest([label for label in labels if label.room != "much"], width_of, PHONE, PHONE_TEXT) >= 8
        assert nearest(labels, width_of, DESKTOP, DESKTOP_TEXT) >= 6
        enlarged = [label for label in labels if label.room == "any"]
        assert nearest(enlarged, width_of, PHONE, 2 * PHONE_TEXT) >= 4


def test_dates_that_run_into_one_another_would_be_noticed(width_of):
    assert nearest(drawn(MONTHS).labels, width_of, PHONE, PHONE_TEXT) < 0


@pytest.mark.parametrize("days", [1, 2, 14, 30, 90])
def test_the_last_day_always_has_its_date(days):
    first = date(2025, 11, 5)
    last = first + timedelta(days=days - 1)
    label = drawn([()] * days, first).labels[-1]
    assert (label.words, label.room) == (f"{last.day} {last:%b}", "any")
    assert label.x == place(days - 1, days)
