"""Deleting a client's account, by the practice and with a reason: as when they close it, with as long to undo it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.models.people import Closing, Person
from portal.models.retention import Retention

REASONS = {
    "asked": lazy("They asked for it"),
    "ended": lazy("The work has ended, and the account is no longer needed"),
    "never-came": lazy("They never came"),
    "twice": lazy("They have another account here"),
    "died": lazy("They have died"),
}
GONE = lazy("This account is gone already, by its date. What is kept of the record is listed under Retention.")
EARLY = {
    "asked": lazy("They asked for it, and no law holds the record"),
    "wrong": lazy("It was made by mistake, or about the wrong person"),
    "court": lazy("A court or an authority has ordered it"),
}


def may_delete(admin: Actor, person_id: UUID) -> Person:
    """The person, if this is a client whose account can be deleted.

    Raises:
        Forbidden: not an admin.
        NotFound: nobody of that id here, or no client.
        Conflict: they work here, too, or it is being deleted already.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    person = db.session.scalar(readable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None)))
    roles = accounts.roles_of(person_id) if person else ()
    if person is None or Role.CLIENT not in roles:
        raise NotFound(person_id)
    if set(roles) - {Role.CLIENT}:
        raise Conflict(_("This person has another role here, too. End that first; then the account can be deleted."))
    if db.session.scalar(select(Closing.person_id).where(Closing.person_id == person_id)):
        raise Conflict(_("This account is being deleted already. It is listed under Retention."))
    return person


def delete_client(admin: Actor, person_id: UUID, reason: str) -> datetime:
    """From now on nothing of theirs is open to anybody. In some days every word of theirs is gone for good.

    If they sign in before that, or an admin stops it, the account stays. What others shared with them, and what they
    shared, is not opened again.

    Args:
        admin: who deletes; they have proved themselves a moment ago.
        person_id: the client.
        reason: one of REASONS.

    Returns:
        When it is gone for good.

    Raises:
        Forbidden, NotFound, Conflict: as `may_delete`.
        Invalid: on `reason`: none of ours.
    """
    if reason not in REASONS:
        raise Invalid("reason", _("Choose a reason."))
    db.session.execute(writable(Person, admin).where(Person.id == person_id).with_for_update())
    may_delete(admin, person_id)
    gone_at = accounts.begin_closing(admin, person_id)
    row = Retention(practice_id=admin.practice_id, client_id=person_id, reason=reason, by_id=admin.person_id, at=now())
    db.session.merge(row)
    db.session.flush()
    record(admin, Event.CLIENT_DELETED, person_id, person_id, reason=reason)
    return gone_at


def stop(admin: Actor, person_id: UUID) -> None:
    """Within the days: the account stays. Twice is once.

    Raises:
        Forbidden: not an admin.
        NotFound: nobody whose account is being deleted.
        Conflict: it is gone already.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    deleted = writable(Retention, admin).where(Retention.client_id == person_id, Retention.last_on.is_(None))
    if db.session.scalar(deleted.where(Retention.gone_at.is_(None))) is None:
        raise NotFound(person_id)
    if accounts.keep_open(person_id):  # waits for whoever takes the account away at this moment
        record(admin, Event.DELETION_STOPPED, person_id, person_id)
    elif db.session.scalar(select(Person.closed_at).where(Person.id == person_id)):
        raise Conflict(GONE)
