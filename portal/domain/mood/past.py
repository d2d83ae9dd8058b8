"""Looking back on one's own check-ins: the week, a chart of more days, a year, and the check-ins one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import tuple_

from portal.core import chart, clock, squares
from portal.core.actor import Actor
from portal.core.chart import Chart, Counted, Scale
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import _, lazy, ngettext
from portal.core.squares import Squares
from portal.core.statistics import median, rolling_median
from portal.domain.access import writable
from portal.domain.accounts.zones import today_of
from portal.domain.mood.rows import Line, Told, readings, told_since
from portal.domain.mood.words import INSIDE, LEVELS
from portal.models.mood import Checkin

SCALE = Scale(tuple(LEVELS.values()), lazy("No check-in"))
RANGES = (14, 30, 90)  # days that can be looked back on as a chart
YEAR = 365  # days that can be looked back on as squares
WINDOW = 7  # days whose middle is drawn,
LEAST = 3  # if so many of them have a check-in
SHELF = 20  # check-ins on a page


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip: its last check-in and the level of that, None when there was none."""

    on_day: date
    level: int | None
    checkin_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The last days: drawn, and told in a sentence counted from the drawing. `is_new`: there has never been one.

    `drawn_from`: the ids of its check-ins, for whoever says who can read some of them.
    """

    chart: Chart
    told: str
    is_new: bool
    drawn_from: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year: how many of its days have a check-in, and of those days' middles the middle, in words.

    `lowest`, `highest`, `span`: of all its check-ins, and both in one; empty where there are none.
    """

    first: date
    days: int
    filled: int
    middle: str
    lowest: str
    highest: str
    span: str


