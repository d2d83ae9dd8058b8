"""Who looks after whom. An assignment opens nothing; it only lets a consent be used."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import live, readable, stands, writable
from portal.domain.audit import Event, record
from portal.models.appointments import Appointment
from portal.models.caseload import Assignment
from portal.models.handovers import Handover, Stood
from portal.models.measures import MeasureAsked
from portal.models.people import Membership, Person
from portal.models.prompts import Asked
from portal.models.vault import Grant, ItemKey, Principal

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another one


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody a person works with: a therapist's client, or a client's therapist. `since` is when that began."""

    id: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Pairing:
    """One assignment that stands, as the practice's admin sees it."""

    id: UUID
    client_id: UUID
    client: str
    therapist_id: UUID
    therapist: str
    since: datetime


def assign(admin: Actor, client_id: UUID, therapist_id: UUID) -> UUID:
    """Put a client on a therapist's caseload; doing it twice gives the same assignment.

    The therapist sees the client's name from now on, and nothing else: what an earlier therapist could read does not
    move along.

    Returns:
        the assignment's id.

    Raises:
        NotFound: nobody of that id here, or not for this person to arrange.
        Invalid: `client_id` is not a client, `therapist_id` not a therapist.
    """
    lock_client(admin, client_id)
    _in_role(admin, client_id, Role.CLIENT, "client_id", _("This person is not a client here."))
    _in_role(admin, therapist_id, Role.THERAPIST, "therapist_id", _("Choose one of the therapists here."))
    return begin(admin, admin.practice_id, client_id, therapist_id)


def begin(actor: Actor | None, practice_id: UUID, client_id: UUID, therapist_id: UUID) -> UUID:
    """The same for whoever has asked whether it may be; the client is held. Nobody acts where a date has come."""
    pair = (Assignment.client_id == client_id, Assignment.therapist_id == therapist_id, stands(Assignment))
    if standing := db.session.scalar(select(Assignment).where(*pair)):
        return standing.id
    row = Assignment(practice_id=practice_id, client_id=client_id, therapist_id=therapist_id)
    db.session.add(row)
    db.session.flush()
    record(actor, Event.CASELOAD_ASSIGNED, row.id, client_id, therapist=therapist_id)
    return row.id


def end(admin: Actor, assignment_id: UUID) -> None:
    """Take a client off a therapist's caseload. From this moment the therapist can open nothing of theirs.

    The client's consents to this therapist end as well: one that slept on would wake up, unasked, with the next
    assignment. What the therapist asked is asked no longer; the client keeps the words. Their sessions to come
    are gone. Ending needs no key. Ending twice changes nothing.

    Raises:
        NotFound: no such assignment here.
    """
    query = writable(Assignment, admin).where(Assignment.id == assignment_id)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound
    hold(row.client_id)
    finish(admin, db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one())


def finish(actor: Actor | None, row: Assignment) -> None:
    """The same for a row that is held already. Nobody acts where a date has come."""
    if row.ended_at is not None:
        return
    row.ended_at = now()
    db.session.flush()
    for asked in (Asked, MeasureAsked):
        standing = update(asked).where(asked.client_id == row.client_id, asked.therapist_id == row.therapist_id)
        db.session.execute(standing.where(asked.ended_at.is_(None)).values(ended_at=now()))
    both = (Appointment.client_id == row.client_id, Appointment.therapist_id == row.therapist_id)
    db.session.execute(delete(Appointment).where(*both, Appointment.starts_at > now()))
    record(actor, Event.CASELOAD_ENDED, row.id, row.client_id, therapist=row.therapist_id)
    _remember(row)
    if vault.end_all_between(row.client_id, row.therapist_id):
        record(actor, Event.PERSON_STOPPED, row.therapist_id, row.client_id, reader=row.therapist_id)


def hold(client_id: UUID) -> None:
    """Whoever shares, stops or reassigns for one client comes after whoever began before: none sees half of another."""
    db.session.execute(select(Person.id).where(Person.id == client_id).with_for_update(key_share=True))


def what_stands(client_id: UUID, reader_id: UUID) -> list[Any]:
    """What is open to one reader now, by ids: each item with its consent's scope and end, and each standing consent.

    Returns:
        rows of scope, until, item_id and given_at; without an item where nothing lies under a consent.
    """
    is_open = (ItemKey.grant_id == Grant.id) & (ItemKey.given_at <= now())
    query = (
        select(Grant.scope, Grant.expires_at.label("until"), ItemKey.item_id, ItemKey.given_at)
        .outerjoin(ItemKey, is_open)
        .join(giver, giver.id == Grant.owner_id)
        .join(taker, taker.id == Grant.reader_id)
        .where(giver.person_id == client_id, taker.person_id == reader_id, live())
    )
    return list(db.session.execute(query.order_by(ItemKey.given_at, ItemKey.item_id)))


