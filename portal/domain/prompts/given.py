"""What a therapist has open with their clients: questions, questionnaires, programmes. Never what became of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.prompts.rhythm import Rhythm
from portal.domain.prompts.terms import Beside, Terms
from portal.models.measures import MeasureAsked
from portal.models.people import Person
from portal.models.prompts import Asked
from portal.models.vault import Item


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a programme. place: from 1; opens: when, in words."""

    id: UUID
    name: str
    place: int
    of: int
    opens: str
    first: date


@dataclass(frozen=True, slots=True)
class Given:
    """Something a therapist has open with a client. It tells nothing of what the client does with it.

    text: the question's words, or how the questionnaire is called for short.
    """

    id: UUID
    client_id: UUID
    client: str
    text: str
    given_at: datetime
    due_on: date | None
    rhythm: Rhythm
    is_measure: bool = False
    minutes: int = 0
    beside: Beside | None = None
    programme: Place | None = None
    is_paused: bool = False


def given(actor: Actor, client_id: UUID | None = None) -> list[Given]:
    """What this therapist has open now, by the client's name, the newest of each first, programmes in their order.

    Args:
        actor: a therapist, with keys.
        client_id: only with this one; with all of them unless given.
    """
    rows = [*_open(actor, Asked, Asked.given_at, client_id), *_open(actor, MeasureAsked, MeasureAsked.at, client_id)]
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows]) if rows else {}
    found = [_given(row, json.loads(texts[row.item_id])) for row in rows if row.item_id in texts]
    return sorted(found, key=_order)


def pause(actor: Actor, programme_id: UUID) -> None:
    """Nothing of a programme is shown until it goes on; what the client has done with it stays as it is.

    Raises:
        NotFound: no programme of this therapist's with somebody they look after.
    """
    _on_each(actor, programme_id, Event.PROGRAMME_PAUSED, paused_at=now())


def resume(actor: Actor, programme_id: UUID) -> None:
    """It goes on where the client is with it.

    Raises:
        NotFound: as `pause`.
    """
    _on_each(actor, programme_id, Event.PROGRAMME_RESUMED, paused_at=None)


def end_programme(actor: Actor, programme_id: UUID) -> None:
    """Nothing of it is asked any longer. The client keeps the words of what they wrote about.

    Raises:
        NotFound: as `pause`; also when it has ended before.
    """
    _on_each(actor, programme_id, Event.PROGRAMME_ENDED, ended_at=now())


def _on_each(actor: Actor, programme_id: UUID, event: Event, **change: datetime | None) -> None:
    steps = [one for one in given(actor) if one.programme and one.programme.id == programme_id]
    if not steps:
        raise NotFound(programme_id)
    for model in (Asked, MeasureAsked):
        kept: Any = model
        ids = [one.id for one in steps if one.is_measure is (model is MeasureAsked)]
        query = writable(kept, actor).where(kept.id.in_(ids)).order_by(kept.id).with_for_update()
        for row in db.session.scalars(query) if ids else ():
            for name, value in change.items():
                setattr(row, name, value)
    db.session.flush()
    record(actor, event, programme_id, steps[0].client_id)


def _open(actor: Actor, model: type[Any], given_at: Any, client_id: UUID | None) -> Iterable[Any]:
    rows = readable(model, actor).where(model.ended_at.is_(None)).join(Item, Item.thing_id == model.id)
    if client_id is not None:
        rows = rows.where(model.client_id == client_id)
    columns = rows.join(Person, Person.id == model.client_id).with_only_columns(
        model.id, model.client_id, model.paused_at, given_at.label("given_at"), Item.id.label("item_id"), Person.name
    )
    return db.session.execute(columns).all()


def _given(row: Any, said: dict[str, Any]) -> Given:
    terms = Terms.from_said(said)
    place = None
    if way := terms.way:
        place = Place(way.id, way.name, way.place, way.of, way.steps[-1][1].told(), way.first)
    return Given(
        id=row.id,
        client_id=row.client_id,
        client=row.name,
        text=said.get("text") or said["short"],
        given_at=row.given_at,
        due_on=terms.due_on,
        rhythm=terms.rhythm,
        is_measure="text" not in said,
        minutes=terms.minutes,
        beside=terms.beside,
        programme=place,
        is_paused=row.paused_at is not None,
    )


def _order(one: Given) -> tuple[Any, ...]:
    place = one.programme.place if one.programme else 0
    return one.client.casefold(), one.client_id, -one.given_at.timestamp(), place, one.id
