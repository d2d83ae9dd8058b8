"""Invitations that nobody has used yet, as the office sees them: looked through, ended now, or taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, retention
from portal.domain.access import readable, writable
from portal.domain.accounts import roles
from portal.domain.accounts.people import INVITATION_TRIES
from portal.domain.audit import Event, record
from portal.domain.contact import Mode
from portal.domain.invitations.inviting import tell_who_shared
from portal.models.caseload import Assignment
from portal.models.contact import Contact
from portal.models.people import Invitation, Membership, Person

PAGE = 50  # invitations on a page
HAS_RECORD = lazy(
    "There is a record of them here, which stays. Delete the account on this page instead: the record is kept."
)
NOBODY = "Taken back"  # what stands for the name of somebody who was invited and is not any more


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An invitation that can still be used. `mode`: whether a new link would be mailed."""

    person_id: UUID
    name: str
    roles: tuple[Role, ...]
    made_at: datetime
    expires_at: datetime
    tries_left: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class OpenOnes:
    """A page of them, those that end first before the others, and how many there are in all."""

    lines: tuple[OpenOne, ...]
    count: int
    page: int
    pages: int


def open_ones(admin: Actor, page: int = 1) -> OpenOnes:
    """Invitations of the practice that can still be used. Those of people whom a client trusts are the client's."""
    trusted = select(Membership.person_id).where(Membership.role == Role.CONFIDANT)
    rows = readable(Person, admin).join(Invitation, Invitation.person_id == Person.id)
    rows = rows.where(Person.closed_at.is_(None), Person.joined_at.is_(None), Person.id.not_in(trusted))
    rows = rows.where(Invitation.used_at.is_(None), Invitation.expires_at > now())
    rows = rows.where(Invitation.tries < INVITATION_TRIES)
    count = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(1, page), pages)
    rows = rows.outerjoin(Contact, Contact.person_id == Person.id).order_by(Invitation.expires_at, Person.id)
    rows = rows.limit(PAGE).offset((page - 1) * PAGE)
    columns = (Person.id, Person.name, Invitation.made_at, Invitation.expires_at, Invitation.tries, Contact.mode)
    found = db.session.execute(rows.with_only_columns(*columns)).all()
    doing = _roles([row.id for row in found])
    lines = (
        OpenOne(
            row.id,
            row.name,
            doing.get(row.id, ()),
            row.made_at,
            row.expires_at,
            INVITATION_TRIES - row.tries,
            Mode(row.mode or Mode.NONE),
        )
        for row in found
    )
    return OpenOnes(tuple(lines), count, page, pages)


def expire(admin: Actor, person_id: UUID) -> None:
    """From now on link and code are worth nothing; a new slip can be made at any time. Twice changes nothing.

    Raises:
        NotFound: nobody of that id here who could be invited again.
        Invalid: on `name`: they have joined already.
    """
    person = _not_joined(admin, person_id)
    moment = now()
    standing = update(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
    ended = db.session.execute(standing.where(Invitation.expires_at > moment).values(expires_at=moment))
    if ended.rowcount:  # type: ignore[attr-defined]
        record(admin, Event.INVITATION_EXPIRED, person.id, person.id)


def withdraw(admin: Actor, person_id: UUID) -> None:
    """Somebody was never meant to be invited, or will not come: keys, address, name and sign-in name go.

    Raises:
        NotFound: nobody of that id here who was invited.
        Invalid: on `name`: they have joined already, have clients, or there is a record of them.
    """
    person = _not_joined(admin, person_id)
    if db.session.scalar(select(Person.id).where(Person.id == person.id, _has_record())):
        raise Invalid("name", HAS_RECORD)
    if not take_back(admin, [person.id]):
        raise Invalid("name", roles.HAS_CLIENTS)


def take_back(actor: Actor, person_ids: list[UUID]) -> int:
    """The same for many, without another question; whoever has joined, has clients or a record stays.

    Returns how many went.

    Args:
        actor: an admin, or the worker on behalf of one.
        person_ids: so many as a statement can name.
    """
    query = select(Person).where(Person.id.in_(person_ids), Person.joined_at.is_(None), Person.closed_at.is_(None))
    looks_after = exists().where(Assignment.therapist_id == Person.id, Assignment.ended_at.is_(None))
    query = query.where(~looks_after, ~_has_record())
    rows = db.session.scalars(query.order_by(Person.id).with_for_update().execution_options(populate_existing=True))
    found = [row.id for row in rows.all()]
    for person_id in found:
        tell_who_shared(actor, person_id)
    accounts.take_away(found)
    db.session.execute(update(Person).where(Person.id.in_(found)).values(name=NOBODY))
    for person_id in found:
        record(actor, Event.INVITATION_TAKEN_BACK, person_id, person_id)
    return len(found)


def _has_record() -> ColumnElement[bool]:
    return or_(*(exists().where(one.client_id == Person.id) for one in retention.RECORDS))


def _not_joined(admin: Actor, person_id: UUID) -> Person:
    """Somebody of the practice's own inviting, held; the people a client trusts are not the office's to end."""
    query = writable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    person = db.session.scalar(query.execution_options(populate_existing=True))
    if person is None or Role.CONFIDANT in accounts.roles_of(person_id):
        raise NotFound(person_id)
    if person.joined_at is not None:
        raise Invalid("name", _("%(person)s has joined already.", person=person.name))
    return person


def _roles(ids: list[UUID]) -> dict[UUID, tuple[Role, ...]]:
    query = select(Membership.person_id, Membership.role).where(Membership.person_id.in_(ids))
    found: dict[UUID, tuple[Role, ...]] = {}
    for person_id, role in db.session.execute(query.where(Membership.ended_at.is_(None)).order_by(Membership.role)):
        found[person_id] = (*found.get(person_id, ()), Role(role))
    return found
