"""The people of a practice as its admin sees them: names and dates, never what anybody writes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import readable
from portal.models.people import Invitation, Membership, Person

INVITATION_TRIES = 5  # then a new code is needed
RECORD_PURPOSE = "the practice's record"
RECORD_WORDING = "record-1"


class Status(StrEnum):
    """Where a person stands."""

    INVITED = "invited"
    INVITATION_OVER = "invitation over"
    HERE = "here"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the admin's list. `until` is when an open invitation ends."""

    id: UUID
    name: str
    sign_in_name: str
    pronouns: str
    roles: tuple[Role, ...]
    status: Status
    since: datetime
    until: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status is not Status.CLOSED

    @property
    def is_client(self) -> bool:
        return Role.CLIENT in self.roles

    @property
    def is_therapist(self) -> bool:
        return Role.THERAPIST in self.roles


def people(admin: Actor) -> list[PersonLine]:
    """Everyone of the practice, staff first, then by name."""
    lines = _lines(db.session.scalars(readable(Person, admin)))
    return sorted(lines, key=lambda line: (not STAFF.intersection(line.roles), line.name.casefold(), line.id))


def person(admin: Actor, person_id: UUID) -> PersonLine:
    """One person.

    Raises:
        NotFound: nobody of that id here.
    """
    found = db.session.scalars(readable(Person, admin).where(Person.id == person_id)).all()
    if not found:
        raise NotFound
    return _lines(found)[0]


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


def _lines(rows: Iterable[Person]) -> list[PersonLine]:
    roles, open_until = _roles(), _open_invitations()
    return [
        PersonLine(
            row.id,
            row.name,
            row.sign_in_name,
            row.pronouns,
            tuple(roles[row.id]),
            _status(row, open_until.get(row.id)),
            row.closed_at or row.joined_at or row.made_at,
            None if row.joined_at else open_until.get(row.id),
        )
        for row in rows
    ]


def _status(row: Person, open_until: datetime | None) -> Status:
    if row.closed_at:
        return Status.CLOSED
    if row.joined_at:
        return Status.HERE
    return Status.INVITED if open_until and open_until > now() else Status.INVITATION_OVER


def _roles() -> dict[UUID, list[Role]]:
    found = defaultdict(list)
    standing = select(Membership.person_id, Membership.role).where(Membership.ended_at.is_(None))
    for person_id, role in db.session.execute(standing.order_by(Membership.role)):
        found[person_id].append(Role(role))
    return found


def _open_invitations() -> dict[UUID, datetime]:
    """Until when each open invitation stands; one that was tried too often is over."""
    query = select(Invitation.person_id, Invitation.expires_at).where(Invitation.used_at.is_(None))
    rows = db.session.execute(query.where(Invitation.tries < INVITATION_TRIES))
    return {person_id: until for person_id, until in rows}  # noqa: C416 - mypy does not take rows for pairs
