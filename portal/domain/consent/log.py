"""Who opened what: the client's own slice of the trail, as sentences; and the files made from their notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import audit, journal, vault
from portal.domain.access import writable
from portal.domain.audit import Event
from portal.domain.consent.sharing import known_reader
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Item

PAGE = 50  # lines
SENTENCES = {
    Event.ENTRY_OPENED: "{who} opened “{what}”",
    Event.SUMMARY_MADE: "{who} made a summary from your words",
    Event.SUMMARY_OPENED: "{who} opened a summary made from your words",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: a sentence with places for `who` and `what`, and when."""

    at: datetime
    sentence: str
    who: str
    what: str
    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of lines, newest first, and the row number to go on from; None where there is nothing more."""

    lines: list[Line]
    older: int | None


@dataclass(frozen=True, slots=True)
class File:
    """A summary that holds words of a note. Stopping does not call it back."""

    made_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Remains:
    """What one reader still has after sharing was stopped."""

    name: str
    was_opened: bool
    files: list[File]


def log(actor: Actor, before: int | None = None) -> Log:
    """Who opened the client's notes and summaries made from them.

    Args:
        actor: the client, with keys: each note is called by its own title.
        before: the row number to go on from.
    """
    rows = audit.about(actor.person_id, SENTENCES, before, PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    names = _names({row.actor_id for row in rows if row.actor_id})
    items = {row.seq: UUID(row.detail["item"]) for row in rows if row.event is Event.ENTRY_OPENED}
    texts = vault.read(actor.unlocked(), items.values())
    lines = []
    for row in rows:
        text = texts.get(items[row.seq]) if row.seq in items else None
        what = journal.Words.from_bytes(text).headline if text else "a note"
        who = names.get(row.actor_id, "Someone") if row.actor_id else "Someone"
        entry_id = row.subject_id if row.event is Event.ENTRY_OPENED else None
        lines.append(Line(row.at, SENTENCES[row.event], who, what, entry_id))
    return Log(lines, rows[-1].seq if more else None)


def what_remains(actor: Actor, reader_id: UUID, entry_id: UUID | None = None) -> Remains:
    """What stopping does not undo: what this reader may remember of a note (or of any), and files already made.

    Raises:
        NotFound: nobody the client ever shared with.
    """
    known_reader(actor, reader_id)
    opened = writable(Entry, actor).join(Item, Item.thing_id == Entry.id).join(Opening, Opening.item_id == Item.id)
    opened = opened.where(Opening.reader_id == reader_id)
    if entry_id is not None:
        opened = opened.where(Entry.id == entry_id)
    was_opened = db.session.scalar(opened.limit(1)) is not None
    files = files_made(actor, entry_id, reader_id) if entry_id else files_made_by(actor, reader_id)
    return Remains(_names({reader_id})[reader_id], was_opened, files)


def files_made(actor: Actor, entry_id: UUID, reader_id: UUID) -> list[File]:
    """The summaries this reader has made that hold words of this note, newest first."""
    return _files(actor, Entry.id == entry_id, Summary.therapist_id == reader_id)


def files_made_by(actor: Actor, reader_id: UUID) -> list[File]:
    """The summaries this reader has made from any of the client's notes, newest first."""
    return _files(actor, Summary.therapist_id == reader_id)


def _files(actor: Actor, *where: ColumnElement[bool]) -> list[File]:
    quoted: Any = (
        writable(Entry, actor)
        .join(Item, Item.thing_id == Entry.id)
        .join(Quotation, Quotation.item_id == Item.id)
        .join(Summary, Summary.id == Quotation.summary_id)
        .join(Person, Person.id == Summary.therapist_id)
        .where(Summary.made_at.is_not(None), Quotation.left_out_at.is_(None), *where)
        .with_only_columns(Summary.made_at, Person.name, Summary.id)
        .distinct()
    )
    return [File(at, name) for at, name, _ in db.session.execute(quoted.order_by(Summary.made_at.desc()).limit(PAGE))]


def _names(person_ids: set[UUID]) -> dict[UUID, str]:
    """Names of those who stand in one's own trail, whether or not they still look after one."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
