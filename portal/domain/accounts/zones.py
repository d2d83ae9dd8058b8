"""Where a person is: their time zone, and their own calendar day, which begins at the hour they have chosen."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import day_of, now, zone
from portal.core.db import db
from portal.core.held import held
from portal.models.people import Person


def zone_of(actor: Actor) -> str:
    """The IANA name of the acting person's time zone."""
    return _clock_of(actor.person_id)[0]


def today_of(actor: Actor) -> date:
    """The day the acting person is in: at half past one in the night still yesterday, for whom days begin at four."""
    return day_for(actor.person_id, now())


def day_for(person_id: UUID, moment: datetime, zone_name: str | None = None) -> date:
    """The day of theirs that a moment belongs to.

    Args:
        person_id: whose day it is.
        moment: aware.
        zone_name: where they were then; where they are, unless given.
    """
    own_zone, begins = _clock_of(person_id)
    return day_of(moment, zone_name or own_zone, begins)


def noon_of(actor: Actor, day: date) -> datetime:
    """Noon of a day where the acting person is."""
    return datetime.combine(day, time(12), zone(zone_of(actor)))


def forget_clock(person_id: UUID) -> None:
    """They have changed it: whatever follows in this unit of work asks again."""
    held("clock").pop(person_id, None)


def _clock_of(person_id: UUID) -> tuple[str, int]:
    """Their zone, and the hour at which their day begins; asked once in a unit of work."""
    known = held("clock")
    if person_id not in known:
        clock = select(Person.time_zone, Person.day_begins).where(Person.id == person_id)
        known[person_id] = tuple(db.session.execute(clock).one())
    found: tuple[str, int] = known[person_id]
    return found
