"""The people of a practice as its admin sees them: names and dates, never what anybody writes.

Whatever a page shows takes a fixed number of statements, however many people there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain.access import readable
from portal.domain.accounts.names import LONGEST_NAME, folded
from portal.domain.accounts.people import INVITATION_TRIES
from portal.models.caseload import Assignment
from portal.models.people import Invitation, Membership, Person

PAGE = 50  # people on a page


class Status(StrEnum):
    """Where a person stands."""

    INVITED = "invited"
    INVITATION_OVER = "invitation over"
    HERE = "here"
    ENDED = "ended"  # joined once, and does nothing here any more
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the admin's list. `until` is when an open invitation ends; `therapists` are a client's, by name."""

    id: UUID
    name: str
    sign_in_name: str
    pronouns: str
    roles: tuple[Role, ...]
    status: Status
    since: datetime
    until: datetime | None
    therapists: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status is not Status.CLOSED

    @property
    def is_client(self) -> bool:
        return Role.CLIENT in self.roles

    @property
    def is_therapist(self) -> bool:
        return Role.THERAPIST in self.roles

    @property
    def works_here(self) -> bool:
        return bool(STAFF.intersection(self.roles))

    @property
    def has_joined(self) -> bool:
        return self.status not in (Status.INVITED, Status.INVITATION_OVER)


@dataclass(frozen=True, slots=True)
class Sought:
    """What an admin looks for. Without a status: everybody but those who have gone."""

    words: str = ""
    role: Role | None = None
    status: Status | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class People:
    """A page of people, and how many there are in all."""

    lines: tuple[PersonLine, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Tie:
    """One assignment of a person's that stands, with the name at its other end."""

    id: UUID
    person_id: UUID
    name: str
    since: datetime


def search(admin: Actor, sought: Sought) -> People:
    """A page of those who are looked for: staff first, then by name. A page past the last one is the last."""
    found = readable(Person, admin).where(*_clauses(sought))
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(1, sought.page), pages)
    rows = db.session.scalars(_in_order(found).limit(PAGE).offset((page - 1) * PAGE)).all()
    return People(tuple(_lines(rows)), count, page, pages)


def people(admin: Actor, role: Role | None = None) -> list[PersonLine]:
    """Everyone of the practice, or everyone with a role: staff first, then by name."""
    of_role = select(standing.person_id).where(standing.role == role, standing.ended_at.is_(None))
    wanted = [Person.id.in_(of_role)] if role else []
    return _lines(db.session.scalars(_in_order(readable(Person, admin).where(*wanted))).all())


def person(admin: Actor, person_id: UUID) -> PersonLine:
    """One person.

    Raises:
        NotFound: nobody of that id here.
    """
    found = db.session.scalars(readable(Person, admin).where(Person.id == person_id)).all()
    if not found:
        raise NotFound
    return _lines(found)[0]


def ties(admin: Actor, person_id: UUID) -> list[Tie]:
    """Who looks after this client, or whom this therapist looks after, by name."""
    rows = readable(Assignment, admin).where(Assignment.ended_at.is_(None)).join(other, _other_end(person_id))
    query = rows.with_only_columns(Assignment.id, other.id, other.name, Assignment.since)
    return [Tie(*row) for row in db.session.execute(query.order_by(func.lower(other.name), other.id))]


# ------------------------------------------------------------------ as SQL

other = aliased(Person)
standing = aliased(Membership)


def _other_end(person_id: UUID) -> ColumnElement[bool]:
    as_client = and_(Assignment.client_id == person_id, other.id == Assignment.therapist_id)
    return or_(as_client, and_(Assignment.therapist_id == person_id, other.id == Assignment.client_id))


def _clauses(sought: Sought) -> list[ColumnElement[bool]]:
    clauses = []
    words = sought.words.strip()[:LONGEST_NAME]
    if words:
        in_name = func.lower(Person.name).contains(words.lower(), autoescape=True)
        as_typed = Person.name.contains(words, autoescape=True)  # SQLite knows small letters of ASCII only
        clauses.append(or_(in_name, as_typed, Person.sign_in_name.contains(folded(words), autoescape=True)))
    if sought.role:
        clauses.append(_has_role(sought.role))
    here = and_(Person.closed_at.is_(None), or_(Person.joined_at.is_(None), _has_role()))
    clauses.append(_STATUS[sought.status]() if sought.status else here)
    return clauses


