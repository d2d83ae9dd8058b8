"""What is open to whom, by asking the rows that open it: the truth behind every badge and the Sharing page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import usable
from portal.domain.consent import standing
from portal.domain.consent.circle import readers
from portal.domain.consent.kinds import KINDS
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey

SHOWN = 5  # things on a person's card
PAGE = 20  # things on a page of everything open to one person


@dataclass(frozen=True, slots=True)
class Access:
    """One person can read one version of a thing from `since` on.

    `is_earlier`: the thing has gone on since; `is_trusted`: no therapist, but somebody the client trusts.
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
    """Who, besides its writer, can read a thing; and for whom it opens by itself in a while."""

    readers: tuple[Access, ...] = ()
    coming: tuple[Access, ...] = ()

    def of(self, person_id: UUID) -> Access | None:
        """What this person can read of it, if anything."""
        return next((access for access in self.readers if access.person_id == person_id), None)

    def coming_to(self, person_id: UUID) -> Access | None:
        """What opens to this person in a while, if anything."""
        return next((access for access in self.coming if access.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class OpenThing:
    """A thing that a person can read, or can from `since` on. `opened_at` is when they first did."""

    id: UUID
    kind: str
    word: str
    headline: str
    version: int
    is_earlier: bool
    since: datetime
    until: datetime | None
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything open to one person: how many things, the newest shared of them, and what opens in a while."""

    person_id: UUID
    name: str
    is_trusted: bool
    looks_after_me: bool
    count: int
    things: list[OpenThing] = field(default_factory=list)
    coming: list[OpenThing] = field(default_factory=list)


def audience(actor: Actor, thing_ids: Iterable[UUID]) -> dict[UUID, Audience]:
    """Who can read which version of these things of the client's own, now; everything asked for has an answer."""
    wanted = list(thing_ids)
    given = _handed_out(actor, Item.thing_id.in_(wanted)).order_by(Person.name, Person.id)
    rows = [row for row, _ in standing.allowed(actor, db.session.execute(given))]
    found = [(row.thing_id, row.is_waiting, _access(row)) for row in rows]
    found += [(thing_id, 1, access) for thing_id, access in _coming_along(rows)]
    return {
        thing_id: Audience(
            *(tuple(access for of, waits, access in found if (of, waits) == (thing_id, which)) for which in (0, 1))
        )
        for thing_id in wanted
    }


def open_to(actor: Actor, most: int = SHOWN) -> list[Card]:
    """One card for each person who can read something, and for each whom the client can share with.

    Args:
        actor: the client; with keys when `most` is not 0, for things are called by their own titles.
        most: things on a card, newest shared first.
    """
    given = handed_out(actor).subquery()
    newest_first = (given.c.given_at.desc(), given.c.thing_id)
    apart = (given.c.reader_id, given.c.is_waiting)
    ranked = select(
        *given.c,
        func.row_number().over(partition_by=apart, order_by=newest_first).label("rank"),
        func.count().over(partition_by=apart).label("together"),
    ).subquery()
    query = select(ranked).where(ranked.c.rank <= max(most, 1)).order_by(ranked.c.rank)
    rows = db.session.execute(query).all()
    things = _open_things(actor, rows) if most else []
    circle = {known.id: known for known in readers(actor)}
    names = {known.id: known.name for known in circle.values()} | {row.reader_id: row.name for row in rows}
    cards = [
        Card(
            person_id,
            name,
            any(row.is_trusted for row in rows if row.reader_id == person_id)
            or (person_id in circle and circle[person_id].is_trusted),
            person_id in circle and not circle[person_id].is_trusted,
            next((row.together for row in rows if row.reader_id == person_id and not row.is_waiting), 0),
            [thing for row, thing in things if row.reader_id == person_id and not row.is_waiting],
            [thing for row, thing in things if row.reader_id == person_id and row.is_waiting],
        )
        for person_id, name in names.items()
    ]
    return sorted(cards, key=lambda card: (card.name.casefold(), card.person_id))


def open_things(actor: Actor, reader_id: UUID, before: UUID | None = None) -> tuple[list[OpenThing], UUID | None]:
    """Everything open to one person, newest shared first, 20 at a time, and the thing to go on from.

    Args:
        actor: the client, with keys.
        reader_id: the person; nothing is open to somebody unknown.
        before: go on with what was shared before this; one that is no longer open begins again from the top.
    """
    given = handed_out(actor, standing.reader.person_id == reader_id).subquery()
    query = select(given).where(given.c.is_waiting == 0)
    last = before and db.session.execute(query.where(given.c.thing_id == before)).one_or_none()
    if last:
        later = and_(given.c.given_at == last.given_at, given.c.thing_id > last.thing_id)
        query = query.where((given.c.given_at < last.given_at) | later)
    rows = db.session.execute(query.order_by(given.c.given_at.desc(), given.c.thing_id).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return [thing for _, thing in _open_things(actor, rows)], rows[-1].thing_id if more else None


def chosen(
    actor: Actor, settled: Collection[tuple[UUID, UUID]] = (), most: int = PAGE
) -> tuple[list[tuple[Any, OpenThing]], int]:
    """What is open to somebody because the client chose it, newest shared first, and how much there is of it in all.

    Args:
        actor: the client, with keys.
        settled: thing and reader of what is not asked for.
        most: things, each with its row.
    """
    rows = db.session.execute(handed_out(actor, Grant.scope == vault.CHOSEN)).all()
    asked = [row for row in rows if not row.is_waiting and (row.thing_id, row.reader_id) not in settled]
    newest = sorted(asked, key=lambda row: (row.given_at, row.thing_id), reverse=True)
    return _open_things(actor, newest[:most]), len(asked)


def who_reads_some(actor: Actor, thing_ids: Iterable[UUID]) -> list[str]:
    """Names of everyone who can open at least one of these things of this client's now.

    It is asked about what a page shows, and takes as long as that is much: never about all that was ever shared.

    Args:
        actor: the client.
        thing_ids: what items are of, those too that are no thing of their own: words of check-ins, numbers of goals.
    """
    query = select(Person.name).join(standing.reader, standing.reader.person_id == Person.id)
    query = query.join(Grant, Grant.reader_id == standing.reader.id).join(ItemKey, ItemKey.grant_id == Grant.id)
    query = query.join(standing.writer, standing.writer.id == Grant.owner_id).join(Item, Item.id == ItemKey.item_id)
    query = query.where(standing.writer.person_id == actor.person_id, Person.id != actor.person_id)
    query = query.where(Item.thing_id.in_(list(thing_ids)), usable())
    return list(db.session.scalars(query.distinct().order_by(Person.name)))


# ------------------------------------------------------------------ rows


def handed_out(actor: Actor, *where: ColumnElement[bool]) -> Select[Any]:
    """For each thing of this client's and each other person: the version last given, and one that waits."""
    given = _handed_out(actor, *where)
    return given.where(
        standing.is_mine(actor, *(given.selected_columns[of] for of in ("thing_id", "kind", "writer_id")))
    )


def _handed_out(actor: Actor, *where: ColumnElement[bool]) -> Select[Any]:
    """Its keys alone: whether the client may have the thing is still to be asked."""
    given = standing.keys(standing.writer.person_id == actor.person_id, *where)
    is_theirs = and_(Opening.item_id == given.c.item_id, Opening.reader_id == given.c.reader_id)
    return (
        select(
            *given.c,
            Person.name,
            (given.c.version < standing.newest(given.c.thing_id)).label("is_earlier"),
            Opening.first_at.label("opened_at"),
            standing.is_trusted(given.c.reader_id).label("is_trusted"),
        )
        .join(Person, Person.id == given.c.reader_id)
        .outerjoin(Opening, is_theirs)
        .where(given.c.place == 1)
    )


def _access(row: Any) -> Access:
    earlier, trusted = bool(row.is_earlier), bool(row.is_trusted)
    return Access(row.reader_id, row.name, row.version, earlier, row.given_at, row.until, row.opened_at, trusted)


def _coming_along(rows: Sequence[Any]) -> list[tuple[UUID, Access]]:
    """Where a thing is open already and what goes with it comes later: the words of a check-in."""
    waiting = {(row.thing_id, row.reader_id) for row in rows if row.is_waiting}
    chosen = [row for row in rows if row.scope == vault.CHOSEN and (row.thing_id, row.reader_id) not in waiting]
    along = {(beside(row.thing_id), row.grant_id): row for row in chosen if (beside := KINDS[row.kind].beside)}
    if not along:
        return []
    query = select(Item.thing_id, ItemKey.grant_id, ItemKey.given_at).join(ItemKey, ItemKey.item_id == Item.id)
    query = query.where(Item.thing_id.in_([thing_id for thing_id, _ in along]), ItemKey.given_at > now())
    later = {(key.thing_id, key.grant_id): key.given_at for key in db.session.execute(query)}
    return [(row.thing_id, replace(_access(row), since=later[key])) for key, row in along.items() if key in later]


def _open_things(actor: Actor, rows: Iterable[Any]) -> list[tuple[Any, OpenThing]]:
    """The things of these rows, called as their writer knows them."""
    rows = list(rows)
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    return [(row, _open_thing(row, texts[row.item_id])) for row in rows if row.item_id in texts]


def _open_thing(row: Any, text: bytes) -> OpenThing:
    kind = KINDS[row.kind]
    about = (row.thing_id, kind.item, kind.word, kind.called(text), row.version, bool(row.is_earlier))
    return OpenThing(*about, row.given_at, row.until, row.opened_at)
