"""Making a summary, in the worker: asking the database again, laying out pages, sealing them. Nobody's key is here."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core import pdf
from portal.core.actor import Actor, Role
from portal.core.clock import now, zone
from portal.core.db import db, unit_of_work
from portal.core.errors import Locked
from portal.core.jobs import Job
from portal.core.pdf import Document
from portal.domain import audit, outbox, vault
from portal.domain.access import readable, usable
from portal.domain.audit import Event
from portal.domain.journal import Words
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.domain.summaries.draft import Quotation, SummaryDraft, bind, example
from portal.domain.summaries.progress import no_longer_shared
from portal.models.journal import Entry
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from portal.models.summaries import Quotation as QuotationRow
from portal.models.summaries import Summary
from portal.models.vault import Grant, Item, ItemKey, Principal

me = aliased(Principal)  # made once: making one takes longer than asking with it
TEMPLATE = "session_summary.html"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All the worker needs to lay the pages out and to keep them; it lives as long as one try."""

    draft: SummaryDraft = field(repr=False)
    file_item_id: UUID
    file_key: bytes = field(repr=False)


def gather(task: Task) -> Gathered:
    """Read what may be read at this moment. What was withdrawn or has ended since is left out, and counted.

    Raises:
        GivenUp: the keys are past their time, or whoever asked may no longer.
        Overtaken: the job is no longer this worker's.
    """
    actor, therapist = _asker(task)
    summary = _summary(actor, task)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    texts, _ = vault.open_bundle(bundle)
    draft = _draft(actor, therapist, summary, texts)
    outbox.go_on(task, State.DRAWING)
    return Gathered(draft, bundle.out_id, bundle.out_key)


def draw(gathered: Gathered) -> Document | None:
    """Lay out the pages; no transaction is open meanwhile. None where Pango is missing: the web version is kept alone.

    Raises:
        GivenUp: more than one document can hold, or a document that asks for something from outside.
    """
    try:
        return pdf.render(TEMPLATE, summary=gathered.draft)
    except pdf.TooBig:
        raise GivenUp(Problem.TOO_BIG) from None
    except pdf.Refused:
        raise GivenUp(Problem.REFUSED) from None
    except OSError:
        log.exception("no PDF can be drawn here")
        return None


