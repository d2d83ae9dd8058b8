"""Somebody new, and the keys they have from the first second."""

from collections.abc import Collection
from uuid import UUID, uuid4

from portal.core.actor import STAFF, Role
from portal.core.crypto import Keys
from portal.core.db import db
from portal.domain import vault
from portal.models.people import Membership, Person

INVITATION_TRIES = 5  # then a new code is needed
RECORD_PURPOSE = "the practice's record"
RECORD_WORDING = "record-1"


def add_person(  # noqa: PLR0913, PLR0917 - the columns of a person
    practice_id: UUID,
    name: str,
    sign_in_name: str,
    role: Role,
    time_zone: str,
    person_id: UUID | None = None,
    also: Collection[Role] = (),
) -> tuple[Person, Keys]:
    """An account with its first keys, not joined yet. The keys of staff are held for recovery from the first second."""
    row = Person(
        id=person_id or uuid4(), practice_id=practice_id, name=name, sign_in_name=sign_in_name, time_zone=time_zone
    )
    db.session.add(row)
    db.session.flush()
    roles = {role, *also}
    db.session.add_all(Membership(practice_id=practice_id, person_id=row.id, role=each) for each in sorted(roles))
    return row, first_keys(practice_id, row.id, roles)


def first_keys(practice_id: UUID, person_id: UUID, roles: Collection[Role]) -> Keys:
    """A key pair for a person who has none."""
    _, keys = vault.new_principal(practice_id, "person", person_id)
    if STAFF.intersection(roles):
        works_here(keys)
    return keys


def works_here(keys: Keys) -> None:
    """What the keys of staff need, whenever they began: held for recovery, and their record open to the practice's.

    Done again at each sign-in it changes nothing, and whoever began to work here since has it from then on.
    """
    if vault.practice_principal("recovery").id not in vault.holders(keys.principal_id):
        trust_the_practice(keys)
    vault.give(keys, vault.practice_principal("records").id, vault.RECORD, RECORD_PURPOSE, RECORD_WORDING)


def trust_the_practice(keys: Keys) -> None:
    """Let the practice's recovery key hold these keys, so that a forgotten password loses nothing."""
    vault.let_hold(keys, vault.practice_principal("recovery"))
