"""What was shared in one act, a note and its check-in: while it waits, it is taken back or opened as one."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain.access import live
from portal.domain.consent import sharing
from portal.domain.consent.kinds import KINDS
from portal.models.vault import Grant, Item, ItemKey, Principal


def open_together(actor: Actor, thing_id: UUID, reader_id: UUID) -> None:
    """Open this, and what was shared with it in one act, without waiting.

    Raises:
        NotFound: no such thing or reader, or not theirs.
    """
    for each in _one_act(actor, thing_id, reader_id):
        sharing.open_now(actor, each, reader_id)


def undo_together(actor: Actor, thing_id: UUID, reader_id: UUID) -> bool:
    """Take back this, and what was shared with it in one act, before it opens; whether there was anything.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    gone = [sharing.undo(actor, each, reader_id) for each in _one_act(actor, thing_id, reader_id)]
    return any(gone)


def _one_act(actor: Actor, thing_id: UUID, reader_id: UUID) -> list[UUID]:
    """The thing, and whatever waits for the same reader by the same consent until the very same moment."""
    waiting = select(ItemKey.grant_id, ItemKey.given_at).join(Item, Item.id == ItemKey.item_id)
    waiting = waiting.join(Grant, Grant.id == ItemKey.grant_id)
    waiting = waiting.join(me, me.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    waiting = waiting.where(me.person_id == actor.person_id, other.person_id == reader_id, live())
    act = db.session.execute(waiting.where(Item.thing_id == thing_id, ItemKey.given_at > now()).limit(1)).one_or_none()
    if act is None:
        return [thing_id]
    others = select(Item.thing_id).join(ItemKey, ItemKey.item_id == Item.id).where(Item.thing_id != thing_id)
    others = others.where(ItemKey.grant_id == act.grant_id, ItemKey.given_at == act.given_at, Item.kind.in_(KINDS))
    return [thing_id, *sorted(set(db.session.scalars(others)))]


me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it
