"""Whether what a reminder is about was done on a day: only that there is a row, never what is in it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core.db import db
from portal.domain.reminders.rules import About
from portal.models.journal import Entry
from portal.models.mood import Checkin

ROWS: dict[About, type[Checkin] | type[Entry]] = {About.CHECKIN: Checkin, About.WRITE: Entry}


def is_done(client_id: UUID, about: About, day: date) -> bool:
    """Whether it was; what leaves no row of its own never counts as done."""
    row = ROWS.get(about)
    if row is None:
        return False
    return db.session.scalar(select(row.id).where(row.client_id == client_id, row.on_day == day).limit(1)) is not None
