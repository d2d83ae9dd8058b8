"""Closing an account: nobody can read anything from that moment on, and after some days it is gone for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.db import Model, add_new, db
from portal.core.errors import Conflict, Forbidden
from portal.core.language import _
from portal.domain import sessions, settings, vault
from portal.domain.audit import Event, record
from portal.models.caseload import Assignment
from portal.models.emergency import Emergency
from portal.models.outbox import JobRow
from portal.models.people import Closing, Membership, Person
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.retention import Retention
from portal.models.signals import Signal
from portal.models.summaries import Summary
from portal.models.vault import Grant, Principal

# What is the practice's own and stays: who looked after whom, the summaries and progress notes in its record, process
# notes, which are their writer's; who had which role; until when all that stays; and the principals, which hold
# nothing any more and name nobody; and who opened the record in an emergency.
KEPT = (Assignment, Summary, ProgressNote, ProgressAddendum, ProcessNote, Membership, Principal, Retention, Emergency)
# Of these only some go: what waits with a therapist goes, and what one has answered is a record of what was done.
ONLY = {Signal: (Signal.answered_at.is_(None),)}


def close(actor: Actor) -> datetime:
    """End everything that is open to others and every session now; the rest goes in some days, unless they sign in.

    Args:
        actor: a client whose password was asked for a moment ago.

    Returns:
        When it is gone for good.

    Raises:
        Conflict: somebody with another role here.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    standing = select(Membership.role).where(Membership.person_id == actor.person_id, Membership.ended_at.is_(None))
    if STAFF & set(db.session.scalars(standing)):
        raise Conflict(_("You work here, too. The practice ends that first; then you can close your own account."))
    gone_at = begin_closing(actor, actor.person_id)
    record(actor, Event.CLOSING_ASKED, actor.person_id, actor.person_id)
    return gone_at


def begin_closing(actor: Actor, person_id: UUID) -> datetime:
    """The same for whoever may close somebody's account: they have asked for that first, and write it down."""
    gone_at = now() + timedelta(days=settings.here().keep_closed_days)
    row = Closing(practice_id=actor.practice_id, person_id=person_id, gone_at=gone_at)
    if not add_new(row):  # pressed twice: the first time counts
        gone_at = db.session.scalars(select(Closing.gone_at).where(Closing.person_id == person_id)).one()
    _end_what_is_open(person_id)
    sessions.end_all(person_id)
    return gone_at


def keep_open(person_id: UUID) -> bool:
    """They came back in time: nothing of theirs goes, and why it should have gone is forgotten.

    Returns:
        whether there was something to stop.
    """
    gone = db.session.execute(delete(Closing).where(Closing.person_id == person_id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        return False
    db.session.execute(delete(Retention).where(Retention.client_id == person_id, Retention.last_on.is_(None)))
    return True


def put_off(length: timedelta) -> None:
    """For so long nobody could come back: every account that is closed can come back for so much longer."""
    for row in db.session.scalars(select(Closing).with_for_update()).all():
        row.gone_at += length


def sweep() -> None:
    """Let those go for good whose days to come back are over."""
    over = select(Closing.person_id).where(Closing.gone_at <= now()).with_for_update()
    for person_id in db.session.scalars(over).all():
        take_away([person_id])
        record(None, Event.ACCOUNT_CLOSED, person_id, person_id)


def _end_what_is_open(person_id: UUID) -> None:
    mine = select(Principal.id).where(Principal.person_id == person_id)
    standing = select(Grant.owner_id, Grant.reader_id).where(Grant.owner_id.in_(mine), Grant.ended_at.is_(None))
    for owner_id, reader_id in db.session.execute(standing.where(Grant.reader_id != Grant.owner_id).distinct()).all():
        vault.end_between(owner_id, reader_id)


def take_away(person_ids: Sequence[UUID]) -> None:
    """Every key and every word of theirs, and every row that says when they wrote or what they asked for.

    Args:
        person_ids: so many as a statement can name.
    """
    keys = select(Principal.id).where(Principal.person_id.in_(person_ids))
    for principal_id in db.session.scalars(keys.order_by(Principal.id)).all():
        vault.shred(principal_id)
    for model, column in _theirs():
        _run(delete(model).where(column.in_(person_ids), *ONLY.get(model, ())))
    for ending in (Assignment, Membership):
        whose = Assignment.client_id if ending is Assignment else Membership.person_id
        _run(update(ending).where(whose.in_(person_ids), ending.ended_at.is_(None)).values(ended_at=now()))
    for person_id in person_ids:
        nobody = {"closed_at": now(), "sign_in_name": f"closed-{person_id}", "preferences": {}}
        _run(update(Person).where(Person.id == person_id).values(**nobody))
    vault.note("gone", person_ids)


def _theirs() -> list[tuple[Any, Any]]:
    """Every table with rows of a client or person, those that point at others first; a new one is among them."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}
    found = []
    for table in reversed(Model.metadata.sorted_tables):
        model = by_table.get(table)
        if model is None or model in KEPT:
            continue
        name = next((name for name in ("client_id", "person_id") if name in table.c), None)
        if model is JobRow:
            name = "asked_by"
        if name:
            found.append((model, getattr(model, name)))
    return found


def _run(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
