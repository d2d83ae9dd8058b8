"""Process notes: what a therapist writes about a client for themselves. Sealed to their own key, and to no other.

They are no part of the record (`progress_notes`): another table, another kind of item, other pages, other drafts, and
no way from one to the other. Nothing gathers them: no summary, no export, no file.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import delete as delete_row
from sqlalchemy import select, tuple_

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _, lazy
from portal.core.markdown import first_line
from portal.core.text import taken
from portal.domain import caseload, drafts, vault
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import past_day, zone_of
from portal.domain.audit import Event, record
from portal.models.process_notes import ProcessNote as Row
from portal.models.vault import Item

KIND = "process-note"
LONGEST = 20_000  # characters
MORE = lazy("Part of it can go into a second one.")
SHELF = 20  # notes on a page
FIRST_LINE = 160  # characters: what a list shows


@dataclass(frozen=True, slots=True)
class ProcessNote:
    """The newest version of one, opened; `written_at` where its writer was."""

    id: UUID
    client_id: UUID
    on_day: date
    written_at: datetime
    version: int
    body: str = field(repr=False)

    @property
    def first_line(self) -> str:
        return first_line(self.body, FIRST_LINE)

    @classmethod
    def opened(cls, row: Row, data: bytes) -> Self:
        return cls(
            row.id, row.client_id, row.on_day, row.written_at.astimezone(zone(row.zone)), row.version, _body(data)
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that another one took the place of; `written_at` where its writer was."""

    version: int
    written_at: datetime
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of them, newest day first, and the note to go on from; None where there is nothing more."""

    notes: list[ProcessNote]
    older: UUID | None


class BothChanged(Conflict):
    """The note was changed in another window. `kept` is what stands now; `typed` is lost nowhere: it is in here."""

    def __init__(self, kept: ProcessNote, typed: str) -> None:
        super().__init__(_("This note was changed in another window."))
        self.kept, self.typed = kept, typed


def write(actor: Actor, client_id: UUID, body: str, note_id: UUID | None = None, on_day: date | None = None) -> UUID:
    """Keep a new note.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        body: 1 to 20,000 characters.
        note_id: made when the form was shown: sent twice, it is one note. Other words are a later version of it.
        on_day: of theirs that it is about; today unless given.

    Returns:
        the note's id.

    Raises:
        NotFound: not their client.
        Invalid: on `body` or `on_day`.
        BothChanged: this id is a note of theirs that has gone on since.
    """
    caseload.my_client(actor, client_id)
    text = _checked(body)
    row = Row(
        id=note_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=client_id,
        therapist_id=actor.person_id,
        on_day=past_day(actor, on_day),
        zone=zone_of(actor),
        version=1,
    )
    if not add_new(row):
        edit(actor, client_id, row.id, 1, body, on_day)
        return row.id
    vault.write(actor.unlocked(), KIND, _bytes(text), row.id)
    record(actor, Event.PROCESS_NOTE_WRITTEN, row.id)
    return row.id


def edit(  # noqa: PLR0913, PLR0917 - what the form carries
    actor: Actor, client_id: UUID, note_id: UUID, base_version: int, body: str, on_day: date | None = None
) -> int:
    """Keep a later version of a note. Earlier ones stay until it is deleted.

    Args:
        actor: its writer, with keys.
        client_id: whom it is about.
        note_id: the note.
        base_version: the version that stood on the page.
        body: 1 to 20,000 characters.
        on_day: that it is about; as it was, unless given.

    Returns:
        the newest version's number; the very same words add none.

    Raises:
        NotFound: no such note of theirs.
        Invalid: on `body` or `on_day`.
        BothChanged: there are newer words than those the writing began from.
    """
    text, row = _checked(body), _held(actor, client_id, note_id)
    kept, day = _opened(actor, [row])[0], past_day(actor, on_day) if on_day else row.on_day
    if (text, day) == (kept.body, kept.on_day):
        return row.version
    if base_version != row.version:
        raise BothChanged(kept, text)
    row.version, row.on_day = row.version + 1, day
    db.session.flush()
    vault.write(actor.unlocked(), KIND, _bytes(text), row.id, row.version)
    record(actor, Event.PROCESS_NOTE_CHANGED, row.id, version=row.version)
    return row.version


def read(actor: Actor, client_id: UUID, note_id: UUID) -> ProcessNote:
    """A note of one's own on this client; raises NotFound."""
    row = db.session.scalar(readable(Row, actor).where(Row.id == note_id, Row.client_id == client_id))
    found = _opened(actor, [row]) if row else []
    if not found:
        raise NotFound(note_id)
    return found[0]


