"""Looking at appointments: a therapist's of some days, each client's next and last; a client's own next one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import day_of, now, zone
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.appointments.rules import KINDS, KINDS_SAID, LONGEST, Kind
from portal.models import appointments as tables
from portal.models.people import Person

Row = tables.Appointment
LONGEST_SPAN = timedelta(minutes=LONGEST)


@dataclass(frozen=True, slots=True)
class Appointment:
    """One session as a page shows it; `starts_at` is by the clock of whoever looks."""

    id: UUID
    client_id: UUID
    client: str
    starts_at: datetime
    minutes: int
    kind: Kind
    series_id: UUID | None
    therapist_id: UUID

    @property
    def ends_at(self) -> datetime:
        """By the same clock, also in a night in which it is changed."""
        zone_here = self.starts_at.tzinfo
        return (self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(zone_here)

    @property
    def how(self) -> str:
        """How the two meet, in words."""
        return KINDS[self.kind]

    @property
    def how_said(self) -> str:
        """The same inside a sentence: 'in the room'."""
        return KINDS_SAID[self.kind]


def one(actor: Actor, appointment_id: UUID) -> Appointment:
    """A session of this therapist's that stands; raises NotFound."""
    found = _shown(actor, _standing(actor, Row.id == appointment_id))
    if not found:
        raise NotFound(appointment_id)
    return found[0]


def today(actor: Actor) -> date:
    """The date on this person's calendar: sessions go by that, whenever somebody's day begins."""
    return day_of(now(), zone_of(actor))


def goes_on(actor: Actor, appointment: Appointment) -> bool:
    """Whether more of its series comes after it."""
    later = readable(Row, actor).where(
        Row.series_id == appointment.series_id, Row.ended_at.is_(None), Row.starts_at > appointment.starts_at
    )
    return appointment.series_id is not None and db.session.scalar(later.limit(1)) is not None


def of_day(actor: Actor, day: date) -> list[Appointment]:
    """This therapist's sessions of a day by their own clock, in order."""
    return of_days(actor, day, day)


def of_days(actor: Actor, first: date, last: date) -> list[Appointment]:
    """The same of some days, the last one too."""
    return _shown(actor, _standing(actor, *between(actor, first, last)))


def between(actor: Actor, first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What begins on these days where the acting person is."""
    here = zone(zone_of(actor))
    begins = datetime.combine(first, time(), here)
    ends = datetime.combine(last + timedelta(days=1), time(), here)
    return Row.starts_at >= begins, Row.starts_at < ends


def next_of(actor: Actor, client_id: UUID | None = None) -> dict[UUID, Appointment]:
    """The next session of each client on this therapist's caseload that has one, by the client's id; or of this one."""
    return _first_of_each(actor, client_id, Row.starts_at > now(), Row.starts_at)


def last_of(actor: Actor, client_id: UUID | None = None, before: datetime | None = None) -> dict[UUID, Appointment]:
    """The last session of each client before this day, by the client's id: what "since last time" counts from.

    A session of today is not "last time" yet: what is read in the room, and the summary made right after, look back to
    the one before it.

    Args:
        actor: the therapist.
        client_id: only this client's.
        before: the last one that began before this moment instead.
    """
    moment = before or datetime.combine(today_of(actor), time(), zone(zone_of(actor)))
    return _first_of_each(actor, client_id, Row.starts_at < moment, Row.starts_at.desc())


def next_for_me(actor: Actor, therapist_id: UUID | None = None) -> Appointment | None:
    """A client's next session, by their own clock; with this therapist, when one is named. None: there is none yet."""
    rows = _standing(actor, Row.starts_at > now()).limit(1)
    found = _shown(actor, rows if therapist_id is None else rows.where(Row.therapist_id == therapist_id))
    return found[0] if found else None


def _standing(actor: Actor, *where: ColumnElement[bool]) -> Any:
    """What is neither moved away nor cancelled, with the client's name, in order."""
    rows = readable(Row, actor).join(Person, Person.id == Row.client_id).add_columns(Person.name)
    return rows.where(Row.ended_at.is_(None), *where).order_by(Row.starts_at, Row.id)


def _first_of_each(
    actor: Actor, client_id: UUID | None, when: ColumnElement[bool], order: Any
) -> dict[UUID, Appointment]:
    place = func.row_number().over(partition_by=Row.client_id, order_by=(order, Row.id)).label("place")
    rows = readable(Row, actor).where(Row.ended_at.is_(None), when)
    ranked = (rows if client_id is None else rows.where(Row.client_id == client_id)).add_columns(place).subquery()
    row = aliased(Row, ranked)
    firsts = select(row, Person.name).join(Person, Person.id == row.client_id).where(ranked.c.place == 1)
    return {one.client_id: one for one in _shown(actor, firsts)}


def _shown(actor: Actor, rows: Any) -> list[Appointment]:
    here = zone(zone_of(actor))
    return [
        Appointment(
            id=row.id,
            client_id=row.client_id,
            client=name,
            starts_at=row.starts_at.astimezone(here),
            minutes=row.minutes,
            kind=Kind(row.kind),
            series_id=row.series_id,
            therapist_id=row.therapist_id,
        )
        for row, name in db.session.execute(rows)
    ]
