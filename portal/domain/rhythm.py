"""A therapist's rhythm: on which days they read and work, who covers for them, when they are away. Clients may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import day_of, now
from portal.core.dates import WEEKDAYS
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _, lazy
from portal.domain import settings
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.models import rhythm as rows
from portal.models.people import Membership, Person

FARTHEST = 366  # days from today, to come back
ELSEWHERE = lazy("This was changed in another window a moment ago. What stands there now is beside what you chose.")


class Says(StrEnum):
    """What clients are told while somebody is away: a choice of three, for words of one's own might name somebody."""

    AWAY = "away"
    LEAVE = "leave"
    QUIET = "quiet"


SENTENCES = {Says.AWAY: lazy("is away"), Says.LEAVE: lazy("is on leave"), Says.QUIET: lazy("does not read here")}
EACH = (  # Monday first
    lazy("Mondays"),
    lazy("Tuesdays"),
    lazy("Wednesdays"),
    lazy("Thursdays"),
    lazy("Fridays"),
    lazy("Saturdays"),
    lazy("Sundays"),
)


@dataclass(frozen=True, slots=True)
class Away:
    """From the first day away until the day they are back."""

    first: date
    back_on: date
    says: Says = Says.AWAY


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another therapist of the practice."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What one therapist has said. Weekdays count from Monday, 0; `is_away`: today, where the therapist is.

    `cover` is the name of whoever covers and still works here.
    """

    therapist_id: UUID
    name: str = ""
    reads: tuple[int, ...] = ()
    works: tuple[int, ...] = ()
    cover_id: UUID | None = None
    cover: str = ""
    away: Away | None = None
    is_away: bool = False
    version: int = 0

    @property
    def days(self) -> str:
        """'Mondays and Thursdays': when they read."""
        return in_words(self.reads)

    @property
    def work_days(self) -> str:
        return in_words(self.works)

    @property
    def is_said(self) -> bool:
        """Whether there is anything to tell a client of when this therapist reads."""
        return bool(self.reads or self.until)

    @property
    def until(self) -> date | None:
        """The day they are back, while they are away."""
        return self.away.back_on if self.away and self.is_away else None

    @property
    def says(self) -> str:
        """'is away'."""
        return str(SENTENCES[self.away.says]) if self.away else ""


def in_words(weekdays: Iterable[int]) -> str:
    """'Mondays, Tuesdays and Fridays'; 'every day'; nothing of none."""
    days = [str(EACH[at]) for at in weekdays]
    if len(days) == len(EACH):
        return _("every day")
    first, last = ", ".join(days[:-1]), "".join(days[-1:])
    return _("%(first)s and %(last)s", first=first, last=last) if first else last


def of(actor: Actor, therapist_id: UUID) -> Rhythm:
    """One therapist's rhythm; the practice's own days of reading when they have said nothing.

    Args:
        actor: the therapist, or a client they look after.
        therapist_id: whose.
    """
    return _found(actor, rows.Rhythm.therapist_id == therapist_id).get(
        therapist_id, Rhythm(therapist_id, reads=settings.here().reads_on)
    )


def team(client: Actor) -> dict[UUID, Rhythm]:
    """What those who look after this client have said, by therapist; for the others the practice's days of reading."""
    found, days = _found(client), settings.here().reads_on
    if days:
        for person in db.session.scalars(readable(Person, client)):
            found.setdefault(person.id, Rhythm(person.id, person.name, days))
    return found


def colleagues(therapist: Actor) -> list[Colleague]:
    """Every other therapist of the practice: who could cover."""
    query = readable(Membership, therapist).join(Person, Person.id == Membership.person_id)
    query = query.where(Person.id != therapist.person_id, Person.closed_at.is_(None), Person.joined_at.is_not(None))
    found = db.session.execute(query.with_only_columns(Person.id, Person.name))
    return sorted((Colleague(*row) for row in found), key=lambda one: (one.name.casefold(), one.id))


