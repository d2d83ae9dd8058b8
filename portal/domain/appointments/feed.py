"""A secret address under which a therapist's own calendar program asks when they are taken, and learns nothing else.

Whoever has the address has the times: it is long, only its hash is kept, and it can be made anew or turned off. What
lies behind it are bare moments. No name, no place, no kind and no word goes along, for calendars are shown on watches,
on walls and to colleagues.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, exists, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, NotFound
from portal.domain import caseload
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.models.appointments import Appointment, CalendarFeed
from portal.models.people import Membership, Person

BACK, AHEAD = timedelta(days=28), timedelta(days=400)  # how far the feed reaches
MOST = 2_000  # meetings in one feed: more than anybody holds in that time


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that is taken. `id` stands for nothing else here."""

    id: UUID
    starts_at: datetime
    ends_at: datetime


def since(actor: Actor) -> datetime | None:
    """Since when this therapist has an address; None: there is none."""
    return db.session.scalar(readable(CalendarFeed, actor).with_only_columns(CalendarFeed.made_at))


def make(actor: Actor) -> str:
    """A new address: its token, which is kept nowhere. An earlier one stops working."""
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    caseload.hold(actor.person_id)
    _drop(actor)
    token = secrets.token_urlsafe(32)
    db.session.add(
        CalendarFeed(practice_id=actor.practice_id, person_id=actor.person_id, token_hash=_hash(token), made_at=now())
    )
    record(actor, Event.FEED_MADE, actor.person_id)
    return token


def turn_off(actor: Actor) -> None:
    """Have no address any more. Doing it twice changes nothing."""
    if _drop(actor):
        record(actor, Event.FEED_ENDED, actor.person_id)


def behind(practice_id: UUID, token: str) -> list[Taken]:
    """The times that are taken, from four weeks back to thirteen months ahead; cancelled ones are not.

    Raises:
        NotFound: no such address, or its therapist works here no longer.
    """
    works_here = exists().where(
        Membership.person_id == CalendarFeed.person_id,
        Membership.role == Role.THERAPIST,
        Membership.ended_at.is_(None),
        Person.id == CalendarFeed.person_id,
        Person.closed_at.is_(None),
    )
    whose = select(CalendarFeed.person_id).where(CalendarFeed.token_hash == _hash(token), works_here)
    therapist_id = db.session.scalar(whose)
    if therapist_id is None:
        raise NotFound
    rows = readable(Appointment, Actor(therapist_id, practice_id, Role.THERAPIST)).where(
        Appointment.ended_at.is_(None), Appointment.starts_at.between(now() - BACK, now() + AHEAD)
    )
    return [
        Taken(uuid5(row.id, "taken"), row.starts_at, row.starts_at + timedelta(minutes=row.minutes))
        for row in db.session.scalars(rows.order_by(Appointment.starts_at, Appointment.id).limit(MOST))
    ]


def _drop(actor: Actor) -> bool:
    standing = db.session.scalar(writable(CalendarFeed, actor).with_only_columns(CalendarFeed.person_id))
    if standing is None:
        return False
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == actor.person_id))
    return True


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"calendar" + token.encode(errors="replace")).digest()
