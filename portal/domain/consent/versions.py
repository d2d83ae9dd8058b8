"""Versions that are open to a reader at this moment, one by one: whoever quotes asks here, with or without keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import journal, mood
from portal.domain.access import usable
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.openings import remember_opening
from portal.models.consent import Opening
from portal.models.vault import Item

AGAIN_AFTER = timedelta(hours=1)  # looking on at what was opened within it is the same opening


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a thing that is open to a reader: whose, of which day, by which consent, since when, until when.

    `until` is None where no end is set.
    """

    item_id: UUID
    thing_id: UUID
    kind: str
    client_id: UUID
    on_day: date | None
    version: int
    grant_id: UUID
    shared_at: datetime
    until: datetime | None


def open_versions(actor: Actor, item_ids: Iterable[UUID]) -> dict[UUID, Version]:
    """Those of these versions whose consent stands and whose row the actor may have; by item. Opens no words.

    Args:
        actor: a reader; the worker asks for one, without keys.
        item_ids: of things that can be shared by themselves.
    """
    wanted = set(item_ids)
    if not wanted:
        return {}
    return {version.item_id: version for _, version in _open(actor, Item.id.in_(wanted))}


def version_of(actor: Actor, thing_id: UUID) -> Version:
    """The version of a thing that this reader has now, the one last given. Opens no words.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    found = _open(actor, Item.thing_id == thing_id)
    last = [version for row, version in found if row.place == 1]
    if not last:
        raise NotFound(thing_id)
    return last[0]


def newest_open(
    actor: Actor, client_id: UUID, kinds: Sequence[str], days: tuple[date, date] | None = None
) -> list[Version]:
    """Of each thing of these kinds the version a reader has now, in the order of days and of sharing. Opens no words.

    When a thing was made, no reader is told, not even by an order.

    Args:
        actor: the reader.
        client_id: whose.
        kinds: of items, of things that can be shared by themselves.
        days: only what belongs to these calendar days, for kinds that have one.
    """
    given = standing.keys(
        standing.reader.person_id == actor.person_id,
        standing.writer.person_id == client_id,
        usable(),
        Item.kind.in_(list(kinds)),
    )
    rows = db.session.execute(select(given).where(given.c.place == 1).order_by(given.c.given_at, given.c.thing_id))
    found = [_version(row, thing) for row, thing in standing.allowed(actor, rows)]
    found = [one for one in found if not days or (one.on_day and days[0] <= one.on_day <= days[1])]
    return sorted(found, key=lambda one: (one.on_day or one.shared_at.date(), one.shared_at, one.thing_id))


def seen(actor: Actor, versions: Iterable[Version]) -> None:
    """Whoever is shown whole words has opened them: its writer is told so, once an hour and not with every look.

    Args:
        actor: the reader.
        versions: of one client's, that were shown just now.
    """
    shown = {one.item_id: one for one in versions if one.kind in KINDS}
    lately = Opening.last_at > now() - AGAIN_AFTER
    known = select(Opening.item_id).where(Opening.reader_id == actor.person_id, lately)
    fresh = set(shown) - set(db.session.scalars(known.where(Opening.item_id.in_(set(shown)))))
    of_chart = [shown[item_id] for item_id in fresh if shown[item_id].kind == mood.KIND]
    remember_opening(actor, *fresh)
    for item_id in sorted(fresh):
        one = shown[item_id]
        if one.kind != mood.KIND:
            record(actor, Event.OPENED, one.thing_id, one.client_id, item=item_id, version=one.version)
    if of_chart:
        record(actor, Event.STREAM_OPENED, of_chart[0].client_id, of_chart[0].client_id)


def day_of(version: Version, data: bytes) -> date | None:
    """The day this very version belongs to, from its bytes: that of the row may be a later version's."""
    own = journal.Words.from_bytes(data).on_day if version.kind == journal.KIND else None
    return own or version.on_day


def _open(actor: Actor, which: ColumnElement[bool]) -> list[tuple[Any, Version]]:
    given = standing.keys(standing.reader.person_id == actor.person_id, usable(), which)
    rows = db.session.execute(select(given).order_by(given.c.given_at, given.c.grant_id))
    return [(row, _version(row, thing)) for row, thing in standing.allowed(actor, rows)]


def _version(row: Any, thing: Any) -> Version:
    return Version(
        item_id=row.item_id,
        thing_id=row.thing_id,
        kind=row.kind,
        client_id=row.writer_id,
        on_day=getattr(thing, "on_day", None),
        version=row.version,
        grant_id=row.grant_id,
        shared_at=row.given_at,
        until=row.until,
    )
