"""Reading what a case opens: through the officer's own key, the recovery key, and the key it holds."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import process_notes, progress_notes, recovery, vault
from portal.domain.access import readable
from portal.domain.audit import Event, record
from portal.domain.emergency.asking import Case, Covers, State, case
from portal.domain.progress_notes import Note
from portal.domain.summaries.draft import unbind
from portal.models.people import Person
from portal.models.summaries import Final, Summary


@dataclass(frozen=True, slots=True)
class Paper:
    """A final summary in the record; its pages are opened one by one."""

    id: UUID
    by: str
    first: date
    last: date
    final_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A page of the record: progress notes with their addenda, newest day first, and all final summaries."""

    case: Case
    notes: list[Note] = field(repr=False)
    older: UUID | None
    papers: list[Paper]


def read(officer: Actor, case_id: UUID, before: UUID | None = None) -> Record:
    """The record of the client this case is about. Each look is written down, and the client can read that.

    Args:
        officer: the one who asked.
        case_id: an open case that covers the record.
        before: go on with notes older than this one.

    Raises:
        NotFound: no such case of theirs that is open now.
        Locked: they do not hold the recovery key.
    """
    found, reader = _open(officer, case_id, Covers.RECORD)
    shelf = progress_notes.shelf(reader, found.client_id, before)
    notes = [progress_notes.read(reader, found.client_id, note.id) for note in shelf.notes]
    query = readable(Summary, reader).add_columns(Final.at, Person.name).join(Final, Final.summary_id == Summary.id)
    query = query.join(Person, Person.id == Summary.therapist_id).where(Summary.client_id == found.client_id)
    rows = db.session.execute(query.order_by(Final.at.desc())).all()
    papers = [Paper(row.id, name, row.period_from, row.period_to, at) for row, at, name in rows]
    record(officer, Event.EMERGENCY_READ, found.id, found.client_id, notes=len(notes))
    return Record(found, notes, shelf.older, papers)


def paper(officer: Actor, case_id: UUID, summary_id: UUID) -> tuple[bytes, date]:
    """The pages of one final summary as a PDF, and the day they were made.

    Raises:
        NotFound: no such case of theirs that is open now, or no such final summary of that client.
    """
    found, reader = _open(officer, case_id, Covers.RECORD)
    query = readable(Summary, reader).join(Final, Final.summary_id == Summary.id).add_columns(Final.item_id)
    row = db.session.execute(query.where(Summary.id == summary_id, Summary.client_id == found.client_id)).first()
    if row is None:
        raise NotFound(summary_id)
    draft, pdf = unbind(vault.read_one(reader.unlocked(), row.item_id))
    record(officer, Event.EMERGENCY_READ, found.id, found.client_id, summary=summary_id)
    return pdf, draft.made_at.astimezone(zone(draft.zone)).date()


def own_notes(officer: Actor, case_id: UUID, before: UUID | None = None) -> tuple[Case, process_notes.Shelf]:
    """A therapist's own notes on the client, a page of them, through the practice's hold of that therapist's keys.

    Raises:
        NotFound: no such case of theirs that is open now.
        Locked: they do not hold the recovery key.
    """
    found, reader = _open(officer, case_id, Covers.OWN_NOTES)
    shelf = process_notes.shelf(reader, found.client_id, before)
    record(officer, Event.EMERGENCY_NOTES_READ, found.id, found.client_id, therapist=found.therapist_id)
    return found, shelf


def _open(officer: Actor, case_id: UUID, covers: Covers) -> tuple[Case, Actor]:
    """The case, and the officer with the keys that it lets them use."""
    found = case(officer, case_id)
    if not found.is_mine or found.state is not State.OPEN or found.covers is not covers:
        raise NotFound(case_id)
    return found, replace(officer, keys=_keys(officer, found))


def _keys(officer: Actor, found: Case) -> Keys:
    if found.therapist_id is None:
        holder = vault.practice_principal("records")
    else:
        holder = vault.principal_of(found.therapist_id)
    return vault.open_held(holder.id, recovery.open_key(officer))
