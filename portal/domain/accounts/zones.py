"""Where a person is: their time zone, and their own calendar day, which begins at the hour they have chosen."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import day_of, now, zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.held import held
from portal.core.language import _
from portal.models.people import Person

EARLIEST = date(1900, 1, 1)  # an older day is a slip of the finger


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


def past_day(actor: Actor, on_day: date | None) -> date:
    """The day that something written now is about: today where they are, unless an earlier one was chosen.

    Raises:
        Invalid: on `on_day`: it has not come yet, or lies before 1900, which is a slip of the finger.
    """
    today = today_of(actor)
    if on_day and on_day > today:
        raise Invalid("on_day", _("This day has not come yet."))
    if on_day and on_day < EARLIEST:
        raise Invalid("on_day", _("It can be any day from %(year)s on.", year=EARLIEST.year))
    return on_day or today


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
