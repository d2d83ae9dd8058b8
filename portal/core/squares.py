"""A year in squares, as plain numbers: a row for each month, a square for each day, filled as high as its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from portal.core import dates

SIDE = 10  # units of a square with its margin
GAP = 1  # units of margin on each side
DAYS = 31  # squares of a row


@dataclass(frozen=True, slots=True)
class Squares:
    """What a template needs: names of the months, and paths in units of the box, each of many squares.

    `wells` is every day of the period; `filled` has a path for each level that occurs, lowest first.
    """

    months: tuple[str, ...]
    width: int
    height: int
    wells: str
    filled: tuple[tuple[int, str], ...]


def draw(first: date, days: int, levels: Mapping[date, float], most: int) -> Squares:
    """Lay out a period.

    Args:
        first: the first day.
        days: how many.
        levels: of each day that has one, from 1 up, halves allowed. The height of the filling says it exactly; the
            colour is that of the nearest whole level, a half going up.
        most: the highest level there is: it fills the square.
    """
    calendar = [first + timedelta(days=number) for number in range(days)]
    months = [list(run) for _, run in groupby(calendar, key=lambda day: (day.year, day.month))]
    side = SIDE - 2 * GAP
    wells, filled = [], {level: [] for level in range(1, most + 1)}  # type: tuple[list[str], dict[int, list[str]]]
    for row, month in enumerate(months):
        for day in month:
            x, y = (day.day - 1) * SIDE + GAP, row * SIDE + GAP
            wells.append(f"M{x} {y}h{side}v{side}h-{side}z")
            if day in levels:
                high = side * levels[day] / most
                filled[int(levels[day] + 0.5)].append(f"M{x} {y + side}h{side}v-{high:g}h-{side}z")
    return Squares(
        months=tuple(dates.said(month[0], "month_short") for month in months),
        width=DAYS * SIDE,
        height=len(months) * SIDE,
        wells="".join(wells),
        filled=tuple((level, "".join(paths)) for level, paths in filled.items() if paths),
    )
