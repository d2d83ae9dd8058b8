"""Looking back on one's own check-ins: the last days, and a chart of more of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select

from portal.core import chart
from portal.core.actor import Actor
from portal.core.chart import Chart, Counted, Scale
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.accounts.zones import today_of
from portal.domain.mood.words import LEVELS, level_in
from portal.models.mood import Checkin
from portal.models.vault import Item

SCALE = Scale(tuple(LEVELS.values()), "No check-in")
RANGES = (14, 30, 90)  # days that can be looked back on
MOST_A_DAY = 24  # check-ins of one day that are looked at: its last ones


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; `level` is that of its last check-in, None when there was none."""

    on_day: date
    level: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """The last days: drawn, and told in a sentence counted from the drawing. `is_new`: there has never been one."""

    chart: Chart
    told: str
    is_new: bool


def recent(actor: Actor, days: int = 7) -> list[Day]:
    """The last days where the writer is, oldest first; a day without a check-in stays a gap."""
    wanted = _last_days(actor, days)
    found = _newest(actor, wanted[0], 1)
    texts = vault.read(actor.unlocked(), [item_id for ids in found.values() for item_id in ids])
    last = {on_day: level_in(texts[ids[0]]) for on_day, ids in found.items() if ids[0] in texts}
    return [Day(on_day, last.get(on_day)) for on_day in wanted]


def look_back(actor: Actor, days: int = RANGES[0]) -> Past:
    """The last days where the writer is, as a chart; of each day at most its last 24 check-ins.

    Args:
        actor: a client, with keys.
        days: how many, today included.
    """
    first = _last_days(actor, days)[0]
    found = _newest(actor, first, MOST_A_DAY)
    texts = vault.read(actor.unlocked(), [item_id for ids in found.values() for item_id in ids])
    levels = {
        on_day: [level_in(texts[item_id]) for item_id in reversed(ids) if item_id in texts]
        for on_day, ids in found.items()
    }
    drawn = chart.draw(first, days, levels, SCALE)
    return Past(drawn, tell(drawn.counted), is_new=not found and _is_new(actor))


def tell(counted: Counted, who: str = "you") -> str:
    """What a chart of check-ins shows, in a sentence or three.

    Args:
        counted: from the chart.
        who: checked in; "you", or a name.
    """
    if counted.lowest is None or counted.highest is None:
        return f"No check-ins in these {counted.days} days."
    low, high = LEVELS[counted.lowest].lower(), LEVELS[counted.highest].lower()
    if low == high:
        levels = f"It was {low}." if counted.filled == 1 and not counted.several else f"Each time {low}."
    elif counted.mostly and counted.filled > 1:
        levels = f"Mostly {LEVELS[counted.mostly].lower()}."
    else:
        levels = f"From {low} to {high}."
    said = f"On {counted.filled} of {counted.days} days {who} checked in. {levels}"
    if not counted.several:
        return said
    often = "1 day" if counted.several == 1 else f"{counted.several} days"
    return f"{said} On {often} more than once: the larger dot is the last."


def _last_days(actor: Actor, days: int) -> list[date]:
    """The writer's own calendar days up to today, oldest first."""
    today = today_of(actor)
    return [today - timedelta(days=back) for back in reversed(range(days))]


def _newest(actor: Actor, first: date, most: int) -> dict[date, list[UUID]]:
    """Of each day from the first on that has any: the items of at most so many last check-ins, newest first."""
    long_ago = datetime.combine(first, time.min, UTC) - timedelta(days=2)  # wherever the writer was
    place = func.row_number().over(partition_by=Checkin.on_day, order_by=(Checkin.at.desc(), Checkin.id))
    rows = writable(Checkin, actor).join(Item, and_(Item.thing_id == Checkin.id, Item.version == Checkin.version))
    rows = rows.where(Checkin.on_day >= first, Checkin.at > long_ago)
    ranked = rows.with_only_columns(Checkin.on_day, Item.id.label("item_id"), place.label("place")).subquery()
    newest = select(ranked.c.on_day, ranked.c.item_id).where(ranked.c.place <= most).order_by(ranked.c.place)
    found: dict[date, list[UUID]] = {}
    for on_day, item_id in db.session.execute(newest):
        found.setdefault(on_day, []).append(item_id)
    return found


def _is_new(actor: Actor) -> bool:
    return db.session.scalar(writable(Checkin, actor).with_only_columns(Checkin.id).limit(1)) is None
