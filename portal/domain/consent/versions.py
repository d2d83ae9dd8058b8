"""Versions that are open to a reader at this moment, one by one: whoever quotes asks here, with or without keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import journal
from portal.domain.access import usable
from portal.domain.consent import standing
from portal.models.vault import Item


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


def day_of(version: Version, data: bytes) -> date | None:
    """The day this very version belongs to, from its bytes: that of the row may be a later version's."""
    own = journal.Words.from_bytes(data).on_day if version.kind == journal.KIND else None
    return own or version.on_day


def _open(actor: Actor, which: ColumnElement[bool]) -> list[tuple[Any, Version]]:
    given = standing.keys(standing.reader.person_id == actor.person_id, usable(), which)
    rows = db.session.execute(select(given).order_by(given.c.given_at, given.c.grant_id))
    return [
        (
            row,
            Version(
                item_id=row.item_id,
                thing_id=row.thing_id,
                kind=row.kind,
                client_id=row.writer_id,
                on_day=getattr(thing, "on_day", None),
                version=row.version,
                grant_id=row.grant_id,
                shared_at=row.given_at,
                until=row.until,
            ),
        )
        for row, thing in standing.allowed(actor, rows)
    ]
