"""Addenda: numbered words of the author's own that amend a final, each with a page of its own. The final stays."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.jobs import Job
from portal.core.language import _
from portal.core.text import taken
from portal.domain import outbox, vault
from portal.domain.access import hold, readable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.outbox import State
from portal.domain.summaries.draft import RECORD
from portal.domain.summaries.opening import File, made_on, open_kept
from portal.domain.summaries.progress import Stage, reference
from portal.models.summaries import Addendum as Row
from portal.models.summaries import Final, Summary

LONGEST = 5_000  # characters
MOST = 50  # to one final


@dataclass(frozen=True, slots=True)
class Addendum:
    """What a final was amended with. `page` says how its PDF page stands; moments are in the author's zone."""

    id: UUID
    number: int
    at: datetime
    words: str = field(repr=False)
    page: State
    reference: str

    @property
    def is_ready(self) -> bool:
        return self.page is State.READY


class AddedBefore(Conflict):
    """The form was sent before with other words, which are kept. What was typed since is not."""

    def __init__(self) -> None:
        super().__init__(_("What you sent first is kept as it was. This can be added as another addendum."))


def add(actor: Actor, summary_id: UUID, words: str, addendum_id: UUID) -> None:
    """Amend a final. Its own bytes and rows stay as they are.

    Args:
        actor: its author, with keys.
        summary_id: the final.
        words: up to 5,000 signs.
        addendum_id: made when the form was shown; sending twice is sending once.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
        Invalid: on `words`.
        AddedBefore: this form was sent before, with other words.
        Conflict: it is not final.
    """
    summary = hold(Summary, actor, summary_id)
    if db.session.scalar(select(Final.summary_id).where(Final.summary_id == summary_id)) is None:
        raise Conflict(_("Only what is final is amended. A draft can be made anew."))
    words = taken("words", words, LONGEST)
    kept = db.session.scalar(select(Row.item_id).where(Row.id == addendum_id, Row.summary_id == summary_id))
    if kept:
        if vault.read_one(actor.unlocked(), kept).decode() != words:
            raise AddedBefore
        return
    if not words:
        raise Invalid("words", _("Write what is to be added."))
    last = db.session.scalar(select(func.max(Row.number)).where(Row.summary_id == summary_id)) or 0
    if last >= MOST:
        raise Invalid("words", _("There are %(most)s addenda already. A new summary is easier to read.", most=MOST))
    item_id = vault.write(actor.unlocked(), RECORD, words.encode(), addendum_id)
    row = Row(id=addendum_id, practice_id=actor.practice_id, summary_id=summary_id, number=last + 1, item_id=item_id)
    _lay_out(actor, row)
    db.session.add(row)
    db.session.flush()
    record(actor, Event.ADDENDUM_ADDED, addendum_id, summary.client_id, summary=summary_id, number=row.number)


def addenda(actor: Actor, summary_id: UUID) -> list[Addendum]:
    """What this summary was amended with, in order; as far as it opens with the actor's own key."""
    rows = db.session.scalars(_mine(actor, summary_id).order_by(Row.number)).all()
    if not rows:
        return []
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    jobs, here = outbox.progress(row.job_id for row in rows), zone(zone_of(actor))
    return [
        Addendum(
            id=row.id,
            number=row.number,
            at=row.at.astimezone(here),
            words=texts[row.item_id].decode(),
            page=jobs[row.job_id].state if row.job_id in jobs else State.FAILED,
            reference=reference(row.job_id),
        )
        for row in rows
        if row.item_id in texts
    ]


def fetch_addendum(actor: Actor, summary_id: UUID, number: int) -> File | None:
    """The page of an addendum, opened with the author's own key; None as long as the final itself can't be fetched.

    Raises:
        NotFound: no such addendum of theirs, or the client is no longer on their caseload.
    """
    row = db.session.scalar(_mine(actor, summary_id).where(Row.number == number))
    if row is None:
        raise NotFound(summary_id)
    opened = open_kept(actor, summary_id, "addendum", frozenset({Stage.READY}))
    page = vault.read(actor.unlocked(), [row.page_item_id]).get(row.page_item_id)
    return File(page, made_on(opened[0]), number) if opened and page else None


def page_again(actor: Actor, summary_id: UUID, number: int) -> None:
    """Have the page of an addendum laid out once more that could not be made; else nothing happens.

    Raises:
        NotFound: as `fetch_addendum`.
    """
    hold(Summary, actor, summary_id)
    row = db.session.scalar(_mine(actor, summary_id).where(Row.number == number))
    if row is None:
        raise NotFound(summary_id)
    job = outbox.progress([row.job_id]).get(row.job_id)
    if job is None or job.state is State.FAILED:
        _lay_out(actor, row)
        db.session.flush()


def _lay_out(actor: Actor, row: Row) -> None:
    """The worker is given the key of these words, and of the page it is to write."""
    keys, row.job_id = actor.unlocked(), uuid4()
    row.page_item_id, page_key = vault.promise(keys, RECORD, uuid5(row.job_id, "page"))
    bundle = vault.pack(keys, row.job_id, [row.item_id], (row.page_item_id, page_key))
    outbox.later(actor, Job.RENDER_ADDENDUM, row.id, job_id=row.job_id, bundle=bundle)


def _mine(actor: Actor, summary_id: UUID) -> Any:
    mine = readable(Summary, actor).where(Summary.id == summary_id).with_only_columns(Summary.id)
    return select(Row).where(Row.summary_id.in_(mine))