def _has_role(*roles: Role) -> ColumnElement[bool]:
    has = exists().where(standing.person_id == Person.id, standing.ended_at.is_(None))
    return has.where(standing.role.in_(roles)) if roles else has


def _is_invited() -> ColumnElement[bool]:
    stands = exists().where(
        Invitation.person_id == Person.id, Invitation.used_at.is_(None), Invitation.expires_at > now()
    )
    return stands.where(Invitation.tries < INVITATION_TRIES)


_OPEN = Person.closed_at.is_(None)
_STATUS: dict[Status, Any] = {
    Status.INVITED: lambda: and_(_OPEN, Person.joined_at.is_(None), _is_invited()),
    Status.INVITATION_OVER: lambda: and_(_OPEN, Person.joined_at.is_(None), ~_is_invited()),
    Status.HERE: lambda: and_(_OPEN, Person.joined_at.is_not(None), _has_role()),
    Status.ENDED: lambda: and_(_OPEN, Person.joined_at.is_not(None), ~_has_role()),
    Status.CLOSED: lambda: and_(Person.closed_at.is_not(None)),
}


def _in_order(query: Select[Person]) -> Select[Person]:
    return query.order_by(case((_has_role(*STAFF), 0), else_=1), func.lower(Person.name), Person.id)


# ------------------------------------------------------------------ as lines


def _lines(rows: Sequence[Person]) -> list[PersonLine]:
    ids = [row.id for row in rows] if len(rows) <= PAGE else None
    roles, open_until, therapists = _roles(ids), _open_invitations(ids), _therapists(ids)
    return [
        PersonLine(
            row.id,
            row.name,
            row.sign_in_name,
            row.pronouns,
            tuple(roles[row.id]),
            _status(row, open_until.get(row.id), roles[row.id]),
            row.closed_at or row.joined_at or row.made_at,
            None if row.joined_at else open_until.get(row.id),
            tuple(therapists[row.id]),
        )
        for row in rows
    ]


def _status(row: Person, open_until: datetime | None, roles: list[Role]) -> Status:
    if row.closed_at:
        return Status.CLOSED
    if row.joined_at:
        return Status.HERE if roles else Status.ENDED
    return Status.INVITED if open_until and open_until > now() else Status.INVITATION_OVER


def _roles(ids: Iterable[UUID] | None) -> dict[UUID, list[Role]]:
    query = select(Membership.person_id, Membership.role).where(Membership.ended_at.is_(None))
    found: defaultdict[UUID, list[Role]] = defaultdict(list)
    for person_id, role in db.session.execute(_among(query, Membership.person_id, ids).order_by(Membership.role)):
        found[person_id].append(Role(role))
    return found


def _open_invitations(ids: Iterable[UUID] | None) -> dict[UUID, datetime]:
    """Until when each open invitation stands; one that was tried too often is over."""
    query = select(Invitation.person_id, Invitation.expires_at).where(Invitation.used_at.is_(None))
    query = _among(query.where(Invitation.tries < INVITATION_TRIES), Invitation.person_id, ids)
    return {person_id: until for person_id, until in db.session.execute(query)}  # noqa: C416 - rows are no pairs


def _therapists(ids: Iterable[UUID] | None) -> dict[UUID, list[str]]:
    query = select(Assignment.client_id, other.name).join(other, other.id == Assignment.therapist_id)
    query = _among(query.where(Assignment.ended_at.is_(None)), Assignment.client_id, ids)
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for client_id, name in db.session.execute(query.order_by(func.lower(other.name))):
        found[client_id].append(name)
    return found


def _among(query: Any, column: Any, ids: Iterable[UUID] | None) -> Any:
    return query if ids is None else query.where(column.in_(ids))
