"""Recovery officers: staff whose own keys hold the practice's recovery key. The last one cannot go.

Only whoever can open the recovery key lets somebody else hold it. What officers do with it is in `recovery`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import vault
from portal.domain.accounts.requests import end_requests
from portal.domain.audit import Event, record
from portal.models.people import Membership, Person
from portal.models.recovery import RecoveryRequest
from portal.models.vault import Principal

LAST = lazy("This is the practice's last recovery officer. Somebody else becomes one first; then this can end.")


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

    What they agreed to, and nobody has used yet, ends with it. A copy that they took of the database while they were
    one still opens for them, until the key is made anew with the next kit.

    Raises:
        Conflict: the last one.
        NotFound: nobody with this role here.
    """
    one_at_a_time()
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
    stop_holding(person_id)
    _take_back_agreements(actor, person_id)
    record(actor, Event.OFFICER_ENDED, person_id, person_id)


def _take_back_agreements(actor: Actor, person_id: UUID) -> None:
    """Nobody is let back in any more by what they agreed to as an officer; whoever still waits for it asks again."""
    end_requests(actor, or_(RecoveryRequest.approved_by == person_id, RecoveryRequest.second_by == person_id))


def stop_holding(person_id: UUID) -> None:
    """Their keys open the recovery key no more."""
    vault.stop_hold(vault.practice_principal("recovery").id, vault.principal_of(person_id).id)


def one_at_a_time() -> Principal:
    """The practice's recovery key, so locked that whoever changes who holds it comes one after the other."""
    recovery = vault.practice_principal("recovery")
    return db.session.scalars(select(Principal).where(Principal.id == recovery.id).with_for_update()).one()


# ------------------------------------------------------------------ letting somebody hold it


def make_officer(actor: Actor, person_id: UUID, recovery_keys: Keys) -> None:
    """Let somebody who works here hold the recovery key. Doing it twice changes nothing.

    Args:
        actor: an officer, or an admin who typed the kit.
        person_id: who has joined and works here.
        recovery_keys: opened by the actor a moment ago: the proof that they may.

    Raises:
        Invalid: on `person_id`: nobody who works here, or somebody who has not joined yet.
        Locked: these are not the practice's recovery key.
    """
    recovery = one_at_a_time()
    if recovery_keys.principal_id != recovery.id:
        raise Forbidden
    if person_id not in {one.id for one in _staff()}:
        raise Invalid("person_id", _("Choose somebody who works here and has joined."))
    if any(one.id == person_id for one in officers()):
        return
    mine = (Membership.person_id == person_id, Membership.role == Role.OFFICER)
    if db.session.scalar(select(Membership.role).where(*mine)) is None:
        db.session.add(Membership(practice_id=actor.practice_id, person_id=person_id, role=Role.OFFICER))
        db.session.flush()
    else:
        db.session.execute(update(Membership).where(*mine).values(since=now(), ended_at=None))
    vault.let_hold(recovery_keys, vault.principal_of(person_id))
    record(actor, Event.OFFICER_MADE, person_id, person_id)


def candidates() -> list[Officer]:
    """Everyone who works here, has joined and does not hold the key, by name."""
    holding = {one.id for one in officers()}
    return [one for one in _staff() if one.id not in holding]


def _staff() -> list[Officer]:
    query = (
        select(Person.id, Person.name, Person.joined_at)
        .where(Person.joined_at.is_not(None), Person.closed_at.is_(None))
        .where(
            Person.id.in_(select(Membership.person_id).where(Membership.role.in_(STAFF), Membership.ended_at.is_(None)))
        )
    )
    found = [Officer(id_, name, since) for id_, name, since in db.session.execute(query) if since]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))
