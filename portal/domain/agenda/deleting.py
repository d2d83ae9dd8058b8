"""Deleting an agenda for good: its lines and pins, and what was noted after its session, go at once, from everybody."""

from uuid import UUID

from sqlalchemy import delete

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import drafts, vault
from portal.domain.access import hold
from portal.domain.agenda.after import after_of
from portal.domain.agenda.leads import leads_of
from portal.domain.audit import Event, record
from portal.models.agenda import AfterSession, Agenda


def delete_one(actor: Actor, agenda_id: UUID) -> None:
    """Take an agenda away for good, open or closed. Receipts of what was shared of it stay; so does what pins lead to.

    Raises:
        NotFound: no such agenda, or not theirs.
    """
    row = hold(Agenda, actor, agenda_id)
    vault.forget([agenda_id, leads_of(agenda_id), after_of(agenda_id)])
    drafts.forget(actor, [agenda_id, after_of(agenda_id)])
    db.session.execute(delete(AfterSession).where(AfterSession.id == after_of(agenda_id)))
    db.session.delete(row)
    db.session.flush()
    record(actor, Event.AGENDA_DELETED, agenda_id, actor.person_id)
