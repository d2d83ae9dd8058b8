"""A chart of levels over days as plain numbers; a template turns them into SVG, one and the same for page and paper.

Places are percentages of the plot, from its upper left corner. So the plot can be as wide and as high as there is room
while text keeps its size: how large anything is says the style sheet (ADR 12).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Literal

from portal.core import dates
from portal.core.language import _

MOST_LABELS = 7  # dates along the bottom where there is room
LEAST_APART = 0.32  # of the plot's width, between two dates on a phone
ROOMY = 16  # days; to there a dot has its full size
MANY = 45  # days; beyond them a dot shrinks with its day, so that one day without a dot still shows as a gap
OF_A_DAY = 85  # percent of a day's width, nearly: SVG takes a radius in percent of the plot's diagonal


@dataclass(frozen=True, slots=True)
class Scale:
    """What levels are called, the lowest first, and what the words say of a day without any."""

    names: tuple[str, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class Row:
    """A level: its name, and how far down it lies."""

    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A level on a day."""

    x: float
    y: float
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Label:
    """A date along the bottom, and how much room there must be before it is shown."""

    x: float
    words: str
    room: Literal["any", "some", "much"]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a dot, one of the small dots, the rim round them and a line are drawn: as SVG takes it, pixels or percent."""

    dot: str
    small: str
    rim: str
    line: str


@dataclass(frozen=True, slots=True)
class Told:
    """A day in words, as the table and the description have it."""

    day: str
    said: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What a sentence about the chart may say, counted from what is drawn.

    `filled` days of `days` have a dot, and `several` of them have more than one level. `mostly` is the level of more
    than half of the dots, if one is. `lowest` and `highest` are of all levels. Without a dot all three are None.
    """

    days: int
    filled: int
    several: int
    mostly: int | None
    lowest: int | None
    highest: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs to draw the chart and to say the same in words."""

    period: str
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    small: tuple[Dot, ...]
    joins: tuple[Line, ...]
    spans: tuple[Line, ...]
    middles: tuple[Line, ...]
    marks: tuple[float, ...]
    labels: tuple[Label, ...]
    pen: Pen
    told: tuple[Told, ...]
    counted: Counted


def draw(  # noqa: PLR0913, PLR0917 - what there is to draw
    first: date,
    days: int,
    levels: Mapping[date, Sequence[int]],
    scale: Scale,
    marked: Collection[date] = (),
    middles: Mapping[date, float] = MappingProxyType({}),
) -> Chart:
    """Lay out the levels of some days.

    A day without a level stays a gap: nothing is drawn there and no line crosses it. A line joins the dots of
    neighbouring days and no others. A day with several levels has its dot at the last one, small dots at the others and
    a thin vertical from the lowest to the highest: an average would show a level nobody named, and the last alone would
    hide the others.

    Args:
        first: the first day.
        days: how many, at least one.
        levels: of each day that has any, from 1 up, in order of time. Days outside the period are left out.
        scale: the names of the levels.
        marked: days that get a dotted vertical.
        middles: of some days a level, or half of one, shown as a bar as wide as the day; where days touch, bars do.
    """
    calendar = [first + timedelta(days=number) for number in range(days)]
    of_day = [tuple(levels.get(day, ())) for day in calendar]
    x = [_percent(2 * number + 1, 2 * days) for number in range(days)]
    rows = len(scale.names)
    y = {level: _percent(2 * (rows - level) + 1, 2 * rows) for level in range(1, rows + 1)}
    last = [y[said[-1]] if said else None for said in of_day]
    return Chart(
        period=_period(calendar[0], calendar[-1]),
        rows=tuple(Row(y[level], name) for level, name in enumerate(scale.names, 1)),
        dots=tuple(Dot(x[at], y[said[-1]], said[-1]) for at, said in enumerate(of_day) if said),
        small=tuple(
            Dot(x[at], y[level], level) for at, said in enumerate(of_day) for level in sorted({*said} - {*said[-1:]})
        ),
        joins=tuple(
            Line(x[at], here, x[at + 1], there)
            for at, (here, there) in enumerate(pairwise(last))
            if here is not None and there is not None
        ),
        spans=tuple(
            Line(x[at], y[min(said)], x[at], y[max(said)]) for at, said in enumerate(of_day) if len(set(said)) > 1
        ),
        middles=_middles([middles.get(day) for day in calendar], rows),
        marks=tuple(x[at] for at, day in enumerate(calendar) if day in marked),
        labels=_labels(calendar, x),
        pen=_pen(days),
        told=tuple(
            Told(_day(day, calendar), _said(said, scale), day in marked)
            for day, said in zip(calendar, of_day, strict=True)
        ),
        counted=_count(of_day),
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _middles(found: Sequence[float | None], rows: int) -> tuple[Line, ...]:
    """A bar for each run of days with the same middle; none where there is no middle."""
    bars = []
    for middle, run in groupby(range(len(found)), key=lambda at: found[at]):
        if middle is not None:
            first, *_, last = [*run] * 2
            y = round(100 * (2 * (rows - middle) + 1) / (2 * rows), 2)
            bars.append(Line(_percent(first, len(found)), y, _percent(last + 1, len(found)), y))
    return tuple(bars)


def _pen(days: int) -> Pen:
    """Large where there is room; beyond many days no dot is wider than its day, whatever the width of the plot."""
    if days > MANY:
        return Pen(f"{OF_A_DAY / days:.2f}%", f"{OF_A_DAY / days / 2:.2f}%", "0", "1")
    return Pen("6", "3.5", "1.5", "1.5") if days <= ROOMY else Pen("4.5", "3", "1.5", "1.5")


def _count(of_day: Sequence[Sequence[int]]) -> Counted:
    dots = [said[-1] for said in of_day if said]
    everything = [level for said in of_day for level in said]
    mostly = [level for level in set(dots) if 2 * dots.count(level) > len(dots)]
    return Counted(
        days=len(of_day),
        filled=len(dots),
        several=sum(len(said) > 1 for said in of_day),
        mostly=mostly[0] if mostly else None,
        lowest=min(everything, default=None),
        highest=max(everything, default=None),
    )


# ------------------------------------------------------------------ words


def _said(said: Sequence[int], scale: Scale) -> str:
    """'Low, then in between': every level of the day, in order."""
    if not said:
        return scale.nothing
    words = scale.names[said[0] - 1].lower()
    for level in said[1:]:
        words = _("%(before)s, then %(next)s", before=words, next=scale.names[level - 1].lower())
    return words[:1].upper() + words[1:]


def _day(day: date, calendar: Sequence[date]) -> str:
    """'Tuesday 18 November', with the year where the days belong to two."""
    return dates.said(day, "full" if calendar[0].year == calendar[-1].year else "full_year")


def _period(first: date, last: date) -> str:
    """'5 to 18 November 2025', in as few words as it needs."""
    return dates.between(first, last)


def _labels(calendar: Sequence[date], x: Sequence[float]) -> tuple[Label, ...]:
    """Dates at even steps back from the last day; a wider step, and then only its two ends, where room is short."""
    days = len(calendar)
    step = -(-days // MOST_LABELS)
    wide = step
    while wide < LEAST_APART * days:
        wide += step
    always = {days - 1, (days - 1) % wide}
    return tuple(
        Label(
            x[at],
            dates.said(calendar[at], "short"),
            "any" if at in always else "some" if (days - 1 - at) % wide == 0 else "much",
        )
        for at in range((days - 1) % step, days, step)
    )
