"""Check-ins: how things are, on five levels, with a line if somebody likes. Nobody else can read them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core import chart
from portal.core.actor import Actor, Role
from portal.core.chart import Chart, Counted, Scale
from portal.core.clock import today_for
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.text import can_be_kept
from portal.domain import vault
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.audit import Event, record
from portal.models.mood import Checkin
from portal.models.vault import Item

KIND = "checkin"
LEVELS = {1: "Very low", 2: "Low", 3: "In between", 4: "Good", 5: "Very good"}  # the valence of a moment, 1 to 5
SCALE = Scale(tuple(LEVELS.values()), "No check-in")
LONGEST_LINE = 280  # characters
RANGES = (14, 30, 90)  # days that can be looked back on
MOST_A_DAY = 24  # check-ins of one day that are looked at: its last ones


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; `level` and `line` are of its last check-in, None and "" when there was none."""

    on_day: date
    level: int | None
    line: str


@dataclass(frozen=True, slots=True)
class Past:
    """The last days: drawn, and told in a sentence counted from the drawing. `is_new`: there has never been one."""

    chart: Chart
    told: str
    is_new: bool


def check_in(actor: Actor, level: int | None, line: str = "", checkin_id: UUID | None = None) -> UUID:
    """Keep a check-in.

    Args:
        actor: a client, with keys.
        level: 1 (very low) to 5 (very good).
        line: a few words, or none; at most 280 characters.
        checkin_id: made when the form was shown: sent twice, it is one check-in.

    Raises:
        Invalid: no such level, or a line that cannot be kept.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    if level not in LEVELS:
        raise Invalid("level", "Choose one of the five.")
    line = _checked(line)
    zone = zone_of(actor)
    row = Checkin(
        id=checkin_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        on_day=today_for(zone),
        zone=zone,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return _known(actor, row.id)
    words = json.dumps({"level": level, "line": line}, ensure_ascii=False).encode()
    vault.write(actor.unlocked(), KIND, words, row.id)
    record(actor, Event.CHECKED_IN, row.id, actor.person_id)
    return row.id


def recent(actor: Actor, days: int = 7) -> list[Day]:
    """The last days where the writer is, oldest first; a day without a check-in stays a gap."""
    wanted = _last_days(actor, days)
    found = _newest(actor, wanted[0], 1)
    texts = vault.read(actor.unlocked(), [item_id for ids in found.values() for item_id in ids])
    return [_day(on_day, texts.get(found[on_day][0]) if on_day in found else None) for on_day in wanted]


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
        on_day: [json.loads(texts[item_id])["level"] for item_id in reversed(ids) if item_id in texts]
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
    rows = readable(Checkin, actor).join(Item, Item.thing_id == Checkin.id)
    rows = rows.where(Checkin.on_day >= first, Checkin.at > long_ago)
    ranked = rows.with_only_columns(Checkin.on_day, Item.id.label("item_id"), place.label("place")).subquery()
    newest = select(ranked.c.on_day, ranked.c.item_id).where(ranked.c.place <= most).order_by(ranked.c.place)
    found: dict[date, list[UUID]] = {}
    for on_day, item_id in db.session.execute(newest):
        found.setdefault(on_day, []).append(item_id)
    return found


def _is_new(actor: Actor) -> bool:
    return db.session.scalar(readable(Checkin, actor).with_only_columns(Checkin.id).limit(1)) is None


def _day(on_day: date, text: bytes | None) -> Day:
    if text is None:
        return Day(on_day, None, "")
    said = json.loads(text)
    return Day(on_day, said["level"], said["line"])


def _checked(line: str) -> str:
    line = " ".join(line.split())
    if not can_be_kept(line):
        raise Invalid("line", "There is a sign in here that cannot be kept, often from pasting. Type it again.")
    if len(line) > LONGEST_LINE:
        raise Invalid(
            "line", f"This line can have {LONGEST_LINE} characters; it has {len(line)}. A note has more room."
        )
    return line


def _known(actor: Actor, checkin_id: UUID) -> UUID:
    """The form came a second time."""
    found = db.session.scalar(writable(Checkin, actor).where(Checkin.id == checkin_id))
    if found is None:
        raise NotFound(checkin_id)
    return found.id
