"""The trail as the office sees it: names and dates of what it may know, by a place of its own that leaves no gap.

A page is found by one range of one index for each kind and side (who did it, whom it is about), so that the newest
fifty of a million lines cost what the newest fifty of a hundred do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union

from portal.core.actor import Actor, Role
from portal.core.clock import zone
from portal.core.db import UtcDateTime, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain.audit.events import Event
from portal.domain.audit.words import WORDS, Kind, kind_of
from portal.models.audit import AuditHead, AuditRow
from portal.models.people import Person

PAGE = 50  # lines
LAST_PLACE = 2**31 - 1
MOST_FOUND = 20  # people of one name
KINDS = tuple(kind for kind in Kind if kind is not Kind.PRIVATE)
NAMELESS = frozenset({Event.SIGN_IN_FAILED})  # by nobody known: with whose name would say when that person comes
# A person did it, and the trail does not know who: nobody signed in, or an operator, who is nobody of the practice.
BY_SOMEONE = frozenset(
    {
        Event.SIGN_IN_FAILED,
        Event.CODE_FAILED,
        Event.PRACTICE_PAUSED,
        Event.PRACTICE_RESUMED,
        Event.PRACTICE_HOST_SET,
        Event.PRACTICE_ARCHIVED,
        Event.PRACTICE_ARCHIVE_FAILED,
        Event.PRACTICE_LEAVING,
        Event.PRACTICE_STAYS,
    }
)
# What else of a line the office may see. Never versions and counts: they would tell how often somebody writes.
DETAILS = {
    "role": lazy("Role"),
    "therapist": lazy("Therapist"),
    "client": lazy("Client"),
    "hours": lazy("Hours"),
    "reason": lazy("Reason"),
}


@dataclass(frozen=True, slots=True)
class Seek:
    """Which lines: of one kind, of one person (who did it, or whom it is about), of these days where the reader is."""

    kind: Kind | None = None
    person_id: UUID | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as the office sees it. `about` is empty when it is about nobody, or about whoever did it."""

    place: int
    at: datetime
    kind: Kind
    who: str
    who_id: UUID | None
    what: str
    about: str
    about_id: UUID | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of lines, newest first, and the place to go on from; None where there is nothing more."""

    lines: list[Shown]
    older: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One line with all that the office may know of it, and how many lines there are."""

    line: Shown
    thing_id: UUID | None
    more: list[tuple[str, str]]
    places: int


def lines(admin: Actor, seek: Seek, before: int | None = None, most: int = PAGE) -> Listed:
    """The newest lines of these.

    Args:
        admin: whoever looks.
        seek: which.
        before: the place of the line to go on from.
        most: lines.

    Raises:
        Forbidden: not an admin.
        NotFound: no line has the place `before`.
        Invalid: on `last`: it comes before the first day.
    """
    bounds = [*_days(admin, seek), *([_older_than(admin, before)] if before is not None else [])]
    places = union(*(_newest(admin, (*side, *bounds), most + 1) for side in _sides(seek))).subquery()
    query = _listed(admin).join(places, places.c.place == AuditRow.place)
    query = query.order_by(AuditRow.at.desc(), AuditRow.place.desc()).limit(most + 1)
    rows = db.session.scalars(query).all()
    shown = _shown(rows[:most])
    return Listed(shown, shown[-1].place if len(rows) > most else None)


def line(admin: Actor, place: int) -> Whole:
    """One line.

    Raises:
        Forbidden: not an admin.
        NotFound: no line has this place.
    """
    row = _at(admin, place)
    said = {key: str(row.detail[key]) for key in DETAILS if row.detail.get(key) is not None}
    ids = {key: UUID(said[key]) for key in ("therapist", "client") if key in said}
    names = _names(ids.values())
    more = [(DETAILS[key], names.get(ids[key], _("Someone")) if key in ids else value) for key, value in said.items()]
    places = db.session.scalar(select(AuditHead.place)) or place
    shown = _shown([row])[0]
    # Of what somebody shared, was given or is told of not even the id: by that two lines would tell that they are about
    # one thing, and whom it was opened to. Only what the office itself makes has one.
    return Whole(shown, row.subject_id if shown.kind is Kind.OFFICE else None, more, places)


