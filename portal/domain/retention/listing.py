"""What is kept until when: names and dates."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.domain import settings
from portal.domain.access import readable
from portal.domain.retention.erasing import stays_until
from portal.models.people import Closing, Person
from portal.models.retention import Retention

PAGE = 50  # records


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody whose account is being deleted and can still be kept. `reason` is a code."""

    id: UUID
    name: str
    reason: str
    since: datetime
    gone_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays until its date. `early` is the code of why somebody wishes it gone before."""

    id: UUID
    name: str
    reason: str
    last_on: date
    until: date
    early: str | None
    early_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Who is leaving, and a page of records, the first to go first; `later`: how many more to pass over."""

    leaving: list[Leaving]
    kept: list[Kept]
    years: int
    later: int | None


def shelf(admin: Actor, after: int = 0) -> Shelf:
    """What is kept until when.

    Args:
        admin: whoever looks.
        after: so many records are passed over.

    Raises:
        Forbidden: not an admin.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    years = settings.here().record_years
    rows = readable(Retention, admin).where(Retention.gone_at.is_(None))
    kept = rows.where(Retention.last_on.is_not(None)).order_by(Retention.until, Retention.client_id)
    found = db.session.scalars(kept.offset(after).limit(PAGE + 1)).all()
    leaving = db.session.execute(
        rows.where(Retention.last_on.is_(None))
        .join(Closing, Closing.person_id == Retention.client_id)
        .add_columns(Closing.asked_at, Closing.gone_at)
        .order_by(Closing.gone_at)
    ).all()
    people = {one for row in found for one in (row.client_id, row.early_by_id)} | {row.client_id for row, *_ in leaving}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(people - {None}))).all())
    return Shelf(
        [
            Leaving(row.client_id, names[row.client_id], row.reason, asked_at, gone_at)
            for row, asked_at, gone_at in leaving
        ],
        [_kept(row, names, years, admin) for row in found[:PAGE]],
        years,
        after + PAGE if len(found) > PAGE else None,
    )


def _kept(row: Retention, names: dict[UUID, str], years: int, admin: Actor) -> Kept:
    last_on = row.last_on or row.at.date()
    return Kept(
        row.client_id,
        names[row.client_id],
        row.reason,
        last_on,
        stays_until(row, years),
        row.early_reason,
        names.get(row.early_by_id, "") if row.early_by_id else "",
        row.early_by_id == admin.person_id,
    )
