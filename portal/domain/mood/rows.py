"""Rows of one's own check-ins, and their sealed parts, read many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.mood.words import Reading, Words, level_in, shown, words_of
from portal.models.mood import Checkin
from portal.models.vault import Item

MOST_A_DAY = 24  # check-ins of one day that are looked at: its last ones


@dataclass(frozen=True, slots=True)
class Told:
    """A check-in's level, with what must be known to put it in its place."""

    id: UUID
    on_day: date
    at: datetime
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """A check-in of one's own, with what no reader is given: the moment, as its writer's clock showed it."""

    reading: Reading
    at: datetime


def told_since(actor: Actor, first: date, most: int = MOST_A_DAY) -> list[Told]:
    """The levels from a day on, in order of time; of each day at most so many, its last ones."""
    long_ago = datetime.combine(first, time.min, UTC) - timedelta(days=2)  # wherever the writer was
    place = func.row_number().over(partition_by=Checkin.on_day, order_by=(Checkin.at.desc(), Checkin.id))
    with_item = and_(Item.thing_id == Checkin.id, Item.version == Checkin.version)
    rows = writable(Checkin, actor).join(Item, with_item).where(Checkin.on_day >= first, Checkin.at > long_ago)
    columns = (Checkin.id, Checkin.on_day, Checkin.at, Item.id.label("item_id"), place.label("place"))
    ranked = rows.with_only_columns(*columns).subquery()
    newest = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.at, ranked.c.place.desc())
    found = db.session.execute(newest).all()
    texts = vault.read(actor.unlocked(), [row.item_id for row in found])
    return [Told(row.id, row.on_day, row.at, level_in(texts[row.item_id])) for row in found if row.item_id in texts]


def words_of_each(actor: Actor, checkin_ids: Iterable[UUID]) -> dict[UUID, Words]:
    """The words of those of these check-ins that have any."""
    things = {words_of(checkin_id): checkin_id for checkin_id in checkin_ids}
    texts = vault.latest_readable(actor.unlocked(), things)
    return {things[thing_id]: Words.from_bytes(text.data) for thing_id, text in texts.items()}


def readings(actor: Actor, rows: Iterable[Any]) -> dict[UUID, Reading]:
    """Whole check-ins of one's own, by id.

    Args:
        actor: the writer, with keys.
        rows: with their id, client_id, on_day and version.
    """
    rows = list(rows)
    texts = vault.latest_readable(actor.unlocked(), [thing for row in rows for thing in (row.id, words_of(row.id))])
    found = {}
    for row in rows:
        if row.id in texts:
            words = texts.get(words_of(row.id))
            found[row.id] = shown(row, texts[row.id].data, words.data if words else None)
    return found