def keep(task: Task, gathered: Gathered, document: Document | None) -> bool:
    """Seal both forms of the summary to the therapist and the practice's record, and end the job.

    Returns:
        False when sharing changed while the pages were laid out: nothing is kept, and `gather` is to be called again.

    Raises:
        Overtaken: the job is no longer this worker's.
    """
    summary = db.session.scalars(select(Summary).where(Summary.id == task.subject_id).with_for_update()).one()
    if no_longer_shared([summary.id]):
        outbox.go_on(task, State.CHECKING)
        return False
    pages, count = (document.pdf, document.pages) if document else (b"", None)
    vault.fulfil(gathered.file_item_id, gathered.file_key, bind(gathered.draft, pages))
    summary.made_at, summary.pages, summary.size = gathered.draft.made_at, count, -(-len(pages) // 1024) or None
    summary.left_out = gathered.draft.left_out
    outbox.finish(task)
    notes = len(gathered.draft.quotations)
    actor = Actor(task.asked_by, task.practice_id, task.asked_as)
    audit.record(actor, Event.SUMMARY_MADE, summary.id, summary.client_id, notes=notes, left_out=summary.left_out)
    return True


def rehearse() -> None:
    """Ask and lay out, about nobody, what each job asks and lays out: whoever is forked from here finds it prepared."""
    nobody = Actor(uuid4(), uuid4(), Role.THERAPIST)
    task = Task(uuid4(), nobody.practice_id, Job.RENDER_SUMMARY, uuid4(), nobody.person_id, nobody.role, 1, None)
    with unit_of_work(nobody.practice_id, writes=False):
        with suppress(GivenUp):
            _asker(task)
        with suppress(GivenUp):
            _summary(nobody, task)
        vault.open_bundle(vault.Bundle(uuid4(), {uuid4(): None}, uuid4(), b""))
        _quotations(nobody, Summary(id=task.subject_id), {}, zone("UTC"))
        no_longer_shared([task.subject_id])
        audit.head()
    pdf.render(TEMPLATE, summary=example())


def _asker(task: Task) -> tuple[Actor, Person]:
    """Whoever asked, if they are still here and still a therapist; without keys."""
    still = select(Membership.person_id).where(Membership.role == Role.THERAPIST, Membership.ended_at.is_(None))
    query = select(Person).where(Person.id == task.asked_by, Person.closed_at.is_(None), Person.id.in_(still))
    therapist = db.session.scalars(query).one_or_none()
    if therapist is None or task.asked_as is not Role.THERAPIST:
        raise GivenUp(Problem.NOT_YOURS)
    return Actor(therapist.id, task.practice_id, Role.THERAPIST), therapist


def _summary(actor: Actor, task: Task) -> Summary:
    summary = db.session.scalar(readable(Summary, actor).where(Summary.id == task.subject_id))
    if summary is None:
        raise GivenUp(Problem.NOT_YOURS)
    return summary


def _draft(actor: Actor, therapist: Person, summary: Summary, texts: dict[UUID, bytes]) -> SummaryDraft:
    here = zone(therapist.time_zone)
    client = db.session.scalars(select(Person).where(Person.id == summary.client_id)).one()
    practice = db.session.scalars(select(Practice).where(Practice.id == actor.practice_id)).one()
    note = texts.get(summary.note_item_id, b"") if summary.note_item_id else b""
    quotations, left_out = _quotations(actor, summary, texts, here)
    return SummaryDraft(
        client_name=client.name,
        therapist_name=therapist.name,
        practice_name=practice.name,
        period_from=summary.period_from,
        period_to=summary.period_to,
        made_at=now().astimezone(here),
        zone=therapist.time_zone,
        note=note.decode(),
        quotations=quotations,
        left_out=left_out,
        chain_head=audit.head(),
    )


def _quotations(
    actor: Actor, summary: Summary, texts: dict[UUID, bytes], here: ZoneInfo
) -> tuple[tuple[Quotation, ...], int]:
    """What both locks let through: the row's clause and the key. The rest is marked as left out."""
    asked = select(QuotationRow).where(QuotationRow.summary_id == summary.id).order_by(QuotationRow.place)
    open_now = _open_now(actor, summary)
    quotations: list[Quotation] = []
    left_out = 0
    for row in db.session.scalars(asked):
        found = open_now.get(row.item_id)
        if found is None or row.item_id not in texts:
            row.left_out_at = row.left_out_at or now()
            left_out += 1
            continue
        row.left_out_at, row.grant_id = None, found.grant_id
        words = Words.from_bytes(texts[row.item_id])
        quotations.append(_quotation(len(quotations) + 1, found, words, here))
    return tuple(quotations), left_out


def _quotation(mark: int, found: Any, words: Words, here: ZoneInfo) -> Quotation:
    return Quotation(
        mark=mark,
        written_on=words.on_day or found.on_day,
        title=words.title,
        body=words.body,
        entry_ref=found.entry_id,
        version=found.version,
        item_ref=found.item_id,
        consent_ref=found.grant_id,
        shared_at=found.given_at.astimezone(here),
        until=found.expires_at and found.expires_at.astimezone(here),
        question=words.question,
    )


def _open_now(actor: Actor, summary: Summary) -> dict[UUID, Any]:
    """By item: the note it is a version of, and the consent it is open under now; the latest given, if several."""
    query = (
        readable(Entry, actor)
        .join(Item, Item.thing_id == Entry.id)
        .join(QuotationRow, QuotationRow.item_id == Item.id)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(me, me.id == Grant.reader_id)
        .where(QuotationRow.summary_id == summary.id, me.person_id == actor.person_id, usable())
        .order_by(ItemKey.given_at)
        .with_only_columns(
            Item.id.label("item_id"),
            Entry.id.label("entry_id"),
            Entry.on_day,
            Item.version,
            Grant.id.label("grant_id"),
            ItemKey.given_at,
            Grant.expires_at,
        )
    )
    return {row.item_id: row for row in db.session.execute(query)}
