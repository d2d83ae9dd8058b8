"""Openings: which reader had which version before them. Each is written down for whoever wrote it."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain.access import readable
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.vault import Item


def count_opening(actor: Actor, thing_id: UUID, client_id: UUID, item_id: UUID, version: int) -> None:
    """These words stood before this reader: its writer can see that, from the first time on."""
    remember_opening(actor, item_id)
    record(actor, Event.OPENED, thing_id, client_id, item=item_id, version=version)


def remember_opening(actor: Actor, item_id: UUID) -> None:
    """First and last time. Two openings at the same moment are one."""
    mine = update(Opening).where(Opening.item_id == item_id, Opening.reader_id == actor.person_id)
    if db.session.execute(mine.values(last_at=now())).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with db.session.begin_nested():
            db.session.add(Opening(practice_id=actor.practice_id, item_id=item_id, reader_id=actor.person_id))
    except IntegrityError:
        return


def was_opened(actor: Actor, thing_id: UUID) -> bool:
    """Whether this therapist once opened it, and still looks after its writer: only then is there "no longer"."""
    query = (
        select(Opening.item_id)
        .join(Item, Item.id == Opening.item_id)
        .join(standing.writer, standing.writer.id == Item.owner_id)
        .where(Item.thing_id == thing_id, Opening.reader_id == actor.person_id)
        .where(standing.writer.person_id.in_(readable(Person, actor).with_only_columns(Person.id)))
    )
    return actor.role is Role.THERAPIST and db.session.scalar(query.limit(1)) is not None
