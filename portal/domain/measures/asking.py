"""A therapist gives a client a questionnaire, once or again and again. Whether it is answered stays the client's."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import caseload, vault
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.measures.packs import Pack
from portal.domain.measures.reading import SIZE, here, since
from portal.domain.prompts.rhythm import Rhythm
from portal.models.measures import MeasureAsked
from portal.models.people import Person
from portal.models.vault import Item

KIND = "measure-asked"
PURPOSE = "a questionnaire for you"
WORDING = "ask-measure-1"
MOST_OPEN = 10  # questionnaires one therapist has open with one client
ONCE = Rhythm()


@dataclass(frozen=True, slots=True)
class Given:
    """A questionnaire a therapist has open with a client. It tells nothing of what the client does with it."""

    id: UUID
    client_id: UUID
    client: str
    short: str
    rhythm: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The same as the client finds it. `is_open`: it waits for an answer now; `due_on`: the day it is for, if any."""

    id: UUID
    place: UUID
    short: str
    about: str
    questions: int
    therapist: str
    rhythm: str
    due_on: date | None
    is_open: bool


def ask(actor: Actor, client_id: UUID, pack: Pack, rhythm: Rhythm = ONCE, asked_id: UUID | None = None) -> UUID:
    """Give a client a questionnaire. They and this therapist can see which, nobody else.

    Args:
        actor: a therapist, with keys.
        client_id: somebody they look after now.
        pack: which.
        rhythm: how often it comes.
        asked_id: made when the form was shown: sent twice, it is given once; another choice is given besides.

    Raises:
        Invalid: `field` is "client".
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    caseload.hold(client_id)
    if db.session.scalar(readable(Person, actor).where(Person.id == client_id, Person.closed_at.is_(None))) is None:
        raise Invalid("client", "Choose one of your clients.")
    row = MeasureAsked(
        id=asked_id or uuid4(), practice_id=actor.practice_id, client_id=client_id, therapist_id=actor.person_id
    )
    said = {"instrument": pack.id, "version": pack.version, "short": pack.short, "rhythm": rhythm.to_text()}
    _not_too_many(actor, row)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        known = _own(actor, row.id).id
        return known if _says(actor, known) == said else ask(actor, client_id, pack, rhythm, uuid5(known, "again"))
    keys = actor.unlocked()
    item_id = vault.write(keys, KIND, json.dumps(said).encode().ljust(SIZE), row.id)
    vault.share(keys, [item_id], vault.give(keys, vault.principal_of(client_id).id, "chosen", PURPOSE, WORDING))
    record(actor, Event.MEASURE_ASKED, row.id, client_id)
    return row.id


def end(actor: Actor, asked_id: UUID) -> None:
    """Give it no longer. Doing it twice changes nothing.

    Raises:
        NotFound: not given by this therapist to somebody they look after.
    """
    row = _own(actor, asked_id)
    if row.ended_at is None:
        row.ended_at = now()
        db.session.flush()
        record(actor, Event.MEASURE_ASK_ENDED, row.id, row.client_id)


def given(actor: Actor) -> list[Given]:
    """What this therapist has open now, by the client's name, the newest of each first."""
    found = _rows(actor, MeasureAsked.client_id)
    texts = vault.read(actor.unlocked(), [item_id for _, item_id, _ in found])
    said = [(row, name, json.loads(texts[item_id])) for row, item_id, name in found if item_id in texts]
    open_now = [
        Given(row.id, row.client_id, name, told["short"], Rhythm.from_text(told["rhythm"]).told(), row.at)
        for row, name, told in said
    ]
    return sorted(open_now, key=lambda one: (one.client.casefold(), one.client_id))


def asked(actor: Actor) -> list[Asked]:
    """What therapists have given this client, what waits for an answer first. A questionnaire not here is left out."""
    found = _rows(actor, MeasureAsked.therapist_id)
    if not found:
        return []
    texts = vault.read(actor.unlocked(), [item_id for _, item_id, _ in found])
    answered = since(actor, min(row.at for row, _, _ in found))
    today, waiting = today_of(actor), []
    for row, item_id, name in found:
        told = json.loads(texts[item_id]) if item_id in texts else {"instrument": "", "version": ""}
        if pack := here().get(told["instrument"], told["version"]):
            rhythm = Rhythm.from_text(told["rhythm"])
            days = [one.on_day for one in answered if one.instrument == pack.id and one.at >= row.at]
            last = days[-1] if days else None
            waiting.append(
                Asked(
                    row.id, pack.place(actor.person_id), pack.short, pack.about, len(pack.items), name, rhythm.told(),
                    rhythm.next_day(today, None, last), rhythm.is_open(today, last),
                )
            )  # fmt: skip
    return sorted(waiting, key=lambda one: (not one.is_open, one.due_on or date.max))


def for_today(actor: Actor) -> Asked | None:
    """At most one: the questionnaire that waits for an answer now, the nearest day first."""
    return next((one for one in asked(actor) if one.is_open), None)


def _rows(actor: Actor, who: Any) -> list[Any]:
    """Those that are open, with their item and the name of the other person."""
    rows = readable(MeasureAsked, actor).join(Item, Item.thing_id == MeasureAsked.id).join(Person, Person.id == who)
    rows = rows.where(MeasureAsked.ended_at.is_(None)).order_by(MeasureAsked.at.desc(), MeasureAsked.id)
    return list(db.session.execute(rows.add_columns(Item.id, Person.name)).all())


def _not_too_many(actor: Actor, row: MeasureAsked) -> None:
    others = readable(MeasureAsked, actor).where(
        MeasureAsked.ended_at.is_(None), MeasureAsked.client_id == row.client_id, MeasureAsked.id != row.id
    )
    count = db.session.scalar(others.with_only_columns(func.count(MeasureAsked.id))) or 0
    if count >= MOST_OPEN:
        raise Invalid("client", f"There are {count} questionnaires open here already. End one first.")


def _says(actor: Actor, asked_id: UUID) -> Any:
    item_id = db.session.scalars(select(Item.id).where(Item.thing_id == asked_id)).one()
    return json.loads(vault.read_one(actor.unlocked(), item_id))


def _own(actor: Actor, asked_id: UUID) -> MeasureAsked:
    found = db.session.scalar(writable(MeasureAsked, actor).where(MeasureAsked.id == asked_id).with_for_update())
    if found is None:
        raise NotFound(asked_id)
    return found