@dataclass(frozen=True, slots=True)
class Year:
    """The last 365 days as squares, and told in a sentence and month by month; `drawn_from` like that of Past."""

    squares: Squares
    told: str
    months: list[Month]
    is_new: bool
    drawn_from: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of them, newest first, and the check-in to go on from; None where there is nothing more."""

    lines: list[Line]
    older: UUID | None


def week(told: Iterable[Told], first: date, days: int = 7) -> list[Day]:
    """So many days from the first on, each with the last level told of it; one without a check-in stays a gap."""
    last = {each.on_day: Day(each.on_day, each.level, each.id) for each in told}
    calendar = (first + timedelta(days=number) for number in range(days))
    return [last.get(on_day, Day(on_day, None)) for on_day in calendar]


def look_back(actor: Actor, days: int = RANGES[0]) -> Past:
    """The last days where the writer is, as a chart; of each day at most its last 24 check-ins.

    The middle of seven days (the rolling median of the days' medians, each day and the six before it) is part of it
    where the day and two more of its window have a check-in.

    Args:
        actor: a client, with keys.
        days: how many, today included.
    """
    first = _first(actor, days)
    before = first - timedelta(days=WINDOW - 1)  # the first day's window begins here
    told = told_since(actor, before)
    levels = _by_day(told)
    calendar = [before + timedelta(days=number) for number in range(days + WINDOW - 1)]
    middles = rolling_median([median(levels[day]) if day in levels else None for day in calendar], WINDOW, LEAST)
    told_of = {day: middle for day, middle in zip(calendar, middles, strict=True) if middle is not None}
    drawn = chart.draw(first, days, levels, SCALE, middles=told_of)
    shown = tuple(each.id for each in told if each.on_day >= first)
    return Past(drawn, tell(drawn.counted), not levels and _is_new(actor), shown)


def year(actor: Actor) -> Year:
    """The last 365 days where the writer is: of each day the middle of its check-ins, at most its last 24."""
    first = _first(actor, YEAR)
    every = told_since(actor, first)
    levels = _by_day(every)
    middles = {day: float(median(said)) for day, said in levels.items()}
    told = (
        _("In these %(year)s days you checked in on %(filled)s.", year=YEAR, filled=len(levels))
        if levels
        else _("No check-ins in these %(days)s days.", days=YEAR)
    )
    drawn = squares.draw(first, YEAR, middles, len(LEVELS))
    shown = tuple(each.id for each in every)
    return Year(drawn, told, _months(first, levels, middles), not levels and _is_new(actor), shown)


def shelf(actor: Actor, before: UUID | None = None, most: int = SHELF) -> Shelf:
    """One's own check-ins one by one, newest first, with their words.

    Args:
        actor: the writer, with keys.
        before: go on with those older than this one.
        most: how many.

    Raises:
        NotFound: `before` is no check-in of theirs.
    """
    query = writable(Checkin, actor)
    if before:
        there = db.session.scalar(query.where(Checkin.id == before))
        if there is None:
            raise NotFound(before)
        query = query.where(tuple_(Checkin.at, Checkin.id) < tuple_(there.at, there.id))
    rows = list(db.session.scalars(query.order_by(Checkin.at.desc(), Checkin.id.desc()).limit(most + 1)))
    more, rows = len(rows) > most, rows[:most]
    found = readings(actor, rows) if rows else {}
    lines = [Line(found[row.id], row.at.astimezone(clock.zone(row.zone))) for row in rows if row.id in found]
    return Shelf(lines, rows[-1].id if more else None)


def tell(counted: Counted, who: str = "") -> str:
    """What a chart of check-ins shows, in a sentence or three.

    Args:
        counted: from the chart.
        who: checked in; the reader, or somebody of this name.
    """
    if counted.lowest is None or counted.highest is None:
        return _("No check-ins in these %(days)s days.", days=counted.days)
    filled, days = counted.filled, counted.days
    told = [
        _("On %(filled)s of %(days)s days %(who)s checked in.", filled=filled, days=days, who=who)
        if who
        else _("On %(filled)s of %(days)s days you checked in.", filled=filled, days=days),
        _levels(counted, counted.lowest, counted.highest),
    ]
    if counted.several:
        told.append(
            ngettext(
                "On 1 day more than once: the larger dot is the last.",
                "On %(num)s days more than once: the larger dot is the last.",
                counted.several,
            )
        )
    return " ".join(told)


def _levels(counted: Counted, lowest: int, highest: int) -> str:
    low, high = INSIDE[lowest], INSIDE[highest]
    if lowest == highest and counted.filled == 1 and not counted.several:
        return _("It was %(low)s.", low=low)
    if lowest == highest:
        return _("Each time %(level)s.", level=low)
    if counted.mostly and counted.filled > 1:
        return _("Mostly %(level)s.", level=INSIDE[counted.mostly])
    return _("From %(low)s to %(high)s.", low=low, high=high)


def said_of(middle: float) -> str:
    """A level in words; one that lies between two names both: 'Low to in between'."""
    below, above = int(middle), int(middle + 0.5)
    return str(LEVELS[below]) if below == above else span(below, above)


def span(below: int, above: int) -> str:
    """From one level to another: 'Low to good'."""
    return _("%(below)s to %(above)s", below=LEVELS[below], above=INSIDE[above])


def _months(first: date, levels: Mapping[date, list[int]], middles: Mapping[date, float]) -> list[Month]:
    calendar = [first + timedelta(days=number) for number in range(YEAR)]
    months = []
    for start in [day for day in calendar if day.day == 1 or day == first]:
        days = [day for day in calendar if (day.year, day.month) == (start.year, start.month)]
        filled = [day for day in days if day in levels]
        every = [level for day in filled for level in levels[day]]
        middle = said_of(median(middles[day] for day in filled)) if filled else ""
        low, high = (min(every), max(every)) if every else (0, 0)
        ends = (LEVELS[low], LEVELS[high], span(low, high)) if every else ("", "", "")
        months.append(Month(start, len(days), len(filled), middle, *ends))
    return months


def _first(actor: Actor, days: int) -> date:
    """The first of the last days where the writer is, today included."""
    return today_of(actor) - timedelta(days=days - 1)


def _by_day(told: Iterable[Told]) -> dict[date, list[int]]:
    levels: dict[date, list[int]] = {}
    for each in told:
        levels.setdefault(each.on_day, []).append(each.level)
    return levels


def _is_new(actor: Actor) -> bool:
    return db.session.scalar(writable(Checkin, actor).with_only_columns(Checkin.id).limit(1)) is None
