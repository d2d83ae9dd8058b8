"""Reading progress notes: one with its addenda, or a page of them."""

from uuid import UUID

from sqlalchemy import func, select, tuple_

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import vault
from portal.domain.access import readable
from portal.domain.progress_notes.words import Addendum, Earlier, Note, Shelf, Words
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.vault import Item

SHELF = 20  # notes on a page


def read(actor: Actor, client_id: UUID, note_id: UUID) -> Note:
    """A note of one's own on this client, with its addenda; raises NotFound."""
    query = readable(ProgressNote, actor).where(ProgressNote.id == note_id, ProgressNote.client_id == client_id)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound(note_id)
    return newest(actor, row)


def earlier(actor: Actor, client_id: UUID, note_id: UUID) -> list[Earlier]:
    """The versions before the one that stands, the newest first, without that which was signed as it stood.

    Args:
        actor: the note's writer, with keys.
        client_id: whom it is about.
        note_id: the note.

    Raises:
        NotFound: no such note of theirs.
    """
    note = read(actor, client_id, note_id)
    before = select(Item.id, Item.version, Item.created_at).where(Item.thing_id == note.id, Item.version < note.version)
    found = db.session.execute(before.order_by(Item.version.desc())).all()
    texts = vault.read(actor.unlocked(), [item.id for item in found]) if found else {}
    said = [(item, Words.from_bytes(texts[item.id]).body) for item in found if item.id in texts]
    here = note.written_at.tzinfo
    return [Earlier(item.version, item.created_at.astimezone(here), body) for item, body in said if body != note.body]


def shelf(actor: Actor, client_id: UUID, before: UUID | None = None, most: int = SHELF) -> Shelf:
    """One's own progress notes on this client, the newest day first.

    Args:
        actor: a therapist, with keys.
        client_id: whom they are about.
        before: go on with those older than this one.
        most: how many.
    """
    query = readable(ProgressNote, actor).where(ProgressNote.client_id == client_id)
    place = (ProgressNote.on_day, ProgressNote.written_at, ProgressNote.id)
    last = before and db.session.scalar(query.where(ProgressNote.id == before))
    if last:
        query = query.where(tuple_(*place) < tuple_(last.on_day, last.written_at, last.id))
    rows = list(db.session.scalars(query.order_by(*(part.desc() for part in place)).limit(most + 1)))
    more, rows = len(rows) > most, rows[:most]
    return Shelf(_opened(actor, rows), rows[-1].id if more else None)


def unsigned(actor: Actor) -> dict[UUID, int]:
    """How many of one's own notes are not signed yet, by client; of who is on the caseload now."""
    rows = readable(ProgressNote, actor).where(ProgressNote.signed_at.is_(None))
    counted = rows.with_only_columns(ProgressNote.client_id, func.count()).group_by(ProgressNote.client_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def newest(actor: Actor, row: ProgressNote) -> Note:
    """The newest version of a note, with its addenda; raises NotFound where it does not open."""
    found = _opened(actor, [row], addenda(actor, row))
    if not found:
        raise NotFound(row.id)
    return found[0]


def addenda(actor: Actor, row: ProgressNote) -> tuple[Addendum, ...]:
    """What was added to a note, in the order of its numbers."""
    query = readable(ProgressAddendum, actor).where(ProgressAddendum.note_id == row.id)
    rows = db.session.scalars(query.order_by(ProgressAddendum.number)).all()
    texts = vault.latest_readable(actor.unlocked(), [each.id for each in rows]) if rows else {}
    said = {each.id: Words.from_bytes(texts[each.id].data) for each in rows if each.id in texts}
    return tuple(
        Addendum(each.id, each.number, each.written_at.astimezone(zone(row.zone)), said[each.id].by, said[each.id].body)
        for each in rows
        if each.id in said
    )


def _opened(actor: Actor, rows: list[ProgressNote], added: tuple[Addendum, ...] = ()) -> list[Note]:
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows]) if rows else {}
    found = [(row, texts[row.id]) for row in rows if row.id in texts]
    return [Note.opened(row, text.version, text.data, zone(row.zone), added) for row, text in found]
