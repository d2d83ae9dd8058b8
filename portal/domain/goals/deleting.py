"""Deleting a goal for good: its words, steps, levels and every look at it go at once, from everybody."""

from collections.abc import Iterable
from uuid import UUID

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import hold, readable
from portal.domain.audit import Event, record
from portal.domain.goals.looking import look_ids
from portal.models.goals import Goal


def delete_one(actor: Actor, goal_id: UUID) -> None:
    """Take a goal away for good, with every look at it. Receipts of what was shared of it stay; so do words elsewhere.

    Raises:
        NotFound: no such goal, or not theirs.
    """
    row = hold(Goal, actor, goal_id)
    vault.forget([goal_id, *look_ids(actor, goal_id)])
    db.session.delete(row)  # and with it the rows of its looks
    db.session.flush()
    record(actor, Event.GOAL_DELETED, goal_id, actor.person_id)


def still_there(actor: Actor, goal_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these are goals of the actor's own now."""
    query = readable(Goal, actor).where(Goal.id.in_(list(goal_ids))).with_only_columns(Goal.id)
    return set(db.session.scalars(query))
