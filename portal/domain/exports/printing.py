"""A client's own notes as pages, by days: asked for by the client, laid out by the worker."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import files, outbox
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.files import Handed, Kind, Made
from portal.domain.journal import Words
from portal.models.journal import Entry
from portal.models.vault import Item

TEMPLATE = "own_notes.html"
MOST_BYTES = 600_000  # of sealed notes in one file: about two hundred pages, some ten seconds of work
TOO_MUCH = lazy("These days hold more than one printed file can. Choose fewer days, and print the others after.")


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """One note on paper: its newest version."""

    on_day: date
    title: str = field(repr=False)
    body: str = field(repr=False)
    question: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrintedNotes:
    """All that stands in the file. It names nobody; `made_at` is where the writer is."""

    first: date
    last: date
    made_at: datetime
    notes: tuple[PrintedNote, ...] = field(repr=False)
    left_out: int


def last_four_weeks(actor: Actor) -> tuple[date, date]:
    """The days proposed first: 28 of them up to today, where the writer is."""
    today = today_of(actor)
    return today - timedelta(days=27), today


def print_notes(actor: Actor, first: date, last: date, file_id: UUID) -> UUID:
    """Have the notes of these days made into a PDF for the client alone.

    Args:
        actor: the client, with keys.
        first: the first day, as the notes count days.
        last: the last day.
        file_id: made when the form was shown; asking twice is asking once.

    Returns:
        The file's id.

    Raises:
        Invalid: on `first` or `last`: no such days, no notes in them, or more than one file holds.
    """
    if last < first:
        raise Invalid("last", _("The last day lies before the first."))
    chosen = (
        readable(Entry, actor)
        .join(Item, (Item.thing_id == Entry.id) & (Item.version == Entry.version))
        .where(Entry.on_day.between(first, last), Item.body.is_not(None))
        .with_only_columns(Item.id, func.length(Item.body).label("size"))
        .subquery()
    )
    size = db.session.scalar(select(func.sum(chosen.c.size)))
    if not size:
        raise Invalid("first", _("There are no notes in these days."))
    if size > MOST_BYTES:
        raise Invalid("first", str(TOO_MUCH))
    item_ids = db.session.scalars(select(chosen.c.id)).all()
    what = {"first": first.isoformat(), "last": last.isoformat()}
    return files.ask(actor, Kind.JOURNAL, what, item_ids, file_id)


def gather_pages(handed: Handed) -> PrintedNotes:
    """What goes on paper, in the order of the days; in the worker, while the unit of work is open."""
    first, last = (date.fromisoformat(handed.what[end]) for end in ("first", "last"))
    rows = db.session.execute(
        readable(Entry, handed.actor)
        .join(Item, Item.thing_id == Entry.id)
        .where(Entry.on_day.between(first, last))
        .order_by(Entry.on_day, Entry.written_at, Entry.id)
        .with_only_columns(Item.id, Entry.on_day)
    )
    notes = tuple(_note(row.on_day, handed.texts[row.id]) for row in rows if row.id in handed.texts)
    return PrintedNotes(first, last, now().astimezone(zone(zone_of(handed.actor))), notes, handed.left_out)


def draw_pages(content: PrintedNotes) -> Made:
    """Lay out the pages; no transaction is open meanwhile.

    Raises:
        GivenUp: more than one document can hold, or a document that asks for something from outside.
    """
    document = outbox.draw(TEMPLATE, printed=content)
    return Made(document.pdf, document.pages)


def _note(on_day: date, text: bytes) -> PrintedNote:
    words = Words.from_bytes(text)
    return PrintedNote(on_day, words.title, words.body, words.question)
