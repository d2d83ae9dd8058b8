"""Telling a therapist that their own notes are opened, or were: on a page of theirs, with a mail or without one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain.access import readable
from portal.models.emergency import Emergency
from portal.models.people import Person

TOLD = timedelta(days=30)  # after it has closed, as with every way into an account
client, officer, second = aliased(Person), aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Opened:
    """One case that opens a therapist's own notes about one client, or did. `until`: when it closes, or has closed."""

    id: UUID
    client: str
    reader: str
    agreed_by: str
    since: datetime
    until: datetime
    is_open: bool


def opened_of_mine(therapist: Actor) -> list[Opened]:
    """Whoever may read this therapist's own notes now, or could within the last thirty days; newest first."""
    closes = func.coalesce(Emergency.ended_at, Emergency.until)
    query = (
        readable(Emergency, therapist)
        .join(client, client.id == Emergency.client_id)
        .join(officer, officer.id == Emergency.asked_by)
        .join(second, second.id == Emergency.answered_by)
        .where(Emergency.until.is_not(None), closes > now() - TOLD)
        .add_columns(client.name, officer.name, second.name)
        .order_by(Emergency.answered_at.desc(), Emergency.id)
    )
    found = []
    for row, whose, reader, agreed_by in db.session.execute(query).all():
        until = min(row.until, row.ended_at or row.until)
        found.append(Opened(row.id, whose, reader, agreed_by, row.answered_at, until, until > now()))
    return found
