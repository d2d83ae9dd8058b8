"""Reading one's own notes: the shelf, a note, its versions, and search. None of it is written down anywhere."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import and_, tuple_

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.journal.words import KIND, Words
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.vault import Item

SHELF = 20  # notes on a page
FOUND = 50  # notes a search shows


@dataclass(frozen=True, slots=True)
class Page:
    """One version of a note, opened; exactly what a reader is given. It holds no time of day."""

    id: UUID
    item_id: UUID
    client_id: UUID
    writer: str
    on_day: date
    version: int
    title: str
    body: str
    question: str = ""  # what it answers
    asked_id: UUID | None = None  # that question, where somebody asked it of the writer


@dataclass(frozen=True, slots=True)
class Header:
    """A line of the writer's own shelf: the newest version of a note."""

    id: UUID
    item_id: UUID
    on_day: date
    written_at: datetime
    version: int
    title: str
    first_line: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of headers, newest first, and the notes to go on from; None where there is nothing more."""

    headers: list[Header]
    newer: UUID | None
    older: UUID | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a note, without its words."""

    number: int
    item_id: UUID
    made_at: datetime


def shelf(actor: Actor, before: UUID | None = None, after: UUID | None = None, most: int = SHELF) -> Shelf:
    """The writer's notes, newest first.

    Args:
        actor: the writer, with keys.
        before: go on with the notes older than this one.
        after: go back to the notes newer than this one.
        most: how many.
    """
    query, place = _newest(actor), tuple_(Entry.written_at, Entry.id)
    if after:
        there = _place_of(actor, after)
        rows = db.session.execute(query.where(place > there).order_by(Entry.written_at, Entry.id).limit(most + 1)).all()
        more, rows = len(rows) > most, rows[:most][::-1]
        return Shelf(_headers(actor, rows), rows[0].id if more else None, rows[-1].id if rows else None)
    if before:
        query = query.where(place < _place_of(actor, before))
    rows = db.session.execute(_newest_first(query).limit(most + 1)).all()
    more, rows = len(rows) > most, rows[:most]
    return Shelf(_headers(actor, rows), rows[0].id if before and rows else None, rows[-1].id if more else None)


def read(actor: Actor, entry_id: UUID, number: int | None = None) -> Page:
    """A note of one's own: its newest version, or the one of this number.

    Raises:
        NotFound: no such note or version, or not theirs.
    """
    wanted = Item.version == (Entry.version if number is None else number)
    query = _own(actor).where(Entry.id == entry_id)
    found = db.session.execute(with_item(query, wanted)).one_or_none()
    if found is None:
        raise NotFound(entry_id)
    return opened(actor, found)


def versions(actor: Actor, entry_id: UUID, before: int | None = None) -> list[Version]:
    """The versions of a note of one's own, newest first, 20 at a time; `before` is the number to go on from.

    Raises:
        NotFound: no such note, or not theirs.
    """
    query = _own(actor).where(Entry.id == entry_id).join(Item, Item.thing_id == Entry.id)
    if before is not None:
        query = query.where(Item.version < before)
    columns = query.with_only_columns(Item.version, Item.id, Item.created_at)
    found = [Version(*row) for row in db.session.execute(columns.order_by(Item.version.desc()).limit(SHELF))]
    if not found:
        raise NotFound(entry_id)
    return found


def search(actor: Actor, words: str, most: int = FOUND) -> list[Header]:
    """One's own notes in which every one of these words stands, newest first.

    There is no index of words to steal: the notes are opened and looked at, a few hundred at a time, until enough are
    found.

    Args:
        actor: the writer, with keys.
        words: in any order; case does not count, and parts of words do.
        most: how many; of more, those last changed.
    """
    wanted = [_folded(word) for word in words.split()]
    if not wanted:
        return []
    holding = (text for text in vault.read_all(actor.unlocked(), [KIND]) if _holds(text.data, wanted))
    found = {text.item_id: text.data for text in islice(holding, most)}
    rows = db.session.execute(_newest_first(_newest(actor).where(Item.id.in_(found))))
    return [_header(row, found[row.item_id]) for row in rows]


# ------------------------------------------------------------------ shared with the reader's side


def with_item(entries: Any, which: Any) -> Any:
    """The columns of a page, for these notes in this version."""
    joined = entries.join(Item, and_(Item.thing_id == Entry.id, which)).join(Person, Person.id == Entry.client_id)
    return joined.with_only_columns(
        Entry.id, Item.id.label("item_id"), Entry.client_id, Person.name, Entry.on_day, Item.version
    )


def opened(actor: Actor, found: Any) -> Page:
    """The page of such a row, opened with the actor's own keys; raises Locked when they do not open it."""
    words = Words.from_bytes(vault.read_one(actor.unlocked(), found.item_id))
    about = (found.id, found.item_id, found.client_id, found.name, found.on_day, found.version)
    return Page(*about, words.title, words.body, words.question, words.asked_id)


# ------------------------------------------------------------------ rows


def _own(actor: Actor) -> Any:
    """The notes this person wrote. A therapist may read some notes, but none is theirs, and none is read this way."""
    return writable(Entry, actor)


def _newest(actor: Actor) -> Any:
    newest = _own(actor).join(Item, and_(Item.thing_id == Entry.id, Item.version == Entry.version))
    return newest.with_only_columns(Entry.id, Item.id.label("item_id"), Entry.on_day, Entry.written_at, Entry.version)


def _newest_first(query: Any) -> Any:
    return query.order_by(Entry.written_at.desc(), Entry.id.desc())


def _place_of(actor: Actor, entry_id: UUID) -> Any:
    """Where a note stands on the shelf; an address names the note and not the moment it was written."""
    entry = db.session.scalar(_own(actor).where(Entry.id == entry_id))
    if entry is None:
        raise NotFound(entry_id)
    return tuple_(entry.written_at, entry.id)


def _headers(actor: Actor, rows: Any) -> list[Header]:
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    return [_header(row, texts[row.item_id]) for row in rows if row.item_id in texts]


def _header(row: Any, text: bytes) -> Header:
    words = Words.from_bytes(text)
    return Header(row.id, row.item_id, row.on_day, row.written_at, row.version, words.title, words.first_line)


def _holds(text: bytes, wanted: list[str]) -> bool:
    words = Words.from_bytes(text)
    whole = _folded(f"{words.title}\n{words.question}\n{words.body}")
    return all(word in whole for word in wanted)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
