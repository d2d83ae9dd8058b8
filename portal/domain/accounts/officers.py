"""Recovery officers: staff whose own keys hold the practice's recovery key. The last one cannot go.

Who may make one, and what they do with the key, is in `recovery`; that somebody is the last is asked here, where roles
end.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, NotFound
from portal.domain import vault
from portal.domain.audit import Event, record
from portal.models.people import Membership, Person
from portal.models.vault import Principal

LAST = "This is the practice's last recovery officer. Somebody else becomes one first; then this can end."


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who can open the recovery key, since when."""

    id: UUID
    name: str
    since: datetime


def officers() -> list[Officer]:
    """Everyone who can open the recovery key of the practice at work: the role stands, and their keys hold it."""
    holders = vault.holders(vault.practice_principal("recovery").id)
    query = (
        select(Person.id, Person.name, Membership.since)
        .join(Membership, Membership.person_id == Person.id)
        .join(Principal, Principal.person_id == Person.id)
        .where(Membership.role == Role.OFFICER, Membership.ended_at.is_(None))
        .where(Person.joined_at.is_not(None), Person.closed_at.is_(None), Principal.id.in_(holders))
        .order_by(Membership.since, Person.id)
    )
    return [Officer(*row) for row in db.session.execute(query)]


def is_last_officer(person_id: UUID) -> bool:
    """Whether this person is the only one left."""
    return [officer.id for officer in officers()] == [person_id]


def end_officer(actor: Actor, person_id: UUID) -> None:
    """Somebody is an officer no longer, and their keys open the recovery key no more. Ending twice changes nothing.

    A copy that they took of the database while they were one still opens for them, until the key is made anew with the
    next kit.

    Raises:
        Conflict: the last one.
        NotFound: nobody with this role here.
    """
    recovery = one_at_a_time()
    role = select(Membership).where(Membership.person_id == person_id, Membership.role == Role.OFFICER)
    membership = db.session.scalars(role.execution_options(populate_existing=True)).one_or_none()
    if membership is None:
        raise NotFound
    if membership.ended_at is not None:
        return
    if is_last_officer(person_id):
        raise Conflict(LAST)
    same = (Membership.person_id == person_id, Membership.role == Role.OFFICER)
    db.session.execute(update(Membership).where(*same).values(ended_at=now()))
    vault.stop_hold(recovery.id, vault.principal_of(person_id).id)
    record(actor, Event.OFFICER_ENDED, person_id, person_id)


def one_at_a_time() -> Principal:
    """The practice's recovery key, so locked that whoever changes who holds it comes one after the other."""
    recovery = vault.practice_principal("recovery")
    return db.session.scalars(select(Principal).where(Principal.id == recovery.id).with_for_update()).one()
