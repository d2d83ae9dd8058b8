"""Reading one's own notes: the shelf, a month, a note, its versions. None of it is written down anywhere."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, tuple_

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.accounts.zones import today_of
from portal.domain.journal.words import Words
from portal.models.journal import Entry
from portal.models.vault import Item

SHELF = 20  # notes on a page
MOST_OF_A_DAY = 50  # notes of one day in earlier years
LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Page:
    """One version of a note, opened by its writer."""

    id: UUID
    item_id: UUID
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
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of headers, newest first, and the notes to go on from; None where there is nothing more."""

    headers: list[Header]
    newer: UUID | None
    older: UUID | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the writer's notes; `earlier` and `later`: days of the nearest ones outside it, None without any."""

    first: date
    shelf: Shelf
    earlier: date | None
    later: date | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a note, without its words."""

    number: int
    item_id: UUID
    made_at: datetime


def shelf(actor: Actor, before: UUID | None = None, after: UUID | None = None, most: int = SHELF) -> Shelf:
    """The writer's notes, those of the latest day first, and of a day the last written first.

    Args:
        actor: the writer, with keys.
        before: go on with the notes older than this one.
        after: go back to the notes newer than this one.
        most: how many.
    """
    return _page(actor, before, after, most)


def read(actor: Actor, entry_id: UUID, number: int | None = None) -> Page:
    """A note of one's own: its newest version, or the one of this number.

    Raises:
        NotFound: no such note or version, or not theirs.
    """
    wanted = Item.version == (Entry.version if number is None else number)
    joined = _own(actor).where(Entry.id == entry_id).join(Item, and_(Item.thing_id == Entry.id, wanted))
    columns = joined.with_only_columns(Entry.id, Item.id.label("item_id"), Entry.on_day, Item.version)
    found = db.session.execute(columns).one_or_none()
    if found is None:
        raise NotFound(entry_id)
    words = Words.from_bytes(vault.read_one(actor.unlocked(), found.item_id))
    about = (found.id, found.item_id, words.on_day or found.on_day, found.version)
    return Page(*about, words.title, words.body, words.question, words.asked_id)


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


def month(actor: Actor, year: int, number: int, before: UUID | None = None, after: UUID | None = None) -> Month:
    """The writer's notes of one month, newest first, and the months before and after it that have any.

    Args:
        actor: the writer, with keys.
        year: 1 to 9998.
        number: of the month, 1 to 12.
        before: go on with the notes older than this one.
        after: go back to the notes newer than this one.

    Raises:
        NotFound: there is no such month, or no such note of theirs to go on from.
    """
    try:
        first = date(year, number, 1)
        next_first = date(year + number // 12, number % 12 + 1, 1)
    except (ValueError, OverflowError):
        raise NotFound from None
    inside = (Entry.on_day >= first, Entry.on_day < next_first)
    days = _own(actor).order_by(None)
    earlier = db.session.scalar(days.where(Entry.on_day < first).with_only_columns(func.max(Entry.on_day)))
    later = db.session.scalar(days.where(Entry.on_day >= next_first).with_only_columns(func.min(Entry.on_day)))
    return Month(first, _page(actor, before, after, SHELF, *inside), earlier, later)


def on_this_day(actor: Actor, day: date | None = None) -> list[Header]:
    """Notes of this calendar day in earlier years, the latest year first; 50 at most.

    Args:
        actor: the writer, with keys.
        day: today where the writer is, unless given.
    """
    day = day or today_of(actor)
    oldest = db.session.scalar(_own(actor).with_only_columns(func.min(Entry.on_day)))
    years = range(oldest.year, day.year) if oldest else ()
    days = [day.replace(year=year) for year in years if (day.month, day.day) != LEAP_DAY or isleap(year)]
    if not days:
        return []
    rows = db.session.execute(newest_first(own_newest(actor).where(Entry.on_day.in_(days))).limit(MOST_OF_A_DAY)).all()
    return _headers(actor, rows)


def pinned(actor: Actor) -> list[Header]:
    """The notes the writer keeps on top, the last pinned first; 20 at most."""
    query = own_newest(actor).where(Entry.pinned_at.is_not(None)).order_by(Entry.pinned_at.desc(), Entry.id)
    return _headers(actor, db.session.execute(query.limit(SHELF)).all())


# ------------------------------------------------------------------ rows, for search too


def own_newest(actor: Actor) -> Any:
    """Each note of one's own with its newest version."""
    newest = _own(actor).join(Item, and_(Item.thing_id == Entry.id, Item.version == Entry.version))
    return newest.with_only_columns(
        Entry.id, Item.id.label("item_id"), Entry.on_day, Entry.written_at, Entry.version, Entry.pinned_at
    )


def newest_first(query: Any) -> Any:
    return query.order_by(Entry.on_day.desc(), Entry.written_at.desc(), Entry.id.desc())


def header_of(row: Any, text: bytes) -> Header:
    words = Words.from_bytes(text)
    about = (row.id, row.item_id, row.on_day, row.written_at, row.version)
    return Header(*about, words.title, words.first_line, is_pinned=row.pinned_at is not None)


def _own(actor: Actor) -> Any:
    """The notes this person wrote. A therapist may read some notes, but none is theirs, and none is read this way."""
    return writable(Entry, actor)


def _page(actor: Actor, before: UUID | None, after: UUID | None, most: int, *where: Any) -> Shelf:
    query, place = own_newest(actor).where(*where), tuple_(Entry.on_day, Entry.written_at, Entry.id)
    if after:
        later = query.where(place > _place_of(actor, after)).order_by(Entry.on_day, Entry.written_at, Entry.id)
        rows = db.session.execute(later.limit(most + 1)).all()
        more, rows = len(rows) > most, rows[:most][::-1]
        return Shelf(_headers(actor, rows), rows[0].id if more else None, rows[-1].id if rows else None)
    if before:
        query = query.where(place < _place_of(actor, before))
    rows = db.session.execute(newest_first(query).limit(most + 1)).all()
    more, rows = len(rows) > most, rows[:most]
    return Shelf(_headers(actor, rows), rows[0].id if before and rows else None, rows[-1].id if more else None)


def _place_of(actor: Actor, entry_id: UUID) -> Any:
    """Where a note stands on the shelf; an address names the note and not the moment it was written."""
    entry = db.session.scalar(_own(actor).where(Entry.id == entry_id))
    if entry is None:
        raise NotFound(entry_id)
    return tuple_(entry.on_day, entry.written_at, entry.id)


def _headers(actor: Actor, rows: Any) -> list[Header]:
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    return [header_of(row, texts[row.item_id]) for row in rows if row.item_id in texts]
