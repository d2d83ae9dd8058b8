"""Deleting notes: hidden from everybody at once, gone for good after seven days, and until then to be brought back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.parts import parts
from portal.domain import mood, vault
from portal.domain.access import hold, put_away, writable
from portal.domain.audit import Event, record
from portal.domain.journal.margin import margin_id
from portal.domain.journal.words import Words
from portal.models.drafts import Draft
from portal.models.journal import Entry, Excerpt
from portal.models.vault import Grant, Item, ItemKey, Principal

KEPT_FOR = timedelta(days=7)
SHOWN = 100  # deleted notes on their page
AT_ONCE = 200  # notes of a practice that go in one round


@dataclass(frozen=True, slots=True)
class Deleted:
    """A note that can still be brought back, until `gone_at`."""

    id: UUID
    on_day: date
    headline: str
    gone_at: datetime


def delete_entry(actor: Actor, entry_id: UUID) -> None:
    """Hide a note from everybody, its writer's own shelf and search among them; whoever could read it no longer can.

    Raises:
        NotFound: no such note, or not theirs.
    """
    entry = hold(Entry, actor, entry_id)
    entry.deleted_at, entry.pinned_at = now(), None
    _close(actor, [entry_id])
    record(actor, Event.ENTRY_DELETED, entry_id, actor.person_id)


def delete_days(actor: Actor, first: date, last: date) -> int:
    """Hide all notes of these days, as `delete_entry` does one; returns how many."""
    query = writable(Entry, actor).where(Entry.on_day.between(first, last)).order_by(Entry.id).with_for_update()
    entries, moment = list(db.session.scalars(query)), now()
    for entry in entries:
        entry.deleted_at, entry.pinned_at = moment, None
    ids = [entry.id for entry in entries]
    for some in parts(ids, AT_ONCE):
        _close(actor, some)
    return len(ids)


def deleted_entries(actor: Actor) -> list[Deleted]:
    """What the writer has deleted and can still bring back, the last deleted first."""
    newest = put_away(Entry, actor).join(Item, and_(Item.thing_id == Entry.id, Item.version == Entry.version))
    columns = newest.with_only_columns(Entry.id, Item.id.label("item_id"), Entry.on_day, Entry.deleted_at)
    rows = db.session.execute(columns.order_by(Entry.deleted_at.desc(), Entry.id).limit(SHOWN)).all()
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    return [
        Deleted(row.id, row.on_day, Words.from_bytes(texts[row.item_id]).headline, row.deleted_at + KEPT_FOR)
        for row in rows
        if row.item_id in texts
    ]


def bring_back(actor: Actor, entry_id: UUID) -> None:
    """Undo the deleting. Nobody but the writer can read the note again: sharing does not come back with it.

    Raises:
        NotFound: no such note, gone for good, or not theirs.
    """
    _put_away(actor, entry_id).deleted_at = None
    record(actor, Event.ENTRY_BROUGHT_BACK, entry_id, actor.person_id)


def erase(actor: Actor, entry_id: UUID) -> None:
    """Let a deleted note go for good now, without waiting.

    Raises:
        NotFound: no such note, gone already, not deleted, or not theirs.
    """
    _gone_for_good([_put_away(actor, entry_id)], actor)


def put_off(length: timedelta) -> None:
    """For so long nobody could bring a note back: each that is deleted waits for so much longer."""
    for row in db.session.scalars(select(Entry).where(Entry.deleted_at.is_not(None)).with_for_update()).all():
        row.deleted_at = (row.deleted_at or now()) + length


def sweep() -> int:
    """Notes that were deleted seven days ago go for good, a few hundred in a round; returns how many."""
    over = select(Entry).where(Entry.deleted_at < now() - KEPT_FOR).order_by(Entry.deleted_at).limit(AT_ONCE)
    entries = list(db.session.scalars(over.with_for_update(skip_locked=True)))
    _gone_for_good(entries, None)
    return len(entries)


# ------------------------------------------------------------------ rows

me, note, note_key, note_grant = aliased(Principal), aliased(Item), aliased(ItemKey), aliased(Grant)


def _put_away(actor: Actor, entry_id: UUID) -> Entry:
    entry = db.session.scalar(put_away(Entry, actor).where(Entry.id == entry_id).with_for_update())
    if entry is None:
        raise NotFound(entry_id)
    return entry


def _gone_for_good(entries: list[Entry], actor: Actor | None) -> None:
    """Words, margins, drafts, parts and rows."""
    ids = [entry.id for entry in entries]
    drafts = db.session.scalars(select(Draft.id).where(Draft.about_id.in_(ids))).all() if ids else []
    parts = db.session.scalars(select(Excerpt.id).where(Excerpt.entry_id.in_(ids))).all()
    vault.forget([*ids, *map(margin_id, ids), *drafts, *parts])
    for entry in entries:
        db.session.delete(entry)
        record(actor, Event.ENTRY_ERASED, entry.id, entry.client_id)
    db.session.execute(delete(Draft).where(Draft.id.in_(drafts)))
    db.session.execute(delete(Excerpt).where(Excerpt.id.in_(parts)))
    db.session.flush()


def _close(actor: Actor, entry_ids: list[UUID]) -> None:
    for (owner_id, grant_id), item_ids in _shared(actor, entry_ids).items():
        vault.unshare(owner_id, item_ids, grant_id)


def _shared(actor: Actor, entry_ids: list[UUID]) -> dict[tuple[UUID, UUID], list[UUID]]:
    """Every version of these notes, parts of them, and check-ins that went along, by each consent to somebody else."""
    parts = select(Excerpt.id).where(Excerpt.entry_id.in_(entry_ids))
    query = (
        select(Grant.owner_id, Grant.id, Item.id)
        .join(ItemKey, ItemKey.grant_id == Grant.id)
        .join(Item, Item.id == ItemKey.item_id)
        .join(me, me.id == Grant.owner_id)
        .where(or_(Item.thing_id.in_(entry_ids), Item.thing_id.in_(parts)), me.person_id == actor.person_id)
        .where(Grant.owner_id != Grant.reader_id)
    )
    found = defaultdict(list)
    for owner_id, grant_id, item_id in db.session.execute(query.union(_along(actor, entry_ids))):
        found[owner_id, grant_id].append(item_id)
    return dict(found)


def _along(actor: Actor, entry_ids: list[UUID]) -> Select[UUID, UUID, UUID]:
    """Check-ins, with their words, given by choice to the same reader at the very moment one of these notes was."""
    query = (
        select(Grant.owner_id, Grant.id, Item.id)
        .join(ItemKey, ItemKey.grant_id == Grant.id)
        .join(Item, Item.id == ItemKey.item_id)
        .join(me, me.id == Grant.owner_id)
        .join(note_key, note_key.given_at == ItemKey.given_at)
        .join(note, note.id == note_key.item_id)
        .join(note_grant, note_grant.id == note_key.grant_id)
        .where(note.thing_id.in_(entry_ids), me.person_id == actor.person_id, Grant.owner_id != Grant.reader_id)
        .where(note_grant.owner_id == Grant.owner_id, note_grant.reader_id == Grant.reader_id)
    )
    return query.where(
        Item.kind.in_((mood.KIND, mood.KIND_WORDS)), Grant.scope == vault.CHOSEN, note_grant.scope == vault.CHOSEN
    )
