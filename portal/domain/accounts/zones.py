"""Where a person is: their time zone and their own calendar day."""

from datetime import date, datetime, time

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import today_for, zone
from portal.core.db import db
from portal.models.people import Person


def zone_of(actor: Actor) -> str:
    """The IANA name of the acting person's time zone."""
    return db.session.scalars(select(Person.time_zone).where(Person.id == actor.person_id)).one()


def today_of(actor: Actor) -> date:
    """The calendar day where the acting person is."""
    return today_for(zone_of(actor))


def noon_of(actor: Actor, day: date) -> datetime:
    """Noon of a day where the acting person is."""
    return datetime.combine(day, time(12), zone(zone_of(actor)))
