"""What was shared in one act, a note and its check-in: from the note it is opened, taken back and stopped as one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import caseload, journal, mood, vault
from portal.domain.access import live
from portal.domain.consent import sharing
from portal.models.vault import Grant, Item, ItemKey, Principal


def open_together(actor: Actor, thing_id: UUID, reader_id: UUID) -> None:
    """Open this, and the check-in that was shared with a note in one act, without waiting.

    Raises:
        NotFound: no such thing or reader, or not theirs.
    """
    caseload.hold(actor.person_id)
    moment = now()  # one for both, so that they are known as one act later on
    for each in [thing_id, *_waits_with(actor, thing_id, reader_id)]:
        sharing.open_now(actor, each, reader_id, moment)


def undo_together(actor: Actor, thing_id: UUID, reader_id: UUID) -> bool:
    """Take back this, and the check-in shared with a note in one act, before it opens; whether there was anything.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    gone = [sharing.undo(actor, each, reader_id) for each in [thing_id, *_waits_with(actor, thing_id, reader_id)]]
    return any(gone)


def stop_together(actor: Actor, thing_id: UUID, reader_id: UUID) -> None:
    """Stop this, and the check-in that was shared with a note in one act, unless it is open by something else as well.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    for each in [thing_id, *_open_with(actor, thing_id, reader_id)]:
        sharing.stop(actor, each, reader_id)


# ------------------------------------------------------------------ rows

me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _waits_with(actor: Actor, thing_id: UUID, reader_id: UUID) -> list[UUID]:
    """The check-in of which the level, or the words alone, wait until the very moment this note does."""
    waiting = [moment for moment in _moments(actor, thing_id, reader_id) if moment > now()]
    keys = _checkins(actor, reader_id) if waiting else []
    things = {key.thing_id for key in keys if key.given_at in waiting}
    checkins = {key.thing_id for key in keys if key.kind == mood.KIND}
    return sorted(each for each in checkins if things & {each, mood.words_of(each)})


def _open_with(actor: Actor, thing_id: UUID, reader_id: UUID) -> list[UUID]:
    """The check-in that this reader has by the act that gave them this note, and by nothing else."""
    moments = _moments(actor, thing_id, reader_id)
    by_act: dict[UUID, bool] = {}
    for key in _checkins(actor, reader_id) if moments else []:
        if key.kind == mood.KIND_WORDS:
            continue
        is_of_it = key.scope == vault.CHOSEN and key.given_at in moments
        by_act[key.thing_id] = is_of_it and by_act.get(key.thing_id, True)
    return sorted(checkin_id for checkin_id, is_of_it in by_act.items() if is_of_it)


def _moments(actor: Actor, thing_id: UUID, reader_id: UUID) -> Collection[datetime]:
    """When this reader was given a note by choice, or will be; of anything else, nothing."""
    given = _keys(actor, reader_id).where(Item.thing_id == thing_id, Item.kind == journal.KIND)
    return [key.given_at for key in db.session.execute(given.where(Grant.scope == vault.CHOSEN))]


def _checkins(actor: Actor, reader_id: UUID) -> list[Any]:
    kinds = (mood.KIND, mood.KIND_WORDS)
    return list(db.session.execute(_keys(actor, reader_id).where(Item.kind.in_(kinds))))


def _keys(actor: Actor, reader_id: UUID) -> Any:
    """Each key this reader has of this client's, or is about to have."""
    query = select(Item.thing_id, Item.kind, ItemKey.given_at, Grant.scope)
    query = query.join(ItemKey, ItemKey.item_id == Item.id).join(Grant, Grant.id == ItemKey.grant_id)
    query = query.join(me, me.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    return query.where(me.person_id == actor.person_id, other.person_id == reader_id, live())
