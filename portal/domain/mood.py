"""Check-ins: how things are, on five levels, with a line if somebody likes. Nobody else can read them."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now, today_for
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
LONGEST_LINE = 280  # characters
MOST_A_WEEK = 500  # check-ins looked at for a strip of days


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; `level` and `line` are of its last check-in, None and "" when there was none."""

    on_day: date
    level: int | None
    line: str


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
    today = today_of(actor)
    wanted = [today - timedelta(days=back) for back in reversed(range(days))]
    rows = readable(Checkin, actor).join(Item, Item.thing_id == Checkin.id)
    rows = rows.where(Checkin.on_day >= wanted[0], Checkin.at > now() - timedelta(days=days + 2))
    newest_first = rows.order_by(Checkin.at.desc(), Checkin.id).limit(MOST_A_WEEK)
    last_of_day: dict[date, UUID] = {}
    for on_day, item_id in db.session.execute(newest_first.with_only_columns(Checkin.on_day, Item.id)):
        last_of_day.setdefault(on_day, item_id)
    texts = vault.read(actor.unlocked(), list(last_of_day.values()))
    return [_day(on_day, texts.get(last_of_day[on_day]) if on_day in last_of_day else None) for on_day in wanted]


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
