"""Notes that come in from elsewhere, many at a time, for their writer alone; and all of them taken back as one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, delete, insert, select

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.core.parts import parts
from portal.domain import vault
from portal.domain.access import put_away, writable
from portal.domain.journal.margin import KIND as KIND_MARGIN
from portal.domain.journal.margin import Margin, margin_id
from portal.domain.journal.words import KIND, Words
from portal.models.drafts import Draft
from portal.models.journal import Entry

AT_ONCE = 1_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Incoming:
    """A note as it comes in: its id, made from where it came from; its day and zone there; when it was written.

    A pinned one stands among the others as if it had been pinned when it was written.
    """

    id: UUID
    on_day: date
    zone: str
    written_at: datetime
    words: Words = field(repr=False)
    margin: Margin = field(repr=False)
    is_pinned: bool = False


def bring_in(actor: Actor, notes: Iterable[Incoming]) -> int:
    """Keep many notes in few statements. One that is there already is passed over, so that twice is once.

    No standing consent covers them. Their days may be older than those of notes that are typed.

    Returns:
        How many came in.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    asked = {note.id: note for note in notes}
    fresh = [asked[note_id] for note_id in asked.keys() - _there(asked)]
    texts = [(KIND, note.id, replace(note.words, on_day=note.on_day).to_bytes()) for note in fresh]
    texts += [(KIND_MARGIN, margin_id(note.id), note.margin.to_bytes()) for note in fresh if note.margin != Margin()]
    if fresh:
        db.session.execute(insert(Entry), [_row(actor, note) for note in fresh])
        vault.write_many(actor.unlocked(), texts)
    return len(fresh)


def take_back(actor: Actor, entry_ids: Collection[UUID]) -> int:
    """Let many notes of one's own go for good at once, with every version, all that stands beside them, and drafts.

    Returns:
        How many notes there were.
    """
    count = 0
    for ids in parts(list(entry_ids), AT_ONCE):
        found = [entry_id for rows in (writable, put_away) for entry_id in _held(rows(Entry, actor), ids)]
        drafts = list(db.session.scalars(select(Draft.id).where(Draft.about_id.in_(found))))
        vault.forget([*found, *map(margin_id, found), *drafts])
        for gone in (delete(Entry).where(Entry.id.in_(found)), delete(Draft).where(Draft.id.in_(drafts))):
            db.session.execute(gone, execution_options={"synchronize_session": False})
        count += len(found)
    return count


def _held(mine: Select[Entry], ids: list[UUID]) -> list[UUID]:
    query = mine.where(Entry.id.in_(ids)).order_by(Entry.id).with_only_columns(Entry.id).with_for_update()
    return list(db.session.scalars(query))


def _there(entry_ids: Iterable[UUID]) -> set[UUID]:
    return {
        found
        for ids in parts(list(entry_ids), AT_ONCE)
        for found in db.session.scalars(select(Entry.id).where(Entry.id.in_(ids)))
    }


def _row(actor: Actor, note: Incoming) -> dict[str, object]:
    return {
        "practice_id": actor.practice_id,
        "id": note.id,
        "client_id": actor.person_id,
        "on_day": note.on_day,
        "zone": note.zone,
        "written_at": note.written_at,
        "version": 1,
        "pinned_at": note.written_at if note.is_pinned else None,
        "margin": int(note.margin != Margin()),
    }
