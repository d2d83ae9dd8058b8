"""Reading what a client shared: one note, and the shelf of all that is open. Each opening is written down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import live, readable
from portal.domain.audit import Event, record
from portal.domain.journal.reading import SHELF, Page, opened, with_item
from portal.domain.journal.words import KIND, Words
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal


@dataclass(frozen=True, slots=True)
class SharedHeader:
    """A note that is open to a therapist, in the newest version that is. `until` is None when it has no end."""

    id: UUID
    item_id: UUID
    grant_id: UUID
    client_id: UUID
    client: str
    on_day: date
    version: int
    shared_at: datetime
    until: datetime | None
    opened_at: datetime | None
    title: str
    first_line: str


@dataclass(frozen=True, slots=True)
class SharedShelf:
    """A page of them, newest shared first, and the note to go on from; None where there is nothing more."""

    headers: list[SharedHeader]
    older: UUID | None


def read_shared(actor: Actor, entry_id: UUID) -> Page:
    """A client's note, in the newest version shared with this therapist. The client can see that it was opened.

    Raises:
        NotFound: not shared, no longer shared, not on the caseload, or no such note: nobody can tell which.
        Locked: the row is there but the key does not open it.
    """
    newest = _open_to(actor, Item.thing_id == entry_id)
    which = Item.id.in_(select(newest.c.item_id).where(newest.c.place == 1, newest.c.writer_id == Entry.client_id))
    found = db.session.execute(with_item(readable(Entry, actor).where(Entry.id == entry_id), which)).one_or_none()
    if found is None:
        raise NotFound(entry_id)
    page = opened(actor, found)
    remember_opening(actor, page.item_id)
    record(actor, Event.ENTRY_OPENED, entry_id, page.client_id, item=page.item_id, version=page.version)
    return page


def was_opened(actor: Actor, entry_id: UUID) -> bool:
    """Whether this therapist once opened the note, and still looks after its writer: only then is there "no longer"."""
    query = (
        select(Opening.item_id)
        .join(Item, Item.id == Opening.item_id)
        .join(Entry, Entry.id == Item.thing_id)
        .where(Entry.id == entry_id, Opening.reader_id == actor.person_id)
        .where(Entry.client_id.in_(readable(Person, actor).with_only_columns(Person.id)))
    )
    return db.session.scalar(query.limit(1)) is not None


def shared_shelf(  # noqa: PLR0913 - each narrows the shelf in its own way
    actor: Actor,
    client_id: UUID | None = None,
    *,
    days: tuple[date, date] | None = None,
    unopened: bool = False,
    before: UUID | None = None,
    most: int = SHELF,
) -> SharedShelf:
    """What is open to this therapist now, newest shared first. Says nothing of what is not.

    Args:
        actor: a therapist, with keys.
        client_id: only this client's.
        days: only notes of these calendar days, first and last.
        unopened: only what they have not opened yet.
        before: go on with what was shared before this note; a note that is no longer open begins again from the top.
        most: how many.
    """
    newest = _open_to(actor, *([Item.owner_id.in_(_principals_of(client_id))] if client_id else []))
    query = _headers_of(actor, newest)
    if days:
        query = query.where(Entry.on_day.between(*days))
    if unopened:
        query = query.where(Opening.first_at.is_(None))
    place = tuple_(newest.c.given_at, Entry.id)
    last = before and db.session.execute(query.where(Entry.id == before)).one_or_none()
    if last:
        query = query.where(place < tuple_(last.given_at, last.id))
    rows = db.session.execute(query.order_by(newest.c.given_at.desc(), Entry.id.desc()).limit(most + 1)).all()
    more, rows = len(rows) > most, rows[:most]
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    headers = [_shared_header(row, texts[row.item_id]) for row in rows if row.item_id in texts]
    return SharedShelf(headers, rows[-1].id if more else None)


# ------------------------------------------------------------------ rows

me, writer = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _open_to(actor: Actor, *where: ColumnElement[bool]) -> Subquery:
    """Each version of a note whose key lies under a standing consent to this person; place 1 is a note's newest."""
    newest_first = func.row_number().over(
        partition_by=Item.thing_id, order_by=(Item.version.desc(), ItemKey.given_at.desc(), Grant.id)
    )
    return (
        select(
            Item.thing_id,
            Item.id.label("item_id"),
            Item.version,
            Grant.id.label("grant_id"),
            Grant.expires_at,
            ItemKey.given_at,
            writer.person_id.label("writer_id"),
            newest_first.label("place"),
        )
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(me, me.id == Grant.reader_id)
        .join(writer, writer.id == Grant.owner_id)
        .where(Item.kind == KIND, me.person_id == actor.person_id, live(), *where)
        .subquery()
    )


def _headers_of(actor: Actor, newest: Subquery) -> Any:
    is_newest = and_(newest.c.thing_id == Entry.id, newest.c.place == 1, newest.c.writer_id == Entry.client_id)
    is_mine = and_(Opening.item_id == newest.c.item_id, Opening.reader_id == actor.person_id)
    joined = readable(Entry, actor).join(newest, is_newest).join(Person, Person.id == Entry.client_id)
    return joined.outerjoin(Opening, is_mine).with_only_columns(
        Entry.id,
        newest.c.item_id,
        newest.c.grant_id,
        Entry.client_id,
        Person.name,
        Entry.on_day,
        newest.c.version,
        newest.c.given_at,
        newest.c.expires_at,
        Opening.first_at,
    )


def _principals_of(person_id: UUID) -> Select[Any]:
    return select(Principal.id).where(Principal.person_id == person_id)


def _shared_header(row: Any, text: bytes) -> SharedHeader:
    words = Words.from_bytes(text)
    return SharedHeader(
        id=row.id,
        item_id=row.item_id,
        grant_id=row.grant_id,
        client_id=row.client_id,
        client=row.name,
        on_day=row.on_day,
        version=row.version,
        shared_at=row.given_at,
        until=row.expires_at,
        opened_at=row.first_at,
        title=words.title,
        first_line=words.glimpse,
    )


def remember_opening(actor: Actor, item_id: UUID) -> None:
    """First and last time. Two openings at the same moment are one."""
    mine = update(Opening).where(Opening.item_id == item_id, Opening.reader_id == actor.person_id)
    if db.session.execute(mine.values(last_at=now())).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with db.session.begin_nested():
            db.session.add(Opening(practice_id=actor.practice_id, item_id=item_id, reader_id=actor.person_id))
    except IntegrityError:
        return
