"""Opening a finished summary: the file and its web version, each opening written down where the client can see it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import consent, vault
from portal.domain.access import writable
from portal.domain.audit import Event, record
from portal.domain.summaries.draft import SummaryDraft, unbind
from portal.domain.summaries.progress import OPEN, cards
from portal.models.summaries import Quotation, Summary


@dataclass(frozen=True, slots=True)
class File:
    """A PDF and the day it was made, where the therapist is. Nothing of it names the client."""

    pdf: bytes = field(repr=False)
    made_on: date

    @property
    def name(self) -> str:
        return f"summary-{self.made_on.isoformat()}.pdf"


def fetch(actor: Actor, summary_id: UUID) -> File | None:
    """The file, opened with the therapist's own key. None while it is being made, when it is closed, or without a PDF.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
    """
    opened = _open(actor, summary_id, "file")
    if opened is None:
        return None
    draft, pdf = opened
    return File(pdf, draft.made_at.astimezone(zone(draft.zone)).date()) if pdf else None


def read(actor: Actor, summary_id: UUID) -> SummaryDraft | None:
    """The web version: the very draft the pages were laid out from. None and raises as `fetch`."""
    opened = _open(actor, summary_id, "web")
    return opened and opened[0]


def _open(actor: Actor, summary_id: UUID, form: str) -> tuple[SummaryDraft, bytes] | None:
    query = writable(Summary, actor).where(Summary.id == summary_id).with_for_update()
    summary = db.session.scalar(query.execution_options(populate_existing=True))
    if summary is None:
        raise NotFound(summary_id)
    if cards(actor, [summary])[0].stage not in OPEN or summary.file_item_id is None:
        return None
    kept = unbind(vault.read_one(actor.unlocked(), summary.file_item_id))
    if summary.fetched_at is None:
        summary.fetched_at = now()
        _open_what_it_quotes(actor, summary.id)
    record(actor, Event.SUMMARY_OPENED, summary.id, summary.client_id, form=form)
    return kept


def _open_what_it_quotes(actor: Actor, summary_id: UUID) -> None:
    """Whoever reads a note in a summary has opened it: its writer is told no less than by the inbox."""
    quoted = select(Quotation.item_id).where(Quotation.summary_id == summary_id, Quotation.left_out_at.is_(None))
    for item_id in db.session.scalars(quoted).all():
        consent.remember_opening(actor, item_id)
