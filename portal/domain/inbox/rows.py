"""The reader's own rows: one for each version they have looked at or put anywhere."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import add_new, db
from portal.domain.access import writable
from portal.domain.consent import Version
from portal.models.consent import Opening
from portal.models.inbox import Triage


def row_of(actor: Actor, item_id: UUID) -> Triage:
    """The reader's row of this version, made when there is none; two at the same moment make one."""
    return rows_of(actor, [item_id])[0]


def rows_of(actor: Actor, item_ids: Collection[UUID]) -> list[Triage]:
    """The same for several."""
    mine = writable(Triage, actor).where(Triage.item_id.in_(item_ids)).order_by(Triage.item_id).with_for_update()
    found = list(db.session.scalars(mine))
    missing = sorted(set(item_ids) - {row.item_id for row in found})
    if not missing:
        return found
    made = [Triage(practice_id=actor.practice_id, reader_id=actor.person_id, item_id=one) for one in missing]
    if not add_new(*made):
        return rows_of(actor, item_ids)  # the other one has committed, or we would still wait
    return found + made


def was_opened(actor: Actor, version: Version) -> bool:
    """Whether this reader has opened this very version."""
    mine = select(Opening.item_id).where(Opening.item_id == version.item_id, Opening.reader_id == actor.person_id)
    return db.session.scalar(mine) is not None
