"""What a reader has: everything open to them, and each thing of it. Each opening is written down for its writer."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, tuple_

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import mood, vault
from portal.domain.access import readable, usable
from portal.domain.consent import standing
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.openings import count_opening
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.vault import Grant, Item

SHELF = 20  # things on a page


@dataclass(frozen=True, slots=True)
class Shared:
    """One version of a thing, just as its reader sees it: `shown` is what the macro reading_<kind> draws."""

    kind: str
    word: str
    id: UUID
    item_id: UUID
    client_id: UUID
    writer: str
    version: int
    shown: Any


@dataclass(frozen=True, slots=True)
class Header:
    """A line of a reader's shelf. `on_day` is the day the thing belongs to, if it has one; `until` None: no end.

    `length`: characters there are to read, about.
    """

    id: UUID
    kind: str
    word: str
    item_id: UUID
    grant_id: UUID
    client_id: UUID
    client: str
    on_day: date | None
    version: int
    shared_at: datetime
    until: datetime | None
    opened_at: datetime | None
    title: str
    first_line: str
    length: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of them, newest shared first, and the thing to go on from; None where there is nothing more."""

    headers: list[Header]
    older: UUID | None


def read_shared(actor: Actor, thing_id: UUID, *, counts: bool = True) -> Shared:
    """A client's thing, in the version last shared with this reader. Its writer can see that it was opened.

    Args:
        actor: the reader, with keys.
        thing_id: the thing.
        counts: it is an opening now; else whoever shows it settles within seconds whether it was.

    Raises:
        NotFound: not shared, not yet, no longer, not on the caseload, or no such thing: nobody can tell which.
        Locked: the row is there but the key does not open it.
    """
    found = standing.allowed(actor, db.session.execute(_open_to(actor, Item.thing_id == thing_id)))
    if not found:
        raise NotFound(thing_id)
    shared = _shared(actor, *found[0])
    if counts:
        count_opening(actor, thing_id, shared.client_id, shared.item_id, shared.version)
    return shared


def newest_shared(actor: Actor, client_id: UUID, kind: str, since: datetime | None) -> tuple[Shared, datetime] | None:
    """The last thing of a kind that a client has shared with this reader since a moment, and when; it is an opening.

    Args:
        actor: the reader, with keys.
        client_id: whose.
        kind: of item.
        since: aware; None: whenever it was.
    """
    given = _open_to(actor, Item.kind == kind, standing.writer.person_id == client_id).subquery()
    query = select(*given.c).order_by(given.c.given_at.desc(), given.c.thing_id.desc())
    found = _first(actor, query if since is None else query.where(given.c.given_at >= since), 1)
    if not found:
        return None
    shared = _shared(actor, *found[0])
    count_opening(actor, shared.id, client_id, shared.item_id, shared.version)
    return shared, found[0][0].given_at


def as_reader(actor: Actor, thing_id: UUID, number: int | None = None, *, beside: bool = False) -> Shared:
    """A thing of the actor's own, just as a reader of this version would see it; the newest one unless given.

    Args:
        actor: its writer, with keys.
        thing_id: the thing.
        number: of the version.
        beside: with what can go along: the words of a check-in.

    Raises:
        NotFound: no such thing or version, not theirs, or nothing that can be shared.
    """
    wanted = Item.version == (standing.newest(Item.thing_id) if number is None else number)
    found = _mine(actor, Item.thing_id == thing_id, wanted)
    if not found:
        raise NotFound(thing_id)
    return _shared(actor, *found[0], beside=beside)


