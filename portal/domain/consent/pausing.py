"""Pausing everything for everybody by one act; resuming by choice; deciding tomorrow; looking once a month."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import audit, caseload, receipts, vault
from portal.domain.access import put_away
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.consent import book, circle, handing, overview, sharing
from portal.domain.consent.book import Place, Rule
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.overview import Card
from portal.domain.consent.shelf import as_reader, versions_of
from portal.domain.consent.streams import STREAMS, Stream, given_under, stand, streams
from portal.domain.receipts import Act
from portal.models.journal import Entry
from portal.models.vault import Grant, Item, ItemKey

MONTH = timedelta(days=30)  # between two looks at what is still open


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of the client's with somebody it was or may be open to; `with_it`: what goes along, in words."""

    place: Place
    kind: str
    headline: str
    name: str
    with_it: str


def pause(actor: Actor) -> None:
    """From now on nobody can open anything of this client's. The keys are gone; what was open is remembered, sealed.

    Args:
        actor: the client, with keys.
    """
    caseload.hold(actor.person_id)
    kept = book.read(actor)
    rows = db.session.execute(overview.handed_out(actor, Grant.scope.in_((vault.CHOSEN, handing.SO_FAR)))).all()
    open_now = {(row.thing_id, row.reader_id): row for row in sorted(rows, key=lambda row: row.is_waiting)}
    places = {(place.thing_id, place.reader_id): place for place in kept.paused}
    places |= {key: _place(row) for key, row in open_now.items()}
    standing = streams(actor)
    rules = {(rule.what, rule.reader_id): rule for rule in kept.rules}
    rules |= {(one.what, one.reader_id): _rule(actor, one) for one in standing}
    book.keep(actor, replace(kept, paused=tuple(places.values()), rules=tuple(rules.values())))
    for reader_id in sorted({row.reader_id for row in rows} | {one.reader_id for one in standing}):
        sharing.stop_person(actor, reader_id)
    number = receipts.write(actor, Act.PAUSED)
    record(actor, Event.PAUSED, about_id=actor.person_id, receipt=number)


def paused(actor: Actor) -> list[Waiting]:
    """What was open when everything was paused, as far as it can be opened again."""
    return _told(actor, book.read(actor).paused)


def paused_streams(actor: Actor) -> list[Stream]:
    """The standing consents that stood when everything was paused, as far as they can begin again."""
    team = {one.id: one.name for one in circle.readers(actor) if not one.is_trusted}
    return [
        Stream(rule.what, STREAMS[rule.what][0], rule.reader_id, team[rule.reader_id], now(), rule.until)
        for rule in book.read(actor).rules
        if rule.reader_id in team and (rule.until is None or rule.until > now())
    ]


def how_many_paused(actor: Actor) -> int:
    """How many things and standing consents wait for the client's choice after everything was paused."""
    kept = book.read(actor)
    if not kept.paused and not kept.rules:
        return 0
    places = _given_to(kept.paused, circle.readers(actor))
    there = versions_of(actor, {one.thing_id for one in places})
    return len([one for one in places if (one.thing_id, one.version) in there]) + len(paused_streams(actor))


def resume(
    actor: Actor, chosen: Collection[tuple[UUID, UUID]] = (), standing: Collection[tuple[str, UUID]] = ()
) -> None:
    """Open these again, at once, as they were, and nothing else; the rest of what was paused is let go.

    A standing consent begins again with the very items that lay under it; what was written meanwhile stays private.

    Args:
        actor: the client, with keys.
        chosen: thing and reader of each.
        standing: what, and the reader, of each standing consent.
    """
    caseload.hold(actor.person_id)
    kept = book.read(actor)
    if kept.paused or kept.rules:
        receipts.write(actor, Act.RESUMED)
    for one in paused(actor):
        place = one.place
        if (place.thing_id, place.reader_id) in chosen:
            about = (place.thing_id, place.reader_id, place.version, place.until)
            sharing.share(actor, *about, beside=place.beside)
    items = {(rule.what, rule.reader_id): _kept(actor, rule) for rule in kept.rules}
    for begun in paused_streams(actor):
        if (begun.what, begun.reader_id) in standing:
            lay = items[begun.what, begun.reader_id]
            stand(actor, circle.reader(actor, begun.reader_id), begun.what, begun.until, lay)
    book.keep(actor, replace(book.read(actor), paused=(), rules=()))


