"""When two people count as two, and not as one person with a second account (ADR 23)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import audit
from portal.domain.audit import Event, Line
from portal.models.people import Membership, Person

STANDING = timedelta(hours=48)  # in the practice and in the role, before anything was asked
HANDS = timedelta(days=30)  # how long it counts through whom somebody came
MOST = 500  # lines of the trail looked at for one person; more of them are more of the same hands

_GIVEN = frozenset({Event.ROLE_BEGUN, Event.OFFICER_MADE})
_HELPED = frozenset({Event.BACK_IN_AGREED, Event.BACK_IN_SECONDED})
_THROUGH = frozenset({Event.PERSON_INVITED, Event.BACK_IN_USED, *_GIVEN, *_HELPED})


def are_two(first_id: UUID, second: Actor, asked_at: datetime) -> bool:
    """Whether these count as two people for what takes two: recovery at once, an emergency, erasing early.

    The second has stood in the practice and in the role they act in for two days before it was asked. And within thirty
    days before it, no one person has brought both: invited them, given them a role, or helped them back in. Whoever was
    brought by somebody who was brought themselves came through both.

    Args:
        first_id: who asked, or agreed first.
        second: who agrees now, in the role that lets them.
        asked_at: when it was asked.
    """
    if first_id == second.person_id or not _stands(second, asked_at - STANDING):
        return False
    since = asked_at - HANDS
    return _hands(first_id, since).isdisjoint(_hands(second.person_id, since))


def _stands(second: Actor, moment: datetime) -> bool:
    query = select(Person.id).join(Membership, Membership.person_id == Person.id)
    query = query.where(Person.id == second.person_id, Person.closed_at.is_(None), Person.joined_at <= moment)
    query = query.where(Membership.role == second.role, Membership.ended_at.is_(None), Membership.since <= moment)
    return db.session.scalar(query) is not None


def _hands(person_id: UUID, since: datetime) -> set[UUID]:
    """Everyone through whom somebody came since then, one through the other, and they themselves."""
    seen: set[UUID] = set()
    left = {person_id}
    while left:
        one = left.pop()
        seen.add(one)
        left |= _brought_by(one, since) - seen
    return seen


def _brought_by(person_id: UUID, since: datetime) -> set[UUID]:
    """Who has invited somebody who joined since then, has given them a role, or has helped them back in."""
    joined_at = db.session.scalar(select(Person.joined_at).where(Person.id == person_id))
    lines = audit.about(person_id, _THROUGH, most=MOST)
    used = {line.subject_id for line in lines if line.event is Event.BACK_IN_USED and line.at > since}

    def counts(line: Line) -> bool:
        if line.event is Event.PERSON_INVITED:
            return joined_at is None or joined_at > since
        return line.subject_id in used if line.event in _HELPED else line.event in _GIVEN and line.at > since

    return {line.actor_id for line in lines if line.actor_id and counts(line)}