def people_called(admin: Actor, name: str) -> list[tuple[UUID, str]]:
    """The people of the practice whose name, or the name they sign in with, has this in it; by name, the first few.

    Raises:
        Forbidden: not an admin.
    """
    _admins_only(admin)
    wanted = name.strip().casefold()
    if not wanted:
        return []
    hits = or_(
        func.lower(Person.name).contains(wanted, autoescape=True),
        Person.sign_in_name.contains(wanted, autoescape=True),
    )
    query = select(Person.id, Person.name).where(Person.practice_id == admin.practice_id, hits)
    found = db.session.execute(query.order_by(Person.name, Person.id).limit(MOST_FOUND)).all()
    return [(person_id, called) for person_id, called in found]


def name_of(admin: Actor, person_id: UUID) -> str:
    """What a person of the practice is called.

    Raises:
        Forbidden: not an admin.
        NotFound: nobody of that id here.
    """
    _admins_only(admin)
    found = _names([person_id])
    if person_id not in found:
        raise NotFound(person_id)
    return found[person_id]


# ------------------------------------------------------------------ rows


def _admins_only(admin: Actor) -> None:
    if admin.role is not Role.ADMIN:
        raise Forbidden


def _listed(admin: Actor) -> Select[AuditRow]:
    """The rows that the office may see: the start of every read of it."""
    _admins_only(admin)
    return select(AuditRow).where(AuditRow.practice_id == admin.practice_id, AuditRow.place.is_not(None))


def _at(admin: Actor, place: int) -> AuditRow:
    """The row of this place; no database holds a number as large as an address can."""
    row = db.session.scalar(_listed(admin).where(AuditRow.place == place)) if place <= LAST_PLACE else None
    if row is None:
        raise NotFound(place)
    return row


def _newest(admin: Actor, where: Iterable[ColumnElement[bool]], most: int) -> Select[Any]:
    """The places of the newest rows of one side, found by one range of an index."""
    rows = _listed(admin).where(*where).with_only_columns(AuditRow.place, AuditRow.at)
    found = rows.order_by(AuditRow.at.desc(), AuditRow.place.desc()).limit(most).subquery()
    return select(found.c.place)


def _sides(seek: Seek) -> list[tuple[ColumnElement[bool], ...]]:
    if seek.person_id is None:
        return [(AuditRow.kind == seek.kind,) if seek.kind else ()]
    return [
        (*side, AuditRow.kind == kind)
        for side in (
            (AuditRow.actor_id == seek.person_id,),
            (AuditRow.about_id == seek.person_id, AuditRow.event.not_in(NAMELESS)),
        )
        for kind in ([seek.kind] if seek.kind else KINDS)
    ]


def _days(admin: Actor, seek: Seek) -> list[ColumnElement[bool]]:
    """From the beginning of the first day to the end of the last, where the admin is."""
    if seek.first and seek.last and seek.last < seek.first:
        raise Invalid("last", _("The last day comes before the first one."))
    where = zone(db.session.scalars(select(Person.time_zone).where(Person.id == admin.person_id)).one())
    found = []
    if seek.first:
        found.append(AuditRow.at >= datetime.combine(seek.first, time(), where))
    if seek.last and seek.last < date.max:
        found.append(AuditRow.at < datetime.combine(seek.last + timedelta(days=1), time(), where))
    return found


def _older_than(admin: Actor, place: int) -> ColumnElement[bool]:
    row = _at(admin, place)
    return tuple_(AuditRow.at, AuditRow.place) < tuple_(literal(row.at, UtcDateTime), literal(place))


def _shown(rows: Sequence[AuditRow]) -> list[Shown]:
    about = {row.seq: row.about_id for row in rows if row.event not in NAMELESS and row.about_id != row.actor_id}
    names = _names(one for row in rows for one in (row.actor_id, about.get(row.seq)) if one)
    return [
        Shown(
            place=row.place or 0,
            at=row.at,
            kind=kind_of(Event(row.event)),
            who=names.get(row.actor_id, _("Someone")) if row.actor_id else _nobody(row),
            who_id=row.actor_id if row.actor_id in names else None,
            what=str(WORDS[Event(row.event)]),
            about=names.get(whom, "") if whom else "",
            about_id=whom if whom in names else None,
        )
        for row, whom in ((row, about.get(row.seq)) for row in rows)
    ]


def _nobody(row: AuditRow) -> str:
    return _("Someone") if row.event in BY_SOMEONE else _("By itself")


def _names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(set(person_ids)))
    return {row.id: row.name for row in db.session.execute(query)}