def keep(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor,
    reads: Iterable[int],
    works: Iterable[int],
    cover_id: UUID | None,
    away: Away | None,
    version: int,
) -> None:
    """Say anew when one reads, works and is away, and who covers.

    Args:
        actor: the therapist, for themselves.
        reads: weekdays, Monday is 0; none: no day is promised.
        works: weekdays that clients are shown; none: they are shown none.
        cover_id: another therapist of the practice; None: nobody.
        away: when they are away; None: they are not.
        version: of what was on the page.

    Raises:
        Invalid: on `reads`, `works`, `cover`, `away_from` or `back_on`; on `reads`, when another window was quicker.
    """
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    days = {field: _checked(field, chosen) for field, chosen in (("reads", reads), ("works", works))}
    if cover_id is not None and cover_id not in {one.id for one in colleagues(actor)}:
        raise Invalid("cover", _("Choose somebody who works here as a therapist."))
    _check(actor, away)
    row = _row(actor, version)
    row.reads, row.works, row.cover_id, row.version = days["reads"], days["works"], cover_id, version + 1
    row.away_from, row.back_on = (away.first, away.back_on) if away else (None, None)
    row.says = away.says if away else Says.AWAY
    db.session.flush()
    record(actor, Event.RHYTHM_KEPT, row.id)


def at_work(people: Iterable[UUID]) -> set[UUID]:
    """Of these those who work here as therapists and are not away today: whom what waits can be passed on to."""
    asked = set(people)
    if not asked:
        return set()
    still_here = exists().where(
        works_here.person_id == Person.id, works_here.role == Role.THERAPIST, works_here.ended_at.is_(None)
    )
    query = select(Person, rows.Rhythm).outerjoin(rows.Rhythm, rows.Rhythm.therapist_id == Person.id)
    found = db.session.execute(query.where(Person.id.in_(asked), Person.closed_at.is_(None), still_here))
    return {person.id for person, row in found if row is None or not _rhythm(row, person, None, "").is_away}


# ------------------------------------------------------------------ rows

whose, covering, works_here = aliased(Person), aliased(Person), aliased(Membership)  # made once: making one takes long


def _found(actor: Actor, *where: Any) -> dict[UUID, Rhythm]:
    still_here = exists().where(
        works_here.person_id == covering.id, works_here.role == Role.THERAPIST, works_here.ended_at.is_(None)
    )
    query = readable(rows.Rhythm, actor).outerjoin(whose, whose.id == rows.Rhythm.therapist_id)  # begun with the few
    query = query.outerjoin(
        covering, (covering.id == rows.Rhythm.cover_id) & covering.closed_at.is_(None) & still_here
    ).where(*where)
    found = db.session.execute(query.add_columns(whose, covering.id, covering.name).order_by(whose.name, whose.id))
    return {row.therapist_id: _rhythm(row, person, cover_id, cover or "") for row, person, cover_id, cover in found}


def _rhythm(row: rows.Rhythm, person: Person, cover_id: UUID | None, cover: str) -> Rhythm:
    today = day_of(now(), person.time_zone, person.day_begins)
    away = Away(row.away_from, row.back_on, Says(row.says)) if row.away_from and row.back_on else None
    if away and away.back_on <= today:
        away = None
    is_away = away is not None and away.first <= today
    reads, works = (tuple(int(at) for at in days) for days in (row.reads, row.works))
    return Rhythm(row.therapist_id, person.name, reads, works, cover_id, cover, away, is_away, row.version)


def _checked(field: str, weekdays: Iterable[int]) -> str:
    chosen = set(weekdays)
    if not chosen <= set(range(len(WEEKDAYS))):
        raise Invalid(field, _("Choose from the days of the week."))
    return "".join(str(at) for at in sorted(chosen))


def _check(actor: Actor, away: Away | None) -> None:
    if away is None:
        return
    today = today_of(actor)
    if away.back_on <= max(away.first, today):
        raise Invalid("back_on", _("Choose a day after today, and after the first day away."))
    if away.back_on > today + timedelta(days=FARTHEST):
        raise Invalid("back_on", _("Choose a day within a year."))


def _row(actor: Actor, version: int) -> rows.Rhythm:
    """The row to change, held until the transaction ends; a new one the first time."""
    query = writable(rows.Rhythm, actor).where(rows.Rhythm.therapist_id == actor.person_id)
    row = db.session.scalar(query.with_for_update())
    if (row.version if row else 0) != version:
        raise Invalid("reads", ELSEWHERE)
    if row is None:
        row = rows.Rhythm(practice_id=actor.practice_id, therapist_id=actor.person_id)
        if not add_new(row):
            raise Invalid("reads", ELSEWHERE)
    return row
