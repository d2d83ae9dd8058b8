"""Summaries in the made-up practice: a final with an addendum, and one that was given to the client it is about."""

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from portal.core import pdf
from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.core.db import db
from portal.core.pdf import Document
from portal.domain import summaries, vault
from portal.domain.audit import Event, record
from portal.domain.outbox import State
from portal.domain.summaries import AddendumPage, Audience, SummaryDraft, Wishes
from portal.domain.summaries.draft import RECORD, bind
from portal.models.outbox import JobRow
from portal.models.summaries import Addendum, Summary

BEFORE = Wishes(note="She asks for ten minutes, and waits for them.\n\nNext time: what he hears when she says *later*.")
FOR_SAM = Wishes(
    Audience.CLIENT,
    note="You wrote that quiet is an answer too. We came back to that twice, and you said it aloud both times.",
    plan="One sentence to try out, on an ordinary evening.",
)
LATER = "Sam rang on Monday: the walk on Sunday was the two of them alone, and nobody looked at a telephone."
log = logging.getLogger(__name__)


def sum_up(therapist: Actor, client: Actor) -> None:
    """Live through two summaries. Whoever fills the practice is no worker, so the pages are laid out here and now."""
    with living_at(_ago(20)):
        first = _made(therapist, client, BEFORE)
        summaries.finish(therapist, first)
    with living_at(_ago(17)):
        summaries.add(therapist, first, LATER, uuid4())
        _lay_out(therapist, first)
    with living_at(_ago(6)):
        second = _made(therapist, client, FOR_SAM)
        summaries.finish(therapist, second)
        if summaries.card(therapist, second).pages:
            summaries.give(therapist, second)


def _made(therapist: Actor, client: Actor, wishes: Wishes) -> UUID:
    """What asking and the worker would have made of it at this moment."""
    period, summary_id = summaries.last_four_weeks(therapist), uuid4()
    items = [note.item_id for note in summaries.choices(therapist, client.person_id, period).notes]
    draft = summaries.preview(therapist, client.person_id, period, items, wishes)
    summaries.ask(therapist, client.person_id, period, items, wishes, summary_id)
    row = db.session.scalars(select(Summary).where(Summary.id == summary_id)).one()
    document = _drawn("session_summary.html", summary=draft)
    row.file_item_id = _in_place_of(therapist, summary_id, bind(draft, document.pdf if document else b""))
    row.made_at = draft.made_at
    if document:
        row.pages, row.size = document.pages, -(-len(document.pdf) // 1024)
    _done(row.job_id)
    record(therapist, Event.SUMMARY_MADE, summary_id, client.person_id, notes=len(draft.traced), left_out=0)
    return summary_id


def _lay_out(therapist: Actor, summary_id: UUID) -> None:
    """The page of its addendum."""
    (said,) = summaries.addenda(therapist, summary_id)
    row = db.session.scalars(select(Addendum).where(Addendum.id == said.id)).one()
    made_at = summaries.card(therapist, summary_id).asked_at
    page = AddendumPage(row.number, row.at, made_at, "Mara", said.words, row.page_item_id, b"")
    document = _drawn("addendum.html", addendum=page)
    if document:
        row.page_item_id = _in_place_of(therapist, uuid5(row.job_id, "page"), document.pdf)
        _done(row.job_id)


def _drawn(template: str, **data: SummaryDraft | AddendumPage) -> Document | None:
    """None where Pango is missing: the web version stands alone then, as it does for everybody."""
    try:
        return pdf.render(template, **data)
    except OSError:
        log.warning("no PDF can be drawn here, so the made-up practice has none")
        return None


def _in_place_of(therapist: Actor, thing_id: UUID, data: bytes) -> UUID:
    """The words of an item that was only promised."""
    vault.drop(therapist.unlocked(), thing_id)
    return vault.write(therapist.unlocked(), RECORD, data, thing_id)


def _done(job_id: UUID | None) -> None:
    """Its job needs no worker any more, nor the keys that were handed to one."""
    row = db.session.scalars(select(JobRow).where(JobRow.id == job_id)).one()
    row.state, row.ended_at, row.bundle_sealed, row.bundle_until = State.READY, now(), None, None


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days, hours=3)
