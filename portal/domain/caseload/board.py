"""The board: who has how many clients and how many places, and each client as a chip. Names and states, no dates.

An admin is told whether any session at all is booked with a client, so that nobody is forgotten; never when, or what
came of it. Clients stand by their own names alone: nothing here is ordered, counted or worded by whom they know.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.domain.access import readable, stands, this_moment
from portal.domain.caseload.waiting import Waiting, waiting
from portal.models.appointments import Appointment
from portal.models.caseload import Assignment, Places
from portal.models.handovers import Handover
from portal.models.people import Membership, Person
from portal.models.rhythm import Rhythm

ROWS = 20  # therapists on a page
CHIPS = 12  # clients in a row; the rest is on the therapist's own page
SLOTS = 6  # empty places that are drawn; the number says how many there are
DAYS = (lazy("Mon"), lazy("Tue"), lazy("Wed"), lazy("Thu"), lazy("Fri"), lazy("Sat"), lazy("Sun"))
client, counted = aliased(Person), aliased(Assignment)  # made once: making one takes long


class Show(StrEnum):
    """What a board can be narrowed to."""

    ALL = "all"
    FULL = "full"
    MOVING = "moving"
    UNBOOKED = "unbooked"


@dataclass(frozen=True, slots=True)
class Chip:
    """A client in a therapist's row. `state`: moving, invited, idle (no session booked), or nothing to say."""

    assignment_id: UUID
    client_id: UUID
    name: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One therapist. `places` None: no limit is said; `coming`: clients who are asked about moving here."""

    therapist_id: UUID
    name: str
    days: str
    used: int
    places: int | None
    coming: int = 0
    is_away: bool = False
    chips: tuple[Chip, ...] = ()
    matching: int = 0  # chips there are, shown or not

    @property
    def free(self) -> int:
        """Places that are neither taken nor asked about; below nothing where there are too many."""
        return 0 if self.places is None else self.places - self.used - self.coming

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.used >= self.places

    @property
    def more(self) -> int:
        return self.matching - len(self.chips)

    @property
    def slots(self) -> int:
        return max(0, min(SLOTS, (self.places or 0) - self.used))


@dataclass(frozen=True, slots=True)
class Board:
    """A page of it. `longest`: days that whoever waits longest has waited."""

    rows: list[Row]
    waiting: list[Waiting]
    longest: int
    clients: int
    therapists: int
    page: int
    pages: int


def board(admin: Actor, show: Show = Show.ALL, find: str = "", page: int = 1) -> Board:
    """The board of this practice, or as much of it as is looked for; a fixed number of questions, whatever its size.

    Args:
        admin: whoever looks.
        show: only full therapists, clients with a move under way, or without any session booked.
        find: a part of a client's name.
        page: 20 therapists each, from 1.
    """
    found = [one for one in waiting(admin) if find.casefold() in one.name.casefold()]
    pairs = clients_with(admin, show, find)
    everyone = therapists(admin)
    those = everyone
    if show is Show.FULL:
        those = [row for row in everyone if row.is_full]
    elif find or show is not Show.ALL:
        having = set(db.session.scalars(select(pairs.c.therapist_id).distinct()))
        those = [row for row in everyone if row.therapist_id in having]
    pages = max(1, -(-len(those) // ROWS))
    page = min(max(page, 1), pages)
    rows = _with_chips(those[(page - 1) * ROWS : page * ROWS], pairs, CHIPS)
    looked_after = db.session.scalar(_clients(admin)) or 0
    longest = (now() - found[0].since).days if found else 0
    return Board(rows, found, longest, looked_after, len(everyone), page, pages)


def row_of(admin: Actor, therapist_id: UUID) -> Row:
    """One therapist with every client of theirs.

    Raises:
        NotFound: nobody here who works as a therapist.
    """
    mine = therapists(admin, therapist_id)
    if not mine:
        raise NotFound(therapist_id)
    return _with_chips(mine, clients_with(admin), None)[0]


def therapists(admin: Actor, only: UUID | None = None) -> list[Row]:
    """Everyone who works here as a therapist, by name, with how many clients and places they have; no chips."""
    used = select(counted.therapist_id, func.count().label("used")).where(stands(counted), _of(counted, admin, only))
    used_by = used.group_by(counted.therapist_id).subquery()
    under_way = (Handover.taken_back_at.is_(None), Handover.ended_at.is_(None))
    coming = select(Handover.therapist_id, func.count().label("coming")).where(*under_way, _of(Handover, admin, only))
    coming_to = coming.where(Handover.answered_at.is_(None)).group_by(Handover.therapist_id).subquery()
    works = exists().where(
        Membership.person_id == Person.id, Membership.role == Role.THERAPIST, Membership.ended_at.is_(None)
    )
    query = readable(Person, admin).where(Person.closed_at.is_(None), works, *([Person.id == only] if only else []))
    query = query.outerjoin(Rhythm, Rhythm.therapist_id == Person.id)
    query = query.outerjoin(Places, Places.therapist_id == Person.id)
    query = query.outerjoin(used_by, used_by.c.therapist_id == Person.id)
    query = query.outerjoin(coming_to, coming_to.c.therapist_id == Person.id)
    columns = (Person.id, Person.name, Rhythm.works, Rhythm.reads, Rhythm.away_from, Rhythm.back_on)
    found = db.session.execute(query.with_only_columns(*columns, used_by.c.used, coming_to.c.coming, Places.count))
    rows = [
        Row(id_, name, in_short(works or reads or ""), used or 0, places, coming or 0, _away(away_from, back_on))
        for id_, name, works, reads, away_from, back_on, used, coming, places in found
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.therapist_id))


def in_short(weekdays: str) -> str:
    """'Mon to Thu', 'Tue, Wed, Fri': from the digits of a rhythm, Monday is 0."""
    days = [int(at) for at in weekdays]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):  # noqa: PLR2004 - two days read better with a comma
        return _("%(first)s to %(last)s", first=DAYS[days[0]], last=DAYS[days[-1]])
    return ", ".join(str(DAYS[at]) for at in days)


# ------------------------------------------------------------------ rows


def _of(model: Any, admin: Actor, only: UUID | None) -> ColumnElement[bool]:
    """Rows of this practice, of everybody there or of one therapist."""
    here: ColumnElement[bool] = model.practice_id == admin.practice_id
    return and_(here, model.therapist_id == only) if only else here


def _away(first: date | None, back_on: date | None) -> bool:
    """Today, as the server counts it: it narrows a suggestion, and promises nobody anything."""
    return bool(first and back_on and first <= now().date() < back_on)


def _clients(admin: Actor) -> Any:
    """How many clients there are, looked after or waiting."""
    is_client = readable(Person, admin).join(Membership, Membership.person_id == Person.id)
    is_client = is_client.where(
        Membership.role == Role.CLIENT, Membership.ended_at.is_(None), Person.closed_at.is_(None)
    )
    return is_client.with_only_columns(func.count())


def clients_with(admin: Actor, show: Show = Show.ALL, find: str = "") -> Subquery:
    """Each client with their therapist, as far as they are looked for."""
    moving = exists().where(
        Handover.client_id == Assignment.client_id,
        Handover.taken_back_at.is_(None),
        or_(Handover.answered_at.is_(None), Handover.ended_at.is_(None)),
    )
    booked = exists().where(
        Appointment.client_id == Assignment.client_id,
        Appointment.therapist_id == Assignment.therapist_id,
        Appointment.starts_at > this_moment(),
        Appointment.ended_at.is_(None),
    )
    query = readable(Assignment, admin).join(client, client.id == Assignment.client_id)
    query = query.where(stands(Assignment), client.closed_at.is_(None))
    if show is Show.MOVING:
        query = query.where(moving)
    if show is Show.UNBOOKED:
        query = query.where(~booked)
    if find:
        query = query.where(client.name.icontains(find, autoescape=True))
    columns = (Assignment.id, Assignment.therapist_id, Assignment.client_id, Assignment.since, client.name)
    said = (moving.label("moving"), client.joined_at.is_not(None).label("joined"), booked.label("booked"))
    return query.with_only_columns(*columns, *said).subquery()


def _with_chips(rows: Collection[Row], pairs: Subquery, most: int | None) -> list[Row]:
    ids = [row.therapist_id for row in rows]
    place = func.row_number().over(partition_by=pairs.c.therapist_id, order_by=(func.lower(pairs.c.name), pairs.c.id))
    count = func.count().over(partition_by=pairs.c.therapist_id).label("matching")
    ranked = select(*pairs.c, place.label("place"), count).where(pairs.c.therapist_id.in_(ids)).subquery()
    query = select(ranked).order_by(ranked.c.therapist_id, ranked.c.place)
    if most is not None:
        query = query.where(ranked.c.place <= most)
    chips: dict[UUID, list[Chip]] = {}
    matching: dict[UUID, int] = {}
    for each in db.session.execute(query):
        chips.setdefault(each.therapist_id, []).append(Chip(each.id, each.client_id, each.name, _state(each)))
        matching[each.therapist_id] = each.matching
    return [
        replace(row, chips=tuple(chips.get(row.therapist_id, ())), matching=matching.get(row.therapist_id, 0))
        for row in rows
    ]


def _state(each: Any) -> str | None:
    if each.moving:
        return "moving"
    if not each.joined:
        return "invited"
    return None if each.booked else "idle"
