"""Holding the recovery key: only whoever can open it lets somebody else hold it."""

from uuid import UUID

from sqlalchemy import select, update

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.domain import vault
from portal.domain.accounts import officers as kept
from portal.domain.accounts.officers import Officer
from portal.domain.audit import Event, record
from portal.models.people import Membership, Person


def open_key(officer: Actor) -> Keys:
    """The practice's recovery key, through the officer's own.

    Raises:
        Forbidden: not acting as an officer.
        Locked: an officer by name, whom nobody has let hold the key yet.
    """
    if officer.role is not Role.OFFICER:
        raise Forbidden
    return vault.open_held(vault.practice_principal("recovery").id, officer.unlocked())


def holds_key(officer: Actor) -> bool:
    """Whether this officer's keys open the recovery key."""
    return officer.unlocked().principal_id in vault.holders(vault.practice_principal("recovery").id)


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
    recovery = kept.one_at_a_time()
    if recovery_keys.principal_id != recovery.id:
        raise Forbidden
    if person_id not in {one.id for one in _staff()}:
        raise Invalid("person_id", "Choose somebody who works here and has joined.")
    if any(one.id == person_id for one in kept.officers()):
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
    holding = {one.id for one in kept.officers()}
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
