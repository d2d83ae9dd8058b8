"""Which version of each thing a reader has now, by what they have done with it: asked without opening any words."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.domain import consent, mood, vault
from portal.domain.access import readable, this_moment, usable
from portal.models.inbox import Triage
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal


class Pile(StrEnum):
    """Where something open to a reader lies."""

    TO_READ = "to-read"
    LATER = "later"
    READ = "read"


me, writer = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it
newer, newer_key, newer_grant = aliased(Item), aliased(ItemKey), aliased(Grant)


def things(actor: Actor, *where: ColumnElement[bool]) -> Any:
    """Each thing a reader has, of whom they look after: `thing_id`, `item_id`, `client_id`, `kind`, `given_at`.

    Which row of a thing they may have is decided when it is read; this only tells how much there is and in which order.
    """
    given_at = func.max(ItemKey.given_at).label("given_at")
    client_id = writer.person_id.label("client_id")
    return (
        select(Item.thing_id, Item.id.label("item_id"), client_id, Item.kind, given_at)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(me, me.id == Grant.reader_id)
        .join(writer, writer.id == Grant.owner_id)
        .where(me.person_id == actor.person_id, usable(), Item.kind.in_(consent.KINDS), consent.by_choice())
        .where(readable(Person, actor).where(Person.id == writer.person_id).exists().correlate(writer))
        .where(~_has_newer(), *where)
        .group_by(Item.thing_id, Item.id, writer.person_id, Item.kind)
    )


def in_pile(actor: Actor, pile: Pile) -> ColumnElement[bool]:
    """The version lies there. What was stopped and is shared once more is to be read once more."""
    behind, waits = Triage.read_at >= ItemKey.given_at, Triage.later_until > this_moment()
    if pile is Pile.TO_READ:
        return ~_done(actor, or_(behind, waits))
    return _done(actor, behind if pile is Pile.READ else and_(Triage.read_at.is_(None), waits))


def of_client(client_id: UUID) -> ColumnElement[bool]:
    """What this client has written."""
    return writer.person_id == client_id


def items_read(actor: Actor) -> Select[Any]:
    """The versions this reader has behind them."""
    return select(things(actor, in_pile(actor, Pile.READ)).subquery().c.item_id)


def piles(actor: Actor, item_id: UUID) -> Select[Any]:
    """Where this version lies, if it is open to this reader."""
    place = case(*((in_pile(actor, pile), pile.value) for pile in (Pile.READ, Pile.LATER)), else_=Pile.TO_READ.value)
    found: Select[Any] = things(actor, Item.id == item_id).with_only_columns(func.min(place)).limit(1)
    return found


def _done(actor: Actor, what: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = exists().where(Triage.item_id == Item.id, Triage.reader_id == actor.person_id, what)
    return mine.correlate_except(Triage)


def _has_newer() -> ColumnElement[bool]:
    """Another version, or this one once more, was given to the same reader later: that is the one they have."""
    moment = this_moment()
    found = exists().where(
        newer.thing_id == Item.thing_id,
        or_(newer.kind != mood.KIND, newer_grant.scope == vault.CHOSEN),
        newer_key.item_id == newer.id,
        newer_grant.id == newer_key.grant_id,
        newer_grant.reader_id == Grant.reader_id,
        newer_grant.ended_at.is_(None),
        or_(newer_grant.expires_at.is_(None), newer_grant.expires_at > moment),
        newer_key.given_at <= moment,
        tuple_(newer_key.given_at, newer.version) > tuple_(ItemKey.given_at, Item.version),
    )
    return found.correlate_except(newer, newer_key, newer_grant)
