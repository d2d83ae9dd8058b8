"""Sharing a note with one reader, and stopping. A reader has one version of a note at a time: the one last shown."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import caseload, journal, vault
from portal.domain.access import live, writable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.caseload import Known
from portal.models.journal import Entry
from portal.models.vault import Grant, Item, ItemKey, Principal

SCOPE = "chosen"
PURPOSE = "to read before our sessions"
WORDING = "share-note-1"  # the words of the page "Before you share"; changed words are a new version


def readers(actor: Actor) -> list[Known]:
    """Whom this client can share with now: the therapists who look after them, by name."""
    return caseload.my_therapists(actor)


def reader(actor: Actor, reader_id: UUID) -> Known:
    """One of them.

    Raises:
        NotFound: nobody this client can share with now.
    """
    found = next((known for known in readers(actor) if known.id == reader_id), None)
    if found is None:
        raise NotFound(reader_id)
    return found


def until_end_of(actor: Actor, days: int) -> datetime:
    """The end of the day, where the client is, that comes so many days from today."""
    here = zone(zone_of(actor))
    last = now().astimezone(here).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), here)


def share_entry(
    actor: Actor, entry_id: UUID, reader_id: UUID, version: int | None = None, until: datetime | None = None
) -> None:
    """Let one reader read one version of a note. It takes the place of any version they could read before.

    Args:
        actor: the writer, with keys.
        entry_id: the note.
        reader_id: the person; somebody who looks after the writer now.
        version: what was on the page when they chose; the newest unless given. Later ones stay private.
        until: from when on it is no longer open; None: until it is stopped.

    Raises:
        NotFound: no such note, version or reader, or not theirs.
        Invalid: `until` has gone by.
    """
    caseload.hold(actor.person_id)
    entry = _mine(actor, entry_id)
    known = reader(actor, reader_id)
    if until is not None and until <= now():
        raise Invalid("until", "This time has gone by.")
    wanted = entry.version if version is None else version
    item_id = db.session.scalar(select(Item.id).where(Item.thing_id == entry.id, Item.version == wanted))
    if item_id is None:
        raise NotFound(entry_id)
    principal = vault.principal_of(known.id)
    grant = vault.give(actor.unlocked(), principal.id, SCOPE, PURPOSE, WORDING, until)
    before = _keys_of(actor, entry.id, known.id)
    if before == {(grant.owner_id, grant.id): [item_id]}:
        return
    _take_away(before)
    vault.share(actor.unlocked(), [item_id], grant)
    record(actor, Event.SHARED, entry.id, actor.person_id, reader=known.id, item=item_id, grant=grant.id)


def stop_sharing(actor: Actor, entry_id: UUID, reader_id: UUID) -> None:
    """From now on this reader can open no version of this note. No key is needed; doing it twice changes nothing.

    Raises:
        NotFound: no such note, or not theirs; or nobody they ever shared with.
    """
    entry = _mine(actor, entry_id)
    known_reader(actor, reader_id)
    before = _keys_of(actor, entry.id, reader_id)
    if before:
        _take_away(before)
        record(actor, Event.SHARE_STOPPED, entry.id, actor.person_id, reader=reader_id)


def stop_person(actor: Actor, reader_id: UUID) -> None:
    """From now on this reader can open nothing of this client's. No key is needed; twice changes nothing.

    Raises:
        NotFound: nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    known_reader(actor, reader_id)
    theirs = list(db.session.scalars(select(Principal.id).where(Principal.person_id == reader_id)))
    mine = list(db.session.scalars(select(Principal.id).where(Principal.person_id == actor.person_id)))
    if [ended for owner_id in mine for other_id in theirs for ended in vault.end_between(owner_id, other_id)]:
        record(actor, Event.PERSON_STOPPED, reader_id, actor.person_id, reader=reader_id)


def known_reader(actor: Actor, reader_id: UUID) -> None:
    """Somebody this client can share with, or once did; anyone else does not exist for them.

    Raises:
        NotFound: a stranger, or nobody at all.
    """
    ever = select(Grant.id).join(me, me.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    ever = ever.where(me.person_id == actor.person_id, other.person_id == reader_id, other.person_id != actor.person_id)
    if db.session.scalar(ever.limit(1)) is None:
        reader(actor, reader_id)


# ------------------------------------------------------------------ rows

me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _mine(actor: Actor, entry_id: UUID) -> Entry:
    """The note, held until the transaction ends, so that sharing, stopping and editing it come one after the other."""
    entry = db.session.scalar(writable(Entry, actor).where(Entry.id == entry_id).with_for_update())
    if entry is None:
        raise NotFound(entry_id)
    return entry


def _keys_of(actor: Actor, entry_id: UUID, reader_id: UUID) -> dict[tuple[UUID, UUID], list[UUID]]:
    """Every version of a note this reader holds a key to, under which consent: (owner, consent) to items."""
    query = (
        select(Grant.owner_id, Grant.id, Item.id)
        .join(ItemKey, ItemKey.grant_id == Grant.id)
        .join(Item, Item.id == ItemKey.item_id)
        .join(me, me.id == Grant.owner_id)
        .join(other, other.id == Grant.reader_id)
        .where(Item.thing_id == entry_id, Item.kind == journal.KIND, live())
        .where(me.person_id == actor.person_id, other.person_id == reader_id, Grant.owner_id != Grant.reader_id)
    )
    found = defaultdict(list)
    for owner_id, grant_id, item_id in db.session.execute(query):
        found[owner_id, grant_id].append(item_id)
    return dict(found)


def _take_away(keys: dict[tuple[UUID, UUID], list[UUID]]) -> None:
    for (owner_id, grant_id), item_ids in keys.items():
        vault.unshare(owner_id, item_ids, grant_id)
