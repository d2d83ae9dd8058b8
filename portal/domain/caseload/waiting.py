"""Clients whom nobody looks after: who waits for a first therapist, and for how long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.access import readable, stands
from portal.domain.caseload import pairs
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person

held, past = aliased(Assignment), aliased(Assignment)  # made once: making one takes longer than asking with it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client without a therapist. `since`: invited, or no longer looked after."""

    id: UUID
    name: str
    since: datetime
    has_joined: bool


def waiting(admin: Actor) -> list[Waiting]:
    """Every client whom nobody looks after now, the longest first."""
    last = select(func.max(past.ended_at)).where(past.client_id == Person.id).correlate(Person).scalar_subquery()
    rows = db.session.execute(_nobodys(readable(Person, admin)).with_only_columns(Person, last)).all()
    found = [Waiting(row.id, row.name, ended or row.made_at, row.joined_at is not None) for row, ended in rows]
    return sorted(found, key=lambda one: (one.since, one.id))


def take_on(admin: Actor, client_id: UUID, therapist_id: UUID) -> UUID:
    """Give somebody who waits their first therapist. Of two admins at once the second is told.

    Returns:
        the assignment's id.

    Raises:
        NotFound: no such client here.
        Invalid: on `therapist_id`: no therapist here, or somebody else was quicker.
    """
    check_waits(admin, client_id, therapist_id)
    return pairs.assign(admin, client_id, therapist_id)


def check_waits(admin: Actor, client_id: UUID, therapist_id: UUID) -> None:
    """Hold this client, and make sure that nobody looks after them but, if sent twice, this very therapist.

    Raises:
        NotFound, Invalid: as `take_on`.
    """
    pairs.lock_client(admin, client_id)
    others = select(Assignment.id).where(Assignment.client_id == client_id, stands(Assignment))
    if db.session.scalar(others.where(Assignment.therapist_id != therapist_id).limit(1)) is not None:
        raise Invalid("therapist_id", _("Somebody looks after this client already. It was arranged a moment ago."))


def _nobodys(rows: Any) -> Any:
    is_client = exists().where(
        Membership.person_id == Person.id, Membership.role == Role.CLIENT, Membership.ended_at.is_(None)
    )
    looked_after = exists().where(held.client_id == Person.id, stands(held))
    return rows.where(Person.closed_at.is_(None), is_client, ~looked_after.correlate_except(held))