def my_clients(therapist: Actor) -> list[Known]:
    """Everyone this therapist looks after now, by name."""
    rows = readable(Person, therapist).join(Assignment, Assignment.client_id == Person.id)
    return _known(rows.where(Assignment.therapist_id == therapist.person_id))


def my_client(therapist: Actor, client_id: UUID) -> Known:
    """One of them; raises NotFound for anybody else."""
    rows = readable(Person, therapist).join(Assignment, Assignment.client_id == Person.id)
    found = _known(rows.where(Assignment.therapist_id == therapist.person_id, Person.id == client_id))
    if therapist.role is not Role.THERAPIST or not found:
        raise NotFound(client_id)
    return found[0]


def code_of(therapist: Actor, client_id: UUID) -> str:
    """What a client is called where no name is to stand, such as before a supervisor: 'K4M-7TW', always the same.

    It is made from both ids: with another therapist the same client has another code, and nobody gets a name from it.
    """
    digest = sha256(therapist.person_id.bytes + client_id.bytes).digest()
    letters = [CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:6]]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"


def my_therapists(client: Actor) -> list[Known]:
    """Everyone who looks after this client now, by name: whom they can share with."""
    rows = readable(Person, client).join(Assignment, Assignment.therapist_id == Person.id)
    return _known(rows.where(Assignment.client_id == client.person_id))


def pairing(admin: Actor, assignment_id: UUID) -> Pairing:
    """One assignment that stands.

    Raises:
        NotFound: none of that id here, or it has ended.
    """
    row = db.session.scalar(readable(Assignment, admin).where(Assignment.id == assignment_id, stands(Assignment)))
    if row is None:
        raise NotFound(assignment_id)
    both = select(Person.id, Person.name).where(Person.id.in_((row.client_id, row.therapist_id)))
    names = {person_id: name for person_id, name in db.session.execute(both)}  # noqa: C416 - mypy wants it so
    return Pairing(row.id, row.client_id, names[row.client_id], row.therapist_id, names[row.therapist_id], row.since)


def pairings(admin: Actor) -> list[Pairing]:
    """Every assignment that stands, by the therapist's name."""
    people = {person.id: person.name for person in db.session.scalars(readable(Person, admin))}
    rows = db.session.scalars(readable(Assignment, admin).where(stands(Assignment)))
    found = [
        Pairing(row.id, row.client_id, people[row.client_id], row.therapist_id, people[row.therapist_id], row.since)
        for row in rows
    ]
    return sorted(found, key=lambda pairing: (pairing.therapist.casefold(), pairing.client.casefold()))


giver, taker = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _remember(row: Assignment) -> None:
    """Where the client is still to say what of this goes on, keep by ids what stood: their answer may come later."""
    waiting = select(Handover.id).where(Handover.client_id == row.client_id, Handover.from_id == row.therapist_id)
    waiting = waiting.where(Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))
    handover_id = db.session.scalar(waiting.limit(1))
    if handover_id is not None:
        about = {"practice_id": row.practice_id, "client_id": row.client_id, "handover_id": handover_id}
        for stood in what_stands(row.client_id, row.therapist_id):
            db.session.add(Stood(**about, **stood._mapping))  # noqa: SLF001 - the public name of a row as a mapping
        db.session.flush()


def _known(rows: Any) -> list[Known]:
    query = rows.add_columns(Assignment.since).where(stands(Assignment), Person.closed_at.is_(None))
    found = [Known(person.id, person.name, since) for person, since in db.session.execute(query)]
    return sorted(found, key=lambda known: (known.name.casefold(), known.id))


def lock_client(admin: Actor, person_id: UUID) -> None:
    """Whoever arranges the same client at the same moment waits, so that no pair is made twice."""
    query = writable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    if db.session.scalar(query) is None:
        raise NotFound


def _in_role(admin: Actor, person_id: UUID, role: Role, field: str, otherwise: str) -> None:
    holds = select(Membership.person_id).where(Membership.role == role, Membership.ended_at.is_(None))
    query = readable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None), Person.id.in_(holds))
    if db.session.scalar(query) is None:
        raise Invalid(field, otherwise)
