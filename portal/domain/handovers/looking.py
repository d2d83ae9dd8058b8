"""Moves as the office sees them: who, from whom to whom, why and until when; never what a client chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain.access import readable
from portal.domain.handovers.reasons import IN_THE_OFFICE, Reason
from portal.models.handovers import Handover
from portal.models.people import Person

RECENT = 20  # moves that are settled, on the office's page
WAITS = (Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))


class State(StrEnum):
    """Where a move stands. What the client chose is nobody's but theirs."""

    WAITING = "waiting"  # for the client
    ANSWERED = "answered"  # the one before keeps what they have until the date
    DONE = "done"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `has_ended`: the one before looks after the client no longer."""

    id: UUID
    client_id: UUID
    client: str
    from_id: UUID
    before: str
    therapist_id: UUID
    after: str
    why: str
    asked_at: datetime
    ends_at: datetime
    state: State
    has_ended: bool


def waiting(admin: Actor) -> list[Move]:
    """Moves that wait for a client, the longest first."""
    return _moves(admin, *WAITS)


def settled(admin: Actor) -> list[Move]:
    """The last moves that were answered or taken back, the newest first."""
    over = Handover.answered_at.is_not(None) | Handover.taken_back_at.is_not(None)
    return _moves(admin, over, newest=RECENT)


def came_to(therapist_id: UUID, since: datetime) -> bool:
    """Whether a client has answered since then who is this therapist's by that, whatever they said: for a mail."""
    query = select(Handover.id).where(Handover.therapist_id == therapist_id, Handover.answered_at >= since)
    return db.session.scalar(query.limit(1)) is not None


def _moves(admin: Actor, *where: Any, newest: int | None = None) -> list[Move]:
    query = readable(Handover, admin).where(*where)
    query = query.order_by(Handover.asked_at.desc(), Handover.id).limit(newest) if newest else query
    rows = list(db.session.scalars(query if newest else query.order_by(Handover.asked_at, Handover.id)))
    names = names_of({each for row in rows for each in (row.client_id, row.from_id, row.therapist_id)})
    return [_move(row, names) for row in rows]


def names_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of those who have a part in a move, whether or not they still work here."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(list(person_ids))))
    return {row.id: row.name for row in rows}


def state_of(row: Handover) -> State:
    if row.taken_back_at:
        return State.TAKEN_BACK
    if row.answered_at is None:
        return State.WAITING
    return State.DONE if row.ended_at else State.ANSWERED


def _move(row: Handover, names: dict[UUID, str]) -> Move:
    people = (row.client_id, names[row.client_id], row.from_id, names[row.from_id], row.therapist_id)
    why = IN_THE_OFFICE[Reason(row.reason)]
    ended = row.ended_at is not None
    return Move(row.id, *people, names[row.therapist_id], why, row.asked_at, row.ends_at, state_of(row), ended)
