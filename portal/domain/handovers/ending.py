"""The date of a move: what the one before could read ends; whoever is next begins with nothing, unless they have."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import caseload
from portal.models.caseload import Assignment
from portal.models.handovers import Handover, Stood
from portal.models.people import Membership, Person


def sweep() -> None:
    """Carry out the moves whose date has come. Whoever looks asks for the date itself; this clears the keys away."""
    due = select(Handover.client_id).where(*_due()).distinct()
    for client_id in db.session.scalars(due.order_by(Handover.client_id)).all():
        db.session.execute(select(Person.id).where(Person.id == client_id).with_for_update())
        carry_out_due(client_id)


def carry_out_due(client_id: UUID) -> None:
    """The same for one client, who is held."""
    rows = select(Handover).where(*_due(), Handover.client_id == client_id).with_for_update()
    for row in db.session.scalars(rows.order_by(Handover.asked_at).execution_options(populate_existing=True)).all():
        carry_out(None, row)


def carry_out(actor: Actor | None, row: Handover) -> None:
    """End the one before and begin the next, who still works here; else the client waits for somebody.

    With the client's answer the next has begun; if that was ended since, the date does not put the client back.
    """
    row.ended_at = now()
    db.session.flush()
    if row.answered_at is None and works_here(row.therapist_id):
        caseload.begin(actor, row.practice_id, row.client_id, row.therapist_id)
    pair = (Assignment.client_id == row.client_id, Assignment.therapist_id == row.from_id)
    before = select(Assignment).where(*pair, Assignment.ended_at.is_(None)).with_for_update()
    for assignment in db.session.scalars(before.execution_options(populate_existing=True)).all():
        caseload.finish(actor, assignment)


def works_here(person_id: UUID) -> bool:
    """Whether this person works here as a therapist."""
    role = exists().where(
        Membership.person_id == Person.id, Membership.role == Role.THERAPIST, Membership.ended_at.is_(None)
    )
    query = select(Person.id).where(Person.id == person_id, Person.closed_at.is_(None), role)
    return db.session.scalar(query) is not None


def forget_what_stood(handover_id: UUID) -> None:
    """It was kept for an answer, and there is one, or none is asked for any more."""
    db.session.execute(delete(Stood).where(Stood.handover_id == handover_id))


def _due() -> tuple[Any, ...]:
    return (Handover.ended_at.is_(None), Handover.taken_back_at.is_(None), Handover.ends_at <= now())