def versions_of(actor: Actor, thing_ids: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Of these things of the actor's own, as far as they are there: each with the number of each of its versions."""
    return {(row.thing_id, row.version) for row, _ in _mine(actor, Item.thing_id.in_(list(thing_ids)))}


def shelf(  # noqa: PLR0913 - each narrows the shelf in its own way
    actor: Actor,
    client_id: UUID | None = None,
    *,
    kinds: tuple[str, ...] = tuple(KINDS),
    days: tuple[date, date] | None = None,
    things: Collection[UUID] | None = None,
    items: Select[Any] | None = None,
    since: datetime | None = None,
    before: UUID | None = None,
    most: int = SHELF,
) -> Shelf:
    """What is open to this reader now, newest shared first. Says nothing of what is not.

    Args:
        actor: a therapist, or somebody whom clients trust; with keys.
        client_id: only this client's.
        kinds: only these.
        days: only what belongs to these calendar days, first and last.
        things: only these.
        items: only where the version they have is one of these.
        since: only what was shared from this moment on.
        before: go on with what was shared before this thing; one that is no longer open begins again from the top.
        most: how many.
    """
    narrow: list[ColumnElement[bool]] = [Item.kind.in_(kinds), by_choice()]
    if things is not None:
        narrow.append(Item.thing_id.in_(things))
    if client_id:
        narrow.append(Item.owner_id.in_(select(standing.writer.id).where(standing.writer.person_id == client_id)))
    if days:
        went_on = Item.version < standing.newest(Item.thing_id)  # its day may be another than this version's
        narrow.append(or_(Item.thing_id.in_(_of_days(actor, kinds, days, client_id)), went_on))
    found = _open_to(actor, *narrow).subquery()
    opened = select(Opening.first_at).where(Opening.item_id == found.c.item_id, Opening.reader_id == actor.person_id)
    first_at: Any = opened.scalar_subquery()  # asked row by row: beside so long a rule, a join looks through them all
    query: Any = select(*found.c, first_at.label("first_at"))
    if items is not None:
        query = query.where(found.c.item_id.in_(items))
    if since:
        query = query.where(found.c.given_at >= since)
    place = tuple_(found.c.given_at, found.c.thing_id)
    last = before and db.session.execute(query.where(found.c.thing_id == before)).one_or_none()
    if last:
        query = query.where(place < tuple_(last.given_at, last.thing_id))
    rows = _first(actor, query.order_by(found.c.given_at.desc(), found.c.thing_id.desc()), most + 1)
    more, rows = len(rows) > most, rows[:most]
    headers = [one for one in _headers(actor, rows) if not days or (one.on_day and days[0] <= one.on_day <= days[1])]
    return Shelf(headers, rows[-1][0].thing_id if more else None)


def by_choice() -> ColumnElement[bool]:
    """What a list shows one by one: check-ins that come by themselves are a chart."""
    return or_(Item.kind != mood.KIND, Grant.scope == vault.CHOSEN)


# ------------------------------------------------------------------ rows


def _mine(actor: Actor, *where: Any) -> list[tuple[Any, Any]]:
    """Versions of things of the actor's own that can be shared, each with the thing."""
    columns = (Item.thing_id, Item.kind, Item.id.label("item_id"), Item.version)
    query = select(*columns, standing.writer.person_id.label("writer_id"), Person.name)
    query = query.join(standing.writer, standing.writer.id == Item.owner_id)
    query = query.join(Person, Person.id == standing.writer.person_id).where(Item.kind.in_(KINDS), *where)
    return standing.allowed(actor, db.session.execute(query.where(standing.writer.person_id == actor.person_id)))


def _open_to(actor: Actor, *where: Any) -> Any:
    """The version of each thing last given to this reader. Whether they may have it is still to be asked."""
    given = standing.keys(standing.reader.person_id == actor.person_id, usable(), *where)
    return select(*given.c, Person.name).join(Person, Person.id == given.c.writer_id).where(given.c.place == 1)


def _first(actor: Actor, query: Any, most: int) -> list[tuple[Any, Any]]:
    """The first rows of the query that the actor may have. Hardly ever is one left out, and more are asked for."""
    found: list[tuple[Any, Any]] = []
    asked = 0
    while len(found) < most:
        rows = db.session.execute(query.limit(most).offset(asked)).all()
        found += standing.allowed(actor, rows)
        asked += len(rows)
        if len(rows) < most:
            break
    return found[:most]


def _of_days(actor: Actor, kinds: tuple[str, ...], days: tuple[date, date], client_id: UUID | None) -> Any:
    models = [KINDS[kind].model for kind in kinds if hasattr(KINDS[kind].model, "on_day")]
    first, *others = (
        readable(model, actor)
        .where(model.on_day.between(*days), *([model.client_id == client_id] if client_id else []))
        .with_only_columns(model.id)
        for model in models
    )
    return first.union_all(*others)


def _shared(actor: Actor, found: Any, row: Any, *, beside: bool = True) -> Shared:
    """What such a row stands for, opened with the actor's own keys; raises Locked when they do not open it."""
    kind = KINDS[found.kind]
    text = vault.read_one(actor.unlocked(), found.item_id)
    if not kind.is_for_others(text):
        raise NotFound(found.thing_id)
    also = [kind.beside(found.thing_id)] if kind.beside and beside else []
    texts = vault.latest_readable(actor.unlocked(), also) if also else {}
    about = (found.kind, kind.word, row.id, found.item_id, row.client_id, found.name, found.version)
    return Shared(*about, kind.shown(row, text, *(opened.data for opened in texts.values())))


def _headers(actor: Actor, found: list[tuple[Any, Any]]) -> list[Header]:
    texts = vault.read(actor.unlocked(), [row.item_id for row, _ in found])
    return [_header(row, thing, texts[row.item_id]) for row, thing in found if row.item_id in texts]


def _letters(said: Any) -> int:
    """How much there is to read in the sealed form of a thing: its strings, without what only keeps its form."""
    if isinstance(said, str):
        return len(said)
    inside = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return sum(map(_letters, inside))


def _header(row: Any, thing: Any, text: bytes) -> Header:
    kind = KINDS[row.kind]
    title, first_line = kind.glimpse(text)
    return Header(
        id=row.thing_id,
        kind=row.kind,
        word=kind.word,
        item_id=row.item_id,
        grant_id=row.grant_id,
        client_id=row.writer_id,
        client=row.name,
        on_day=getattr(kind.shown(thing, text), "on_day", None),
        version=row.version,
        shared_at=row.given_at,
        until=row.until,
        opened_at=row.first_at,
        title=title,
        first_line=first_line,
        length=_letters(json.loads(text)),
    )
