"""Rows that open something: whose, to whom, which version, from when, until when. Pages of both sides ask here."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.domain.access import live, readable, this_moment, writable
from portal.domain.consent.kinds import KINDS
from portal.models.people import Membership
from portal.models.vault import Grant, Item, ItemKey, Principal

writer, reader = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it
version = aliased(Item)


def keys(*where: ColumnElement[bool]) -> Subquery:
    """Each key to a shared thing under a consent that stands; place 1 is the one last given to that reader.

    What opens later has places of its own, as `is_waiting`. `until` is None when one of the consents over this version
    has no end, and else the last of their ends.
    """
    waiting = case((ItemKey.given_at > this_moment(), 1), else_=0)
    between = (Item.thing_id, reader.person_id, waiting)
    last_given = func.row_number().over(
        partition_by=between, order_by=(ItemKey.given_at.desc(), Item.version.desc(), Grant.id)
    )
    same = (*between, Item.id)
    never_ends = func.count().over(partition_by=same) > func.count(Grant.expires_at).over(partition_by=same)
    return (
        select(
            Item.thing_id,
            Item.kind,
            Item.id.label("item_id"),
            Item.version,
            Grant.id.label("grant_id"),
            Grant.owner_id,
            Grant.scope,
            ItemKey.given_at,
            case((never_ends, None), else_=func.max(Grant.expires_at).over(partition_by=same)).label("until"),
            writer.person_id.label("writer_id"),
            reader.person_id.label("reader_id"),
            waiting.label("is_waiting"),
            last_given.label("place"),
        )
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(writer, writer.id == Grant.owner_id)
        .join(reader, reader.id == Grant.reader_id)
        .where(Item.kind.in_(KINDS), writer.person_id != reader.person_id, live(), *where)
        .subquery()
    )


def allowed(actor: Actor, found: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Of these rows of keys those whose thing the actor may have, each with the thing's own row.

    A key says that somebody was given the words; the rule of the thing's kind decides whether they have it now. It is
    asked once for each kind that is really there, and nothing is opened before.

    Args:
        actor: whoever writes the things, or whoever may read them.
        found: rows with `kind`, `thing_id` and `writer_id`.
    """
    rows = list(found)
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row.kind, []).append(row.thing_id)
    things = {
        (kind, thing.id, thing.client_id): thing
        for kind in sorted(ids)
        for thing in db.session.scalars(_rows(actor, kind).where(KINDS[kind].model.id.in_(ids[kind])))
    }
    keys = [(row, (row.kind, row.thing_id, row.writer_id)) for row in rows]
    return [(row, things[key]) for row, key in keys if key in things]


def is_mine(actor: Actor, thing_id: Any, kind: Any, writer_id: Any) -> ColumnElement[bool]:
    """The same for what is counted or ranked before it is fetched: whoever writes a thing has its row."""
    mine = ((each, _rows(actor, each.item)) for each in KINDS.values())
    return or_(*(and_(kind == each.item, _row(rows, each.model, thing_id, writer_id)) for each, rows in mine))


def _rows(actor: Actor, kind: str) -> Select[Any]:
    return (writable if actor.role is Role.CLIENT else readable)(KINDS[kind].model, actor)


def _row(rows: Select[Any], model: Any, thing_id: Any, writer_id: Any) -> ColumnElement[bool]:
    found = rows.where(model.id == thing_id, model.client_id == writer_id)
    return found.exists().correlate(thing_id.table)


def newest(thing_id: Any) -> Any:
    """The number of a thing's newest version."""
    return select(func.max(version.version)).where(version.thing_id == thing_id).scalar_subquery()


def is_trusted(person_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Somebody a client trusts, and no therapist."""
    return _holds(person_id, Role.CONFIDANT) & ~_holds(person_id, Role.THERAPIST)


def _holds(person_id: ColumnElement[UUID], role: Role) -> ColumnElement[bool]:
    return exists().where(Membership.person_id == person_id, Membership.role == role, Membership.ended_at.is_(None))