def shelf(actor: Actor, client_id: UUID, before: UUID | None = None, most: int = SHELF) -> Shelf:
    """One's own notes on this client, the newest day first.

    Args:
        actor: a therapist, with keys.
        client_id: whom they are about.
        before: go on with those older than this one; one that is gone begins again from the top.
        most: how many.
    """
    query, place = readable(Row, actor).where(Row.client_id == client_id), (Row.on_day, Row.written_at, Row.id)
    last = before and db.session.scalar(query.where(Row.id == before))
    if last:
        query = query.where(tuple_(*place) < tuple_(last.on_day, last.written_at, last.id))
    rows = list(db.session.scalars(query.order_by(*(part.desc() for part in place)).limit(most + 1)))
    more, rows = len(rows) > most, rows[:most]
    return Shelf(_opened(actor, rows), rows[-1].id if more else None)


def last(actor: Actor, client_id: UUID) -> ProcessNote | None:
    """Where they left off: one's own newest note on this client, if there is any."""
    notes = shelf(actor, client_id, most=1).notes
    return notes[0] if notes else None


def earlier(actor: Actor, client_id: UUID, note_id: UUID) -> list[Earlier]:
    """The versions before the one that stands, the newest first; raises NotFound.

    Args:
        actor: the note's writer, with keys.
        client_id: whom it is about.
        note_id: the note.
    """
    row = db.session.scalar(readable(Row, actor).where(Row.id == note_id, Row.client_id == client_id))
    if row is None:
        raise NotFound(note_id)
    before = select(Item.id, Item.version, Item.created_at).where(Item.thing_id == row.id, Item.version < row.version)
    found = db.session.execute(before.order_by(Item.version.desc())).all()
    texts = vault.read(actor.unlocked(), [item.id for item in found]) if found else {}
    here = zone(row.zone)
    return [
        Earlier(item.version, item.created_at.astimezone(here), _body(texts[item.id]))
        for item in found
        if item.id in texts
    ]


def delete(actor: Actor, client_id: UUID, note_id: UUID) -> None:
    """Take a note away for good, with every version and draft of it. Raises NotFound."""
    row = _held(actor, client_id, note_id)
    drafts.forget(actor, [row.id])
    vault.forget([row.id])
    db.session.execute(delete_row(Row).where(Row.id == row.id))
    record(actor, Event.PROCESS_NOTE_DELETED, note_id)


# ------------------------------------------------------------------ rows


def _held(actor: Actor, client_id: UUID, note_id: UUID) -> Row:
    """A note of one's own, held until the transaction ends."""
    query = writable(Row, actor).where(Row.id == note_id, Row.client_id == client_id).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(note_id)
    return row


def _opened(actor: Actor, rows: list[Row]) -> list[ProcessNote]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    newest = db.session.execute(
        readable(Row, actor)
        .join(Item, (Item.thing_id == Row.id) & (Item.version == Row.version))
        .where(Row.id.in_(ids))
        .with_only_columns(Row.id, Item.id.label("item_id"))
    ).all()
    items = {found.id: found.item_id for found in newest}
    texts = vault.read(actor.unlocked(), items.values())
    return [ProcessNote.opened(row, texts[items[row.id]]) for row in rows if items.get(row.id) in texts]


def _checked(body: str) -> str:
    text = taken("body", body, LONGEST, more=MORE)
    if not text:
        raise Invalid("body", _("There is nothing here yet. One line is plenty."))
    return text


def _bytes(text: str) -> bytes:
    return json.dumps({"body": text}, ensure_ascii=False).encode()


def _body(data: bytes) -> str:
    found: dict[str, Any] = json.loads(data)
    return str(found["body"])
