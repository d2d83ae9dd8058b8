"""Laying out the page of an addendum, in the worker: asking the database again, drawing, sealing. No key is here."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.core.actor import Actor, Role
from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import Locked
from portal.core.pdf import Document
from portal.domain import outbox, vault
from portal.domain.access import readable
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.domain.summaries.making import asker
from portal.models.summaries import Addendum, Summary

TEMPLATE = "addendum.html"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AddendumPage:
    """All that stands on it, and where it goes; it lives as long as one try. Moments are in the author's zone."""

    number: int
    at: datetime
    summary_made_at: datetime
    therapist_name: str = field(repr=False)
    words: str = field(repr=False)
    item_id: UUID
    key: bytes = field(repr=False)


def gather_addendum(task: Task) -> AddendumPage:
    """Open the words, if whoever asked still may.

    Raises:
        GivenUp: the keys are past their time, or whoever asked may no longer.
        Overtaken: the job is no longer this worker's.
    """
    therapist = asker(task)
    row, summary = _amended(task)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    texts, gone = vault.open_bundle(bundle)
    if gone or summary.made_at is None:
        raise GivenUp(Problem.NOT_YOURS)
    outbox.go_on(task, State.DRAWING)
    here = zone(therapist.time_zone)
    made_at, words = summary.made_at.astimezone(here), texts[row.item_id].decode()
    about = (row.number, row.at.astimezone(here), made_at, therapist.name)
    return AddendumPage(*about, words, bundle.out_id, bundle.out_key)


def draw_addendum(page: AddendumPage) -> Document:
    """Lay it out; no transaction is open meanwhile.

    Raises:
        GivenUp: more than a document can hold, something from outside, or no PDF can be drawn here.
    """
    try:
        return outbox.draw(TEMPLATE, addendum=page)
    except OSError:
        log.exception("no PDF can be drawn here")
        raise GivenUp(Problem.REFUSED) from None


def keep_addendum(task: Task, page: AddendumPage, document: Document) -> None:
    """Seal it to the author and the practice's record, and end the job. Raises Overtaken."""
    vault.fulfil(page.item_id, page.key, document.pdf)
    outbox.finish(task)


def _amended(task: Task) -> tuple[Addendum, Summary]:
    actor = Actor(task.asked_by, task.practice_id, Role.THERAPIST)
    rows = readable(Summary, actor).join(Addendum, Addendum.summary_id == Summary.id)
    found = db.session.execute(rows.where(Addendum.id == task.subject_id).add_columns(Addendum)).one_or_none()
    if found is None:
        raise GivenUp(Problem.NOT_YOURS)
    summary, row = found
    return row, summary
