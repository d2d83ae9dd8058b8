"""Asking for a summary: which notes there are to choose from, and handing the choice to the worker."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.jobs import Job
from portal.core.text import can_be_kept
from portal.domain import consent, journal, outbox, vault
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.consent import Header
from portal.domain.summaries.draft import RECORD
from portal.domain.summaries.progress import Stage, cards
from portal.models.people import Person
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Item

MOST_NOTES = 100  # in one summary
LONGEST_QUOTED = 150_000  # bytes of notes in one file: about sixty pages
LONGEST_NOTE = 5_000  # characters of the therapist's own
LONGEST_PERIOD = timedelta(days=366)

Period = tuple[date, date]  # first and last day


@dataclass(frozen=True, slots=True)
class Choices:
    """What can go into a summary of this client and period. `more`: there is more than one file takes."""

    client_id: UUID
    client: str
    notes: list[Header]
    more: bool


def last_four_weeks(actor: Actor) -> Period:
    """The period proposed first: 28 days up to today, where the therapist is."""
    today = today_of(actor)
    return today - timedelta(days=27), today


def choices(actor: Actor, client_id: UUID, period: Period) -> Choices:
    """The client's notes of these days that are open to this therapist now, in the order of their days.

    Raises:
        NotFound: not their client.
        Invalid: on `first` or `last`: no period.
    """
    client = db.session.scalar(readable(Person, actor).where(Person.id == client_id))
    if client is None or actor.role is not Role.THERAPIST:
        raise NotFound(client_id)
    _check(period)
    shelf = consent.shelf(actor, client_id, kinds=(journal.KIND,), days=period, most=MOST_NOTES)
    notes = sorted(shelf.headers, key=lambda note: (note.on_day, note.shared_at, note.id))
    return Choices(client.id, client.name, notes, shelf.older is not None)


def ask(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor, client_id: UUID, period: Period, item_ids: Collection[UUID], note: str, summary_id: UUID
) -> UUID:
    """Have a summary made. What goes in is decided when it is made: consent, role and caseload are asked again then.

    Args:
        actor: the therapist, with keys.
        client_id: of their caseload.
        period: first and last day.
        item_ids: the versions of notes that were ticked.
        note: the therapist's own words, up to 5,000 signs, or none.
        summary_id: made when the form was shown; asking twice is asking once.

    Returns:
        The summary's id.

    Raises:
        NotFound: not their client.
        Invalid: on `first`, `last`, `items` or `note`.
    """
    offered = choices(actor, client_id, period)
    if db.session.scalar(readable(Summary, actor).where(Summary.id == summary_id)):
        return summary_id
    note = note.replace("\r\n", "\n").replace("\r", "\n").strip()
    chosen = _chosen(actor, offered, set(item_ids), note)
    summary = Summary(
        id=summary_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        therapist_id=actor.person_id,
        job_id=uuid4(),
        period_from=period[0],
        period_to=period[1],
    )
    try:
        with db.session.begin_nested():
            db.session.add(summary)
    except IntegrityError:
        return summary_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    _quote(summary, chosen)
    _hand_over(actor, summary, chosen, note)
    record(actor, Event.SUMMARY_ASKED, summary_id, client_id, notes=len(chosen))
    return summary_id


def again(actor: Actor, summary_id: UUID) -> UUID:
    """Ask once more for what could not be made, was closed or removed, or can't become final, with what is shared now.

    One that was never made goes, and the new one takes its place. One that was once made stays. The new id
    follows from the old one, so that pressing twice asks once.

    Returns:
        The id of the new one, or of the old one when there is no need.

    Raises:
        NotFound: no such summary of theirs.
        Invalid: on `items`: nothing of it is left.
    """
    new_id = uuid5(summary_id, "again")
    found = db.session.scalars(readable(Summary, actor).where(Summary.id.in_((summary_id, new_id)))).all()
    by_id = {row.id: row for row in found}
    if new_id in by_id:
        return new_id
    summary = by_id.get(summary_id)
    if summary is None:
        raise NotFound(summary_id)
    before = cards(actor, [summary])[0]
    if not before.is_over:
        return summary_id
    period = (summary.period_from, summary.period_to)
    quoted = select(Item.thing_id).join(Quotation, Quotation.item_id == Item.id)
    notes = set(db.session.scalars(quoted.where(Quotation.summary_id == summary_id)))
    still = [note.item_id for note in choices(actor, summary.client_id, period).notes if note.id in notes]
    words = vault.read_one(actor.unlocked(), summary.note_item_id).decode() if summary.note_item_id else ""
    made = ask(actor, summary.client_id, period, still, words, new_id)
    if before.stage in (Stage.FAILED, Stage.AGAIN):
        _remove(summary)
    return made


def _check(period: Period) -> None:
    first, last = period
    if last < first:
        raise Invalid("last", "The last day lies before the first.")
    if last - first > LONGEST_PERIOD:
        raise Invalid("first", "A summary can cover one year at most. Choose a later first day.")


def _chosen(actor: Actor, offered: Choices, item_ids: set[UUID], note: str) -> list[Header]:
    if not can_be_kept(note):
        raise Invalid("note", "There is a sign in here that cannot be kept, often from pasting. Type that part again.")
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", f"Your note can have {LONGEST_NOTE:,} signs; this one has {len(note):,}.")
    chosen = [header for header in offered.notes if header.item_id in item_ids]
    if len(chosen) < len(item_ids):
        raise Invalid("items", "What is shared has changed since this page was opened. Look through the list again.")
    if not chosen and not note:
        raise Invalid("items", "Tick at least one note, or write a note of your own.")
    texts = vault.read(actor.unlocked(), [header.item_id for header in chosen])
    if sum(len(text) for text in texts.values()) > LONGEST_QUOTED:
        raise Invalid("items", "This is more than one file can hold. Tick fewer notes, or choose a shorter period.")
    return chosen


def _quote(summary: Summary, chosen: list[Header]) -> None:
    for place, header in enumerate(chosen, start=1):
        row = Quotation(
            practice_id=summary.practice_id,
            summary_id=summary.id,
            item_id=header.item_id,
            grant_id=header.grant_id,
            place=place,
        )
        db.session.add(row)


def _hand_over(actor: Actor, summary: Summary, chosen: list[Header], note: str) -> None:
    """The worker is given the keys of exactly these texts, and of the one it is to write."""
    keys, job_id = actor.unlocked(), summary.job_id or uuid4()
    item_ids = [header.item_id for header in chosen]
    if note:
        summary.note_item_id = vault.write(keys, RECORD, note.encode(), uuid4())
        item_ids.append(summary.note_item_id)
    summary.file_item_id, file_key = vault.promise(keys, RECORD, summary.id)
    bundle = vault.pack(keys, job_id, item_ids, (summary.file_item_id, file_key))
    outbox.later(actor, Job.RENDER_SUMMARY, summary.id, job_id=job_id, bundle=bundle)


def _remove(summary: Summary) -> None:
    """Take away what was never made: no words lie in its file."""
    db.session.execute(delete(Item).where(Item.id == summary.file_item_id, Item.body.is_(None)))
    db.session.delete(summary)
    db.session.flush()
