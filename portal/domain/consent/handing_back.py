"""Handing back: whoever began anew asks a reader for what they had shared with them, and takes it up again.

A reader hands back the very versions that are open to them, and nothing else; unasked, nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.core.language import kept_as
from portal.domain import caseload, mail, receipts, vault
from portal.domain.access import live, readable, writable
from portal.domain.audit import Event, record
from portal.domain.consent.circle import reader, readers
from portal.domain.consent.kinds import KINDS
from portal.models.consent import HandBack
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal

PURPOSE = kept_as("handed back after a fresh start")
WORDING = "hand-back-1"
before, other = aliased(Principal), aliased(Principal)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who still has what was shared before; asked when, and since when they have handed it back."""

    id: UUID
    name: str
    asked_at: datetime | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A client asks for what they shared before they began anew."""

    client_id: UUID
    name: str
    asked_at: datetime


def holders(actor: Actor) -> list[Holder]:
    """Whom a client can ask, by name: those they could share with now, who have something of before."""
    rows = db.session.scalars(readable(HandBack, actor).where(HandBack.taken_at.is_(None))).all()
    by_reader = {row.reader_id: row for row in rows}
    query = select(other.person_id).join(Grant, Grant.reader_id == other.id).where(_of_before(actor.person_id))
    having = set(db.session.scalars(query.where(_has_items()).distinct()))
    found = []
    for known in readers(actor):
        row = by_reader.get(known.id)
        if (row and row.given_at) or known.id in having:
            asked_at, given_at = (row.asked_at, row.given_at) if row else (None, None)
            found.append(Holder(known.id, known.name, asked_at, given_at))
    return found


def ask_back(actor: Actor, reader_id: UUID) -> None:
    """Ask one of them; asked twice is once, and whoever has nothing of before is not asked.

    Raises:
        Forbidden: not a client.
        NotFound: nobody this client can share with now.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    caseload.hold(actor.person_id)
    known = reader(actor, reader_id)
    found = next((one for one in holders(actor) if one.id == known.id), None)
    if found is None or found.asked_at is not None:
        return
    row = db.session.scalar(writable(HandBack, actor).where(HandBack.reader_id == known.id))
    if row is None:
        row = HandBack(id=uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, reader_id=known.id)
        db.session.add(row)
    row.asked_at, row.given_at, row.taken_at = now(), None, None
    db.session.flush()
    record(actor, Event.HAND_BACK_ASKED, row.id, actor.person_id, reader=known.id)
    mail.notify(actor, known.id, mail.Kind.SOMETHING_NEW)


def wishes(actor: Actor, client_id: UUID | None = None) -> list[Wish]:
    """Who asks this reader to hand something back, and waits; of one client alone, if one is named."""
    query = readable(HandBack, actor).join(Person, Person.id == HandBack.client_id).where(*_waits())
    query = query if client_id is None else query.where(HandBack.client_id == client_id)
    rows = db.session.execute(query.add_columns(Person.name).order_by(Person.name, HandBack.client_id))
    return [Wish(row.client_id, name, row.asked_at) for row, name in rows]


def hand_back(actor: Actor, client_id: UUID) -> int:
    """Give the client of today the very versions that the client of before has open to this reader.

    What the reader wrote for them goes along: questions, answers, summaries.

    Returns:
        how many versions of the client's own there were; none for somebody who does not ask.
    """
    query = writable(HandBack, actor).where(HandBack.client_id == client_id, *_waits())
    row = db.session.scalar(query.with_for_update())
    if row is None:
        return 0
    caseload.hold(client_id)
    keys, client = actor.unlocked(), vault.principal_of(client_id)
    grant = vault.give(keys, client.id, vault.CHOSEN, PURPOSE, receipts.in_language(WORDING))
    mine = select(Grant).join(other, other.id == Grant.reader_id).where(Grant.reader_id == keys.principal_id)
    count = 0
    for source in db.session.scalars(mine.where(_of_before(client_id)).order_by(Grant.id)).all():
        ids = db.session.scalars(select(ItemKey.item_id).where(ItemKey.grant_id == source.id)).all()
        count += vault.share(keys, ids, grant, source)
    vault.follow(keys, client_id)
    row.given_at = now()
    record(actor, Event.HANDED_BACK, row.id, client_id, things=count)
    mail.notify(actor, client_id, mail.Kind.SOMETHING_NEW)
    return count


def take_up(actor: Actor) -> int:
    """Keep what was handed back among one's own: from then on it can be shared and changed as before.

    Returns:
        how many versions there were.
    """
    rows = list(db.session.scalars(_given(actor).with_for_update()))
    keys, count = actor.unlocked(), 0
    theirs = select(before.id).where(before.person_id.in_([row.reader_id for row in rows]))
    mine = select(Grant).where(Grant.owner_id.in_(theirs), Grant.reader_id == keys.principal_id)
    for grant in db.session.scalars(mine.where(Grant.purpose == PURPOSE, live()).order_by(Grant.id)).all():
        things = select(Item.thing_id).join(ItemKey, ItemKey.item_id == Item.id).where(ItemKey.grant_id == grant.id)
        ids = list(db.session.scalars(things.distinct()))
        count += vault.take_up(keys, grant)
        _on_top(actor, ids)
        vault.end(grant.id)
    for row in rows:
        row.taken_at = now()
        record(actor, Event.TAKEN_UP, row.id, actor.person_id, reader=row.reader_id)
    return count


# ------------------------------------------------------------------ rows


def _given(actor: Actor) -> Any:
    return writable(HandBack, actor).where(HandBack.given_at.is_not(None), HandBack.taken_at.is_(None))


def _on_top(actor: Actor, thing_ids: list[UUID]) -> None:
    """A thing whose newest version stays closed goes on from the one that was handed back, as a version after it."""
    texts = vault.latest_readable(actor.unlocked(), thing_ids)
    kinds = select(Item.thing_id, Item.kind).where(Item.id.in_([text.item_id for text in texts.values()]))
    for thing_id, kind in db.session.execute(kinds.order_by(Item.thing_id)).all():
        if kind in KINDS and hasattr(KINDS[kind].model, "version"):
            row = db.session.scalar(writable(KINDS[kind].model, actor).where(KINDS[kind].model.id == thing_id))
            if row is not None and row.version > texts[thing_id].version:
                row.version += 1
                db.session.flush()
                vault.go_on_from(actor.unlocked(), thing_id, row.version)


def _waits() -> tuple[ColumnElement[bool], ...]:
    """It is asked, and there is something to hand back: nothing is once all was stopped, or opened again."""
    both = (before.person_id == HandBack.client_id, other.person_id == HandBack.reader_id)
    having = select(Grant.id).join(before, before.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    having = having.where(*both, before.retired_at.is_not(None), live(), _has_items()).correlate(HandBack)
    return (HandBack.given_at.is_(None), having.exists())


def _of_before(client_id: UUID) -> ColumnElement[bool]:
    """A consent that the client gave by keys that are put aside."""
    closed = select(before.id).where(before.person_id == client_id, before.retired_at.is_not(None))
    return Grant.owner_id.in_(closed) & (Grant.owner_id != Grant.reader_id) & live()


def _has_items() -> ColumnElement[bool]:
    return exists().where(ItemKey.grant_id == Grant.id)
