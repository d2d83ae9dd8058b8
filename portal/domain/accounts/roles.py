"""What somebody does here: a role begun, a role ended, and with it every session and whatever it had opened."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import sessions, vault
from portal.domain.access import readable, writable
from portal.domain.accounts import officers
from portal.domain.audit import Event, record
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.vault import Grant, Principal

GIVEN_HERE = (Role.THERAPIST, Role.ADMIN)  # a client is invited, an officer is made by an officer
APART = (Role.CLIENT, Role.CONFIDANT)  # their keys are their own; those of staff are held for recovery
AN_ACCOUNT_APART = lazy(
    "The account they have now is their own and stays that. For work here, invite them with another sign-in name."
)
NOT_OWN = lazy("Another admin can end this for you. So there is always one here.")
HAS_CLIENTS = lazy("Clients are on their caseload. Move them to somebody else first, or end it with each of them.")
NOT_THIS = lazy("This is nothing they do here now.")


def begin_role(admin: Actor, person_id: UUID, role: Role) -> None:
    """Let somebody who works here do something else as well. Begun twice, it is begun once.

    Every session of theirs ends: with the next sign-in, their keys get what staff need (`people.works_here`).

    Raises:
        NotFound: nobody of that id here.
        Forbidden: not an admin any more.
        Invalid: on `role`: not one that is given here, or not to them.
    """
    person = _held(admin, person_id)
    standing = roles_of(person_id)
    if role not in GIVEN_HERE:
        raise Invalid("role", _("Choose one of these."))
    if role in standing:
        return
    if standing.intersection(APART):
        raise Invalid("role", AN_ACCOUNT_APART)
    row = db.session.scalar(select(Membership).where(Membership.person_id == person.id, Membership.role == role))
    if row is None:
        db.session.add(Membership(practice_id=admin.practice_id, person_id=person.id, role=role))
    else:
        row.since, row.ended_at = now(), None
    db.session.flush()
    sessions.end_all(person.id)
    record(admin, Event.ROLE_BEGUN, person.id, person.id, role=str(role))


def end_role(admin: Actor, person_id: UUID, role: Role) -> None:
    """End something somebody does here. Ended twice, it is ended once.

    Every session of theirs ends at once. With the work of a therapist, whatever was opened to them ends, for good.
    What they wrote for the practice's record stays with it.

    Raises:
        NotFound: nobody of that id here.
        Forbidden: not an admin any more.
        Invalid: on `role`: it would leave clients, the practice or oneself behind.
    """
    person = _held(admin, person_id)
    if role not in STAFF:
        raise Invalid("role", NOT_THIS)
    if role in roles_of(person_id):
        _check(admin, person_id, [role])
        _end(admin, person, role)


def end_work(admin: Actor, person_id: UUID) -> None:
    """End everything somebody does here: they cannot sign in any more. All of it, or with a reason nothing.

    Raises:
        NotFound, Forbidden, Invalid: as `end_role`.
    """
    person = _held(admin, person_id)
    standing = sorted(roles_of(person_id) & STAFF)
    _check(admin, person_id, standing)
    for role in standing:
        _end(admin, person, role)


def roles_of(person_id: UUID) -> frozenset[Role]:
    """Everything somebody is here now."""
    query = select(Membership.role).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return frozenset(Role(role) for role in db.session.scalars(query))


# ------------------------------------------------------------------ rules


def _held(admin: Actor, person_id: UUID) -> Person:
    """The person, for a change by somebody who is still an admin. Whoever changes roles here at the same moment waits.

    Raises:
        NotFound, Forbidden.
    """
    query = writable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    if admin.person_id not in _admins():
        raise Forbidden
    person = db.session.scalar(query.execution_options(populate_existing=True))
    if person is None:
        raise NotFound(person_id)
    return person


def _admins() -> list[UUID]:
    """Everyone who is an admin now, held until this unit of work ends: the others see what comes of it."""
    standing = select(Membership.person_id).where(Membership.role == Role.ADMIN, Membership.ended_at.is_(None))
    return list(db.session.scalars(standing.order_by(Membership.person_id).with_for_update()))


def _check(admin: Actor, person_id: UUID, roles: Iterable[Role]) -> None:
    for role in roles:
        if role is Role.ADMIN and person_id == admin.person_id:
            raise Invalid("role", NOT_OWN)
        if role is Role.OFFICER and officers.is_last_officer(person_id):
            raise Invalid("role", officers.LAST)
        if role is Role.THERAPIST and _has_clients(admin, person_id):
            raise Invalid("role", HAS_CLIENTS)


def _has_clients(admin: Actor, person_id: UUID) -> bool:
    standing = readable(Assignment, admin).where(Assignment.therapist_id == person_id, Assignment.ended_at.is_(None))
    return db.session.scalar(standing.limit(1)) is not None


def _end(admin: Actor, person: Person, role: Role) -> None:
    if role is Role.OFFICER:
        officers.end_officer(admin, person.id)
    else:
        query = select(Membership).where(Membership.person_id == person.id, Membership.role == role)
        db.session.scalars(query).one().ended_at = now()
        db.session.flush()
    sessions.end_all(person.id)
    record(admin, Event.ROLE_ENDED, person.id, person.id, role=str(role))
    if role is Role.THERAPIST:
        _close_to(admin, person.id)


def _close_to(admin: Actor, reader_id: UUID) -> None:
    """Whatever anybody opened to them ends; the log of each of these says so. No key is needed."""
    reader, owner = aliased(Principal), aliased(Principal)
    query = select(owner.id, owner.person_id, reader.id).join(Grant, Grant.owner_id == owner.id)
    query = query.join(reader, reader.id == Grant.reader_id).where(reader.person_id == reader_id, vault.live())
    query = query.where(owner.person_id.is_distinct_from(reader_id)).distinct()
    for owner_id, person_id, principal_id in db.session.execute(query).all():
        if vault.end_between(owner_id, principal_id) and person_id:
            record(admin, Event.PERSON_STOPPED, reader_id, person_id, reader=reader_id)
