"""A client's book about their sharing: what is paused, what to decide tomorrow, when they looked last; one sealed text.

It is one, so that a copy of the database tells none of the three.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid5

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import vault
from portal.models.vault import Item

KIND = "sharing-book"


@dataclass(frozen=True, slots=True)
class Place:
    """One version of a thing that was, or may be, open to one reader, `beside`: with what can go along with it.

    `until` None: no end. `waited`: it had not opened yet.
    """

    thing_id: UUID
    version: int
    reader_id: UUID
    until: datetime | None = None
    beside: bool = False
    waited: bool = False

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        until = said["until"] and datetime.fromisoformat(said["until"])
        about = (UUID(said["thing_id"]), said["version"], UUID(said["reader_id"]), until)
        return cls(*about, said["beside"], said["waited"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A standing consent that stood: a key of STREAMS, to whom, until when, and the items that lay under it."""

    what: str
    reader_id: UUID
    until: datetime | None
    items: tuple[UUID, ...] = ()

    @classmethod
    def of(cls, said: dict[str, Any]) -> Self:
        until = said["until"] and datetime.fromisoformat(said["until"])
        return cls(said["what"], UUID(said["reader_id"]), until, tuple(UUID(one) for one in said["items"]))


@dataclass(frozen=True, slots=True)
class Book:
    """All of it. `paused`, `rules`: what was open when everything was paused; `aside`: to be asked on `ask_on`.

    `settled`: thing and reader of what was kept open in the look that is under way.
    """

    paused: tuple[Place, ...] = ()
    rules: tuple[Rule, ...] = ()
    aside: Place | None = None
    ask_on: date | None = None
    looked_on: date | None = None
    settled: tuple[tuple[UUID, UUID], ...] = ()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        said = json.loads(data)
        ask_on, looked_on = (date.fromisoformat(said[name]) if said[name] else None for name in ("ask_on", "looked_on"))
        aside = Place.of(said["aside"]) if said["aside"] else None
        rules = tuple(Rule.of(one) for one in said["rules"])
        settled = tuple((UUID(thing), UUID(reader)) for thing, reader in said["settled"])
        return cls(tuple(Place.of(one) for one in said["paused"]), rules, aside, ask_on, looked_on, settled)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=_plain, ensure_ascii=False).encode()


def read(actor: Actor) -> Book:
    """The client's book as it is; an empty one when there is none."""
    found = vault.latest_readable(actor.unlocked(), [_thing(actor)])
    return Book.from_bytes(found[_thing(actor)].data) if found else Book()


def keep(actor: Actor, book: Book) -> None:
    """Keep it in place of the one before, of which nothing stays."""
    last = db.session.scalar(select(func.max(Item.version)).where(Item.thing_id == _thing(actor))) or 0
    vault.drop(actor.unlocked(), _thing(actor))
    vault.write(actor.unlocked(), KIND, book.to_bytes(), _thing(actor), last + 1)


def _thing(actor: Actor) -> UUID:
    return uuid5(actor.person_id, KIND)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