def decide_tomorrow(actor: Actor, thing_id: UUID, reader_id: UUID, version: int) -> None:
    """Put one thing aside; Today asks about it once, on the next day, and then no more.

    Raises:
        NotFound: no such thing, version or reader of theirs.
    """
    caseload.hold(actor.person_id)
    thing = as_reader(actor, thing_id, version)
    circle.reader(actor, reader_id, thing.kind)
    ask_on = today_of(actor) + timedelta(days=1)
    aside = Place(thing_id, version, reader_id)
    book.keep(actor, replace(book.read(actor), aside=aside, ask_on=ask_on))


def of_this_day(actor: Actor, cards: Iterable[Card]) -> tuple[Waiting | None, int]:
    """For Today: what was put aside the day before, on its one day; and how many things are open, once a month.

    Args:
        actor: the client, with keys.
        cards: of `open_to`, which Today has asked for already.
    """
    kept, today = book.read(actor), today_of(actor)
    put_off = _told(actor, [kept.aside]) if kept.aside and kept.ask_on == today else []
    was_looked_at = kept.looked_on is not None and today - kept.looked_on < MONTH
    return next(iter(put_off), None), 0 if was_looked_at else sum(card.count for card in cards)


def let_it_be(actor: Actor) -> None:
    """No longer to be asked about; doing it twice changes nothing."""
    caseload.hold(actor.person_id)
    kept = book.read(actor)
    if kept.aside is not None:
        book.keep(actor, replace(kept, aside=None, ask_on=None))


def _place(row: Any) -> Place:
    """Where something was open by choice, with what went along with it."""
    beside = KINDS[row.kind].beside
    also = beside and select(Item.id).join(ItemKey, ItemKey.item_id == Item.id).where(
        Item.thing_id == beside(row.thing_id), ItemKey.grant_id == row.grant_id
    )
    went_along = also is not None and db.session.scalar(also.limit(1)) is not None
    return Place(row.thing_id, row.version, row.reader_id, row.until, went_along, bool(row.is_waiting))


def _rule(actor: Actor, one: Stream) -> Rule:
    return Rule(one.what, one.reader_id, one.until, tuple(given_under(actor, one.reader_id, one.what)))


def _kept(actor: Actor, rule: Rule) -> list[UUID]:
    """What lay under it, but for notes that were deleted meanwhile: brought back, they are private."""
    gone = put_away(Entry, actor).with_only_columns(Entry.id)
    pauses = audit.about(actor.person_id, [Event.PAUSED], most=1)
    back = audit.since(actor.person_id, [Event.ENTRY_BROUGHT_BACK], pauses[0].seq if pauses else 0)
    query = select(Item.id).where(Item.id.in_(rule.items), Item.thing_id.not_in(gone))
    query = query.where(Item.thing_id.not_in([line.subject_id for line in back]))
    return list(db.session.scalars(query))


def _given_to(places: Iterable[Place], readers: Iterable[circle.Reader]) -> list[Place]:
    """Those of them whose reader can still be given something, and not past their end."""
    ids = {one.id for one in readers}
    return [one for one in places if one.reader_id in ids and (one.until is None or one.until > now())]


def _told(actor: Actor, places: Collection[Place]) -> list[Waiting]:
    """Those of them that still exist, to those who can still be given something, and not past their end."""
    readers, found = circle.readers(actor), []
    names = {one.id: one for one in readers}
    for place in _given_to(places, readers):
        try:
            thing = as_reader(actor, place.thing_id, place.version)
        except NotFound:
            continue
        text = vault.read_one(actor.unlocked(), thing.item_id)
        kind = KINDS[thing.kind]
        along = kind.with_it if place.beside else ""
        found.append(Waiting(place, thing.kind, kind.called(text), names[place.reader_id].name, along))
    return found
