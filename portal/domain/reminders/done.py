"""Whether what a reminder is about was done on a day: only that there is a row, never what is in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, true

from portal.core.db import db
from portal.domain.reminders.rules import About
from portal.models.goals import GoalRating
from portal.models.journal import Entry
from portal.models.mood import Checkin
from portal.models.people import Person

QUIET: dict[About, tuple[Any, ColumnElement[bool]]] = {  # which rows tell it; what is not here leaves none of its own
    About.CHECKIN: (Checkin, true()),
    About.WRITE: (Entry, Entry.deleted_at.is_(None)),
    About.GOALS: (GoalRating, true()),
}


def is_done(client_id: UUID, about: About, day: date) -> bool:
    """Whether it was; what leaves no row of its own never counts as done."""
    return about in done_of(client_id, [about], day)


def done_of(client_id: UUID, abouts: Iterable[About], day: date) -> set[About]:
    """Those of these that were done on this day."""
    known = [about for about in dict.fromkeys(abouts) if about in QUIET]
    if not known:
        return set()
    rows = [QUIET[about] for about in known]
    asked = [exists().where(row.client_id == client_id, row.on_day == day, rule) for row, rule in rows]
    _, *found = db.session.execute(select(Person.id, *asked).where(Person.id == client_id)).one()
    return {about for about, is_there in zip(known, found, strict=True) if is_there}
