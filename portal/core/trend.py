"""A few numbers over the months as a line, with a band of uncertainty; places are percentages, as in `chart`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.core import dates

EDGE = 4  # percent of the plot left free at both ends
FAR_APART = 45  # days; beyond them no line is drawn, for nobody knows what lay between
STEPS = 4  # parts that the scale is divided into


@dataclass(frozen=True, slots=True)
class Point:
    """A number on a day."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Step:
    """A number of the scale, and how far down it lies."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class End:
    """A date along the bottom."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Band:
    """What lies within it cannot be told apart from the first number, or the last."""

    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything a template needs to draw it; the table beside it is the template's own."""

    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    steps: tuple[Step, ...]
    ends: tuple[End, ...]
    band: Band | None


def draw(
    values: Sequence[tuple[date, float | None]],
    low: float,
    high: float,
    around: float | None = None,
    *,
    around_last: bool = False,
) -> Trend:
    """Lay out numbers over days, oldest first.

    A day without a number is a gap: no line crosses it, nor a stretch of more than 45 days.

    Args:
        values: at least one.
        low: the lowest number there can be.
        high: the highest.
        around: half the height of the band round the first number; None for no band.
        around_last: round the last number instead.
    """
    first, last = values[0][0], values[-1][0]
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return 50.0 if first == last else round(EDGE + (100 - 2 * EDGE) * (day - first).days / span, 2)

    def y(value: float) -> float:
        return round(100 * (high - min(max(value, low), high)) / (high - low), 2)

    placed = [(day, None if value is None else Point(x(day), y(value))) for day, value in values]
    middle = next((value for _, value in (reversed(values) if around_last else values) if value is not None), None)
    band = None
    if around is not None and middle is not None:
        top, bottom = y(middle + around), y(middle - around)
        band = Band(top, round(bottom - top, 2))
    return Trend(
        points=tuple(point for _, point in placed if point),
        strokes=tuple(
            Stroke(here.x, here.y, there.x, there.y)
            for (day, here), (later, there) in pairwise(placed)
            if here and there and (later - day).days <= FAR_APART
        ),
        steps=tuple(
            Step(y(low + (high - low) * part / STEPS), f"{low + (high - low) * part / STEPS:.0f}")
            for part in range(STEPS + 1)
        ),
        ends=(End(x(first), _said(first)), *(() if first == last else (End(x(last), _said(last)),))),
        band=band,
    )


def _said(day: date) -> str:
    return dates.said(day, "short_year")
