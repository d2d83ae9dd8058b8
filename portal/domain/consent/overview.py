"""What is open to whom, by asking the rows that open it: the truth behind every badge and the Sharing page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.domain import journal, vault
from portal.domain.access import live, writable
from portal.domain.consent.sharing import readers
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.people import Membership, Person
from portal.models.vault import Grant, Item, ItemKey, Principal

SHOWN = 5  # notes on a person's card
PAGE = 20  # notes on a page of everything open to one person


@dataclass(frozen=True, slots=True)
class Access:
    """One person can read one version of a note.

    `is_earlier`: the note has gone on since; `is_trusted`: no therapist, but somebody the client trusts.
    """

    person_id: UUID
    name: str
    version: int
    is_earlier: bool
    since: datetime
    until: datetime | None
    opened_at: datetime | None
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """Who, besides its writer, can read a note; nobody when empty."""

    readers: tuple[Access, ...] = ()

    def of(self, person_id: UUID) -> Access | None:
        """What this person can read of it, if anything."""
        return next((access for access in self.readers if access.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note that a person can read. `opened_at` is when they first did."""

    id: UUID
    headline: str
    version: int
    is_earlier: bool
    since: datetime
    until: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything open to one person: how many notes, and the newest shared of them."""

    person_id: UUID
    name: str
    is_trusted: bool
    looks_after_me: bool
    count: int
    notes: list[OpenNote]


def audience(actor: Actor, entry_ids: Iterable[UUID]) -> dict[UUID, Audience]:
    """Who can read which version of these notes of the client's own, now; every note asked for has an answer."""
    wanted = list(entry_ids)
    found: dict[UUID, list[Access]] = {entry_id: [] for entry_id in wanted}
    standing = _standing(actor, Item.thing_id.in_(wanted))
    for row in db.session.execute(_with_notes(actor, standing).order_by(standing.c.name, standing.c.person_id)):
        found[row.id].append(_access(row))
    return {entry_id: Audience(tuple(readers)) for entry_id, readers in found.items()}


def open_to(actor: Actor, most: int = SHOWN) -> list[Card]:
    """One card for each person who can read something, and for each whom the client can share with.

    Args:
        actor: the client; with keys when `most` is not 0, for the notes are called by their own titles.
        most: notes on a card, newest shared first.
    """
    standing = _standing(actor)
    place = func.row_number().over(partition_by=standing.c.person_id, order_by=(standing.c.since.desc(), standing.c.id))
    count = func.count().over(partition_by=standing.c.person_id)
    ranked = select(*standing.c, place.label("place"), count.label("together")).subquery()
    query = _with_notes(actor, ranked).add_columns(ranked.c.together)
    rows = db.session.execute(query.where(ranked.c.place <= max(most, 1)).order_by(ranked.c.place)).all()
    notes = _open_notes(actor, rows) if most else []
    team = {known.id: known.name for known in readers(actor)}
    names = team | {row.person_id: row.name for row in rows}
    counts = {row.person_id: row.together for row in rows}
    trusted = {row.person_id for row in rows if row.is_trusted}
    of = {person_id: [note for who, note in notes if who == person_id] for person_id in names}
    cards = [
        Card(person_id, name, person_id in trusted, person_id in team, counts.get(person_id, 0), of[person_id])
        for person_id, name in names.items()
    ]
    return sorted(cards, key=lambda card: (card.name.casefold(), card.person_id))


def open_notes(actor: Actor, reader_id: UUID, before: UUID | None = None) -> tuple[list[OpenNote], UUID | None]:
    """Everything open to one person, newest shared first, 20 at a time, and the note to go on from.

    Args:
        actor: the client, with keys.
        reader_id: the person; nothing is open to somebody unknown.
        before: go on with what was shared before this note; one that is no longer open begins again from the top.
    """
    standing = _standing(actor)
    query = _with_notes(actor, standing).where(standing.c.person_id == reader_id)
    last = before and db.session.execute(query.where(standing.c.id == before)).one_or_none()
    if last:
        later = and_(standing.c.since == last.since, standing.c.id > last.id)
        query = query.where((standing.c.since < last.since) | later)
    rows = db.session.execute(query.order_by(standing.c.since.desc(), standing.c.id).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return [note for _, note in _open_notes(actor, rows)], rows[-1].id if more else None


# ------------------------------------------------------------------ rows

me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _standing(actor: Actor, *where: ColumnElement[bool]) -> Subquery:
    """For each note of this client's and each other person: the newest version under a consent that stands."""
    never_ends = func.count() > func.count(Grant.expires_at)
    return (
        select(
            Item.thing_id.label("id"),
            other.person_id,
            Person.name,
            func.max(Item.version).label("version"),
            func.max(ItemKey.given_at).label("since"),
            case((never_ends, None), else_=func.max(Grant.expires_at)).label("until"),
        )
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(me, me.id == Grant.owner_id)
        .join(other, other.id == Grant.reader_id)
        .join(Person, Person.id == other.person_id)
        .where(Item.kind == journal.KIND, me.person_id == actor.person_id, other.person_id != actor.person_id)
        .where(live(), *where)
        .group_by(Item.thing_id, other.person_id, Person.name)
        .subquery()
    )


def _with_notes(actor: Actor, standing: Subquery) -> Select[Any]:
    """The same with the note, the item and whether it was opened."""
    is_shared = and_(Item.thing_id == standing.c.id, Item.version == standing.c.version)
    is_theirs = and_(Opening.item_id == Item.id, Opening.reader_id == standing.c.person_id)
    joined = writable(Entry, actor).join(standing, standing.c.id == Entry.id).join(Item, is_shared)
    return joined.outerjoin(Opening, is_theirs).with_only_columns(
        standing.c.id,
        Item.id.label("item_id"),
        standing.c.person_id,
        standing.c.name,
        standing.c.version,
        (standing.c.version < Entry.version).label("is_earlier"),
        standing.c.since,
        standing.c.until,
        Opening.first_at.label("opened_at"),
        (_holds(standing.c.person_id, Role.CONFIDANT) & ~_holds(standing.c.person_id, Role.THERAPIST)).label(
            "is_trusted"
        ),
    )


def _holds(person_id: ColumnElement[UUID], role: Role) -> ColumnElement[bool]:
    return exists().where(Membership.person_id == person_id, Membership.role == role, Membership.ended_at.is_(None))


def _access(row: Any) -> Access:
    return Access(
        row.person_id, row.name, row.version, row.is_earlier, row.since, row.until, row.opened_at, row.is_trusted
    )


def _open_notes(actor: Actor, rows: Iterable[Any]) -> list[tuple[UUID, OpenNote]]:
    """The notes of these rows, each beside the person who can read it, called by their own titles."""
    rows = list(rows)
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    return [(row.person_id, _open_note(row, texts[row.item_id])) for row in rows if row.item_id in texts]


def _open_note(row: Any, text: bytes) -> OpenNote:
    headline = journal.Words.from_bytes(text).headline
    return OpenNote(row.id, headline, row.version, row.is_earlier, row.since, row.until, row.opened_at)
