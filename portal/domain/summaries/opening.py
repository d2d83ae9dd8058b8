"""Opening a finished summary: the file and its web version, each opening written down where the client can see it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.domain import consent, vault
from portal.domain.access import hold
from portal.domain.audit import Event, record
from portal.domain.summaries.draft import SummaryDraft, unbind
from portal.domain.summaries.progress import OPEN, Stage, cards
from portal.models.summaries import Quotation, Summary


@dataclass(frozen=True, slots=True)
class File:
    """A PDF and the day it was made, where the therapist is. Nothing of it names the client."""

    pdf: bytes = field(repr=False)
    made_on: date
    addendum: int = 0

    @property
    def name(self) -> str:
        return f"summary-{self.made_on.isoformat()}{f'-addendum-{self.addendum}' if self.addendum else ''}.pdf"


def fetch(actor: Actor, summary_id: UUID) -> File | None:
    """The file, opened with the therapist's own key.

    None while it is being made, when it is closed or quotes what is no longer shared, or without a PDF.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
    """
    opened = open_kept(actor, summary_id, "file", frozenset({Stage.READY}))
    return File(opened[1], made_on(opened[0])) if opened and opened[1] else None


def read(actor: Actor, summary_id: UUID) -> SummaryDraft | None:
    """The web version: the very draft the pages were laid out from.

    None while it is being made or when it is closed; what was opened before something in it was withdrawn can be read.

    Raises:
        NotFound: as `fetch`.
    """
    opened = open_kept(actor, summary_id, "web", OPEN)
    return opened and opened[0]


def open_kept(actor: Actor, summary_id: UUID, form: str, stages: frozenset[Stage]) -> tuple[SummaryDraft, bytes] | None:
    """Both forms of a summary that stands at one of these stages; it counts as opened.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
    """
    summary = hold(Summary, actor, summary_id)
    if cards(actor, [summary])[0].stage not in stages or summary.file_item_id is None:
        return None
    draft, pdf = unbind(vault.read_one(actor.unlocked(), summary.file_item_id))
    count_as_opened(actor, summary)
    record(actor, Event.SUMMARY_OPENED, summary.id, summary.client_id, form=form)
    return draft, pdf


def count_as_opened(actor: Actor, summary: Summary) -> None:
    """Whoever reads a note in a summary has opened it: its writer is told no less than by the inbox."""
    if summary.fetched_at is not None:
        return
    summary.fetched_at = now()
    quoted = select(Quotation.item_id).where(Quotation.summary_id == summary.id, Quotation.left_out_at.is_(None))
    consent.remember_opening(actor, *db.session.scalars(quoted).all())


def made_on(draft: SummaryDraft) -> date:
    """The day it was made, where its author was."""
    return draft.made_at.astimezone(zone(draft.zone)).date()
