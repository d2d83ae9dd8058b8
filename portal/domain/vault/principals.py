"""Principals: whoever can hold keys. Made, found, and put aside when somebody starts afresh."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from portal.core.clock import now
from portal.core.crypto import NEWEST, Keys, new_pair, same
from portal.core.db import db
from portal.core.errors import Locked, NotFound
from portal.domain.vault.seals import OWN, check_stamp, new_grant, stamp_of
from portal.models.vault import Principal

PracticeKey = Literal["recovery", "records"]
Kind = Literal["person", "recovery", "records"]


def new_principal(
    practice_id: UUID, kind: Kind, person_id: UUID | None = None, suite: int | None = None
) -> tuple[Principal, Keys]:
    """A principal with a fresh key pair and the consent from itself to itself. Give it a lock before the unit ends.

    Args:
        practice_id: the practice at work.
        kind: a person, or one of the practice's own keys.
        person_id: whose; None for the practice's own keys.
        suite: of seals; the newest unless an old one must be imitated.
    """
    suite = suite or NEWEST
    private, public = new_pair(suite)
    principal = Principal(
        practice_id=practice_id, id=uuid4(), person_id=person_id, kind=kind, suite=suite, public_key=public
    )
    principal.stamp = stamp_of(principal)
    db.session.add(principal)
    db.session.flush()
    db.session.add(new_grant(principal, principal, OWN, "", ""))
    db.session.flush()
    return principal, Keys(principal.id, suite, private)


def new_people(practice_id: UUID, person_ids: Sequence[UUID]) -> list[Keys]:
    """The same for many people at once, in two statements; each needs a lock before the unit ends."""
    made, found = [], []
    for person_id in person_ids:
        private, public = new_pair(NEWEST)
        principal = Principal(
            practice_id=practice_id, id=uuid4(), person_id=person_id, kind="person", suite=NEWEST, public_key=public
        )
        principal.stamp = stamp_of(principal)
        made.append(principal)
        found.append(Keys(principal.id, NEWEST, private))
    db.session.add_all(made)
    db.session.flush()
    db.session.add_all(new_grant(principal, principal, OWN, "", "") for principal in made)
    db.session.flush()
    return found


def principal_of(person_id: UUID) -> Principal:
    """The principal a person uses now.

    Raises:
        NotFound: no such person here, or they were shredded.
    """
    return _one(_PRINCIPALS.where(Principal.person_id == person_id, Principal.retired_at.is_(None)))


def practice_principal(kind: PracticeKey) -> Principal:
    """The recovery or the records key of the practice at work.

    Raises:
        NotFound: the practice has not been set up.
    """
    alive = Principal.retired_at.is_(None)
    return _one(_PRINCIPALS.where(Principal.kind == kind, Principal.person_id.is_(None), alive))


def recipient(principal_id: UUID) -> Principal:
    """Somebody to seal to; their key pair cannot be rotated by another transaction until this one ends.

    Raises:
        NotFound: not in this practice, or put aside.
        Locked: the public key does not carry our stamp.
    """
    found = _one(_steady(principal_id).where(Principal.retired_at.is_(None)))
    check_stamp(found)
    return found


def mine(keys: Keys) -> Principal:
    """The row of whoever holds these keys; steady until the transaction ends.

    Raises:
        Locked: these are not, or no longer, that principal's keys.
    """
    found = db.session.scalars(_steady(keys.principal_id)).one_or_none()
    if found is None:
        raise Locked("keys of nobody here")
    check_current(keys, found)
    return found


def check_current(keys: Keys, principal: Principal) -> None:
    """Refuse keys from before a rotation, and a public key that was put back to an older one.

    Raises:
        Locked: the private key in hand and the public one in the table are not a pair.
    """
    check_stamp(principal)
    if keys.suite != principal.suite or not same(keys.public, principal.public_key):
        raise Locked("these keys are no longer this principal's")


def retire(principal_id: UUID) -> None:
    """Put a principal aside after a fresh start: nothing new is sealed to it, and what it opens it still opens.

    Raises:
        NotFound: not in this practice, or aside already.
    """
    found = recipient(principal_id)
    found.retired_at = now()
    found.stamp = stamp_of(found)
    db.session.flush()


_PRINCIPALS = select(Principal).execution_options(populate_existing=True)


def _steady(principal_id: UUID) -> Select[Principal]:
    """FOR KEY SHARE: makes `rotate`, which takes FOR UPDATE, wait; and hinders nobody else."""
    return _PRINCIPALS.where(Principal.id == principal_id).with_for_update(read=True, key_share=True)


def _one(query: Select[Principal]) -> Principal:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("no such principal")
    return found
