"""A year in squares: a row for each month, every day a square, as full as its level."""

import re
from datetime import date, timedelta

from portal.core import squares

FIRST = date(2024, 11, 20)
SQUARE = re.compile(r"M(\d+) (\d+)h8v(-?[\d.]+)")


def drawn(levels):
    return squares.draw(FIRST, 365, levels, 5)


def test_every_day_has_a_square_and_no_two_lie_on_one_another():
    made = drawn({})
    wells = SQUARE.findall(made.wells)
    assert len(wells) == len(set(wells)) == 365
    assert (made.months[0], made.months[-1], len(made.months)) == ("Nov 2024", "Nov 2025", 13)
    assert made.filled == ()


def test_a_square_lies_in_the_row_of_its_month_and_is_as_full_as_its_level():
    made = drawn({FIRST: 1, date(2024, 12, 1): 5, date(2024, 12, 2): 2.5})
    assert [(level, SQUARE.findall(path)) for level, path in made.filled] == [
        (1, [("191", "9", "-1.6")]),
        (3, [("11", "19", "-4")]),
        (5, [("1", "19", "-8")]),
    ]


def test_a_day_without_a_level_stays_empty():
    every_other = {FIRST + timedelta(days=number): 3 for number in range(0, 365, 2)}
    [(_, path)] = drawn(every_other).filled
    assert len(SQUARE.findall(path)) == len(every_other)
