"""Making a summary, in the worker: asking the database again, laying out pages, sealing them. Nobody's key is here."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core import pdf
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Locked
from portal.core.jobs import Job
from portal.core.language import speaking
from portal.core.pdf import Document
from portal.domain import audit, mood, outbox, vault
from portal.domain.access import readable
from portal.domain.audit import Event
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.domain.summaries import material
from portal.domain.summaries.composing import composed
from portal.domain.summaries.draft import SummaryDraft, bind, example
from portal.domain.summaries.progress import no_longer_shared
from portal.domain.summaries.since import PARTS
from portal.domain.summaries.wishes import Wishes
from portal.domain.summaries.writing import Opened
from portal.models.people import Membership, Person
from portal.models.summaries import Quotation as QuotationRow
from portal.models.summaries import Summary
from portal.models.vault import Item

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
    actor = Actor(asker(task).id, task.practice_id, Role.THERAPIST)
    summary = _summary(actor, task)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    texts, _ = vault.open_bundle(bundle)
    draft = _draft(actor, summary, texts)
    outbox.go_on(task, State.DRAWING)
    return Gathered(draft, bundle.out_id, bundle.out_key)


def draw(gathered: Gathered) -> Document | None:
    """Lay out the pages; no transaction is open meanwhile. None where Pango is missing: the web version is kept alone.

    Raises:
        GivenUp: more than one document can hold, or a document that asks for something from outside.
    """
    try:
        with speaking(gathered.draft.language):
            return outbox.draw(TEMPLATE, summary=gathered.draft)
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
    notes = len(gathered.draft.traced)
    actor = Actor(task.asked_by, task.practice_id, Role.THERAPIST)
    audit.record(actor, Event.SUMMARY_MADE, summary.id, summary.client_id, notes=notes, left_out=summary.left_out)
    return True


def rehearse() -> None:
    """Ask and lay out, about nobody, what each job asks and lays out: whoever is forked from here finds it prepared."""
    nobody = Actor(uuid4(), uuid4(), Role.THERAPIST)
    task = Task(uuid4(), nobody.practice_id, Job.RENDER_SUMMARY, uuid4(), nobody.person_id, nobody.role, 1, None)
    with unit_of_work(nobody.practice_id, writes=False):
        with suppress(GivenUp):
            asker(task)
        with suppress(GivenUp):
            _summary(nobody, task)
        vault.open_bundle(vault.Bundle(uuid4(), {uuid4(): None}, uuid4(), b""))
        material.open_now(nobody, [uuid4()])
        no_longer_shared([task.subject_id])
        audit.head()
    pdf.render(TEMPLATE, summary=example())


def asker(task: Task) -> Person:
    """Whoever asked for a summary or the page of an addendum; raises GivenUp unless they are a therapist here still."""
    still = select(Membership.person_id).where(Membership.role == Role.THERAPIST, Membership.ended_at.is_(None))
    query = select(Person).where(Person.id == task.asked_by, Person.closed_at.is_(None), Person.id.in_(still))
    therapist = db.session.scalars(query).one_or_none()
    if therapist is None or task.asked_as is not Role.THERAPIST:
        raise GivenUp(Problem.NOT_YOURS)
    return therapist


def _summary(actor: Actor, task: Task) -> Summary:
    summary = db.session.scalar(readable(Summary, actor).where(Summary.id == task.subject_id))
    if summary is None:
        raise GivenUp(Problem.NOT_YOURS)
    return summary


def _draft(actor: Actor, summary: Summary, texts: dict[UUID, bytes]) -> SummaryDraft:
    """What both locks let through: the row's clause and the key. The rest is marked as left out."""
    wishes = Wishes.from_bytes(texts.get(summary.note_item_id, b"") if summary.note_item_id else b"")
    asked = select(QuotationRow, Item.kind, Item.thing_id).outerjoin(Item, Item.id == QuotationRow.item_id)
    rows = db.session.execute(asked.where(QuotationRow.summary_id == summary.id).order_by(QuotationRow.place)).all()
    open_now = material.open_now(actor, [row.item_id for row, *_ in rows])
    opened: list[Opened] = []
    left_out, parts = 0, set[UUID]()
    for row, kind, thing_id in rows:
        used = open_now.get(row.item_id)
        if used is None or row.item_id not in texts:
            row.left_out_at = row.left_out_at or now()
            left_out += kind not in PARTS
            parts |= {thing_id} if kind == mood.KIND_WORDS else set()
            continue
        row.left_out_at, row.grant_id = None, used.version.grant_id
        opened.append(Opened(used, texts[row.item_id]))
    left_out += len(parts & {mood.words_of(one.version.thing_id) for one in opened})  # withdrawn from beside a level
    period = (summary.period_from, summary.period_to)
    return composed(actor, summary.client_id, period, wishes, opened, left_out)
