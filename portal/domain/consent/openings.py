"""Openings: which reader had which version before them. Each is written down for whoever wrote it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import goals, measures
from portal.domain.access import readable
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.domain.goals import Attained, Pursued, State
from portal.domain.measures import Followed
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.vault import Item

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}  # both know "on conflict"


def count_opening(actor: Actor, thing_id: UUID, client_id: UUID, item_id: UUID, version: int) -> None:
    """These words stood before this reader: its writer can see that, from the first time on."""
    remember_opening(actor, item_id)
    record(actor, Event.OPENED, thing_id, client_id, item=item_id, version=version)


def remember_opening(actor: Actor, *item_ids: UUID) -> None:
    """First and last time of each, in one statement. Two openings at the same moment are one."""
    if not item_ids:
        return
    mine = {"practice_id": actor.practice_id, "reader_id": actor.person_id}
    rows = [mine | {"item_id": item_id, "first_at": now(), "last_at": now()} for item_id in sorted(set(item_ids))]
    adding = _INSERT[db.session.get_bind().dialect.name](Opening)
    same = [Opening.practice_id, Opening.item_id, Opening.reader_id]
    latest = {"last_at": adding.excluded.last_at}
    db.session.execute(adding.on_conflict_do_update(index_elements=same, set_=latest), rows)


def look_at_goals(
    actor: Actor, client_id: UUID, days: int = goals.RANGES[1], states: Collection[State] = tuple(State), most: int = 0
) -> tuple[list[Pursued], Attained | None]:
    """The goals of a client that are open to this therapist. Those that are given back count as opened.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        days: how many are drawn, today included.
        states: only goals that stand so.
        most: how many; 0 for all.

    Raises:
        NotFound: not their client.
    """
    every, attained = goals.look_at(actor, client_id, days)
    found = [goal for goal in every if goal.text.state in states][: most or None]
    if found:
        remember_opening(actor, *(goal.item_id for goal in found))
        record(actor, Event.GOALS_OPENED, client_id, client_id)
    return found, attained


def look_at_measures(actor: Actor, client_id: UUID, *, around_last: bool = False, most: int = 0) -> list[Followed]:
    """Each questionnaire of a client that is open to this therapist, the latest first. What is shown counts as opened.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        around_last: the band of chance lies round the last total, not round the first.
        most: how many questionnaires, of which only the last time is shown, beside the first and the one before;
            0 for all, each time of them.

    Raises:
        NotFound: not their client.
    """
    found = measures.look_at(actor, client_id, around_last=around_last)[: most or None]
    if found:
        shown = (one.item_ids[:1] + one.item_ids[-2:] if most else one.item_ids for one in found)
        remember_opening(actor, *(item_id for some in shown for item_id in some))
        record(actor, Event.MEASURES_OPENED, client_id, client_id)
    return found


def was_opened(actor: Actor, thing_id: UUID) -> bool:
    """Whether this therapist once opened it, and still looks after its writer: only then is there "no longer"."""
    query = (
        select(Opening.item_id)
        .join(Item, Item.id == Opening.item_id)
        .join(standing.writer, standing.writer.id == Item.owner_id)
        .where(Item.thing_id == thing_id, Opening.reader_id == actor.person_id)
        .where(standing.writer.person_id.in_(readable(Person, actor).with_only_columns(Person.id)))
    )
    return actor.role is Role.THERAPIST and db.session.scalar(query.limit(1)) is not None
