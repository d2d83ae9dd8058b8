"""How summaries stand: the states a page can show, worked out from the job and from what is shared at this moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import outbox
from portal.domain.access import find, readable, usable
from portal.domain.outbox import Problem, Progress, State
from portal.models.people import Person
from portal.models.summaries import Final, Given, Quotation, Summary
from portal.models.vault import Grant, ItemKey, Principal

SLOW_AFTER = timedelta(seconds=30)
KEPT = timedelta(days=28)  # a draft; what is final stays
SHELF = 20  # summaries on a page


class Stage(StrEnum):
    """What a page says about a summary."""

    WAITING = "waiting"
    CHECKING = "checking"
    DRAWING = "drawing"
    SLOW = "slow"
    READY = "ready"
    CHANGED = "changed"  # something in it is no longer shared and nobody had opened it: it is closed
    WITHDRAWN = "withdrawn"  # the same, after it was opened or made final: it can be read here, with a flag
    REMOVED = "removed"  # a draft, by its author or when its time was over
    FAILED = "failed"
    AGAIN = "again"  # its keys were dead before it could be made


reader = aliased(Principal)  # made once: making one takes longer than asking with it
UNDER_WAY = frozenset({Stage.WAITING, Stage.CHECKING, Stage.DRAWING, Stage.SLOW})
OPEN = frozenset({Stage.READY, Stage.WITHDRAWN})
OVER = frozenset({Stage.FAILED, Stage.AGAIN, Stage.CHANGED, Stage.WITHDRAWN, Stage.REMOVED})  # a new one helps


@dataclass(frozen=True, slots=True)
class Card:
    """One summary on its page or in the list. `size` is in kB; `reference` is what to quote when asking for help.

    `withdrawn_at` is since when something in it is no longer shared, as it was noticed; None while all of it is.
    """

    id: UUID
    client_id: UUID
    client: str
    first: date
    last: date
    asked_at: datetime
    fetched_at: datetime | None
    stage: Stage
    ahead: int
    pages: int | None
    size: int | None
    left_out: int
    too_big: bool
    reference: str
    kept_until: datetime | None
    removed_at: datetime | None
    final_at: datetime | None
    withdrawn_at: datetime | None
    given_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_final(self) -> bool:
        return self.final_at is not None

    @property
    def is_over(self) -> bool:
        """Whether it can be asked for once more, with what is shared then."""
        return self.stage in OVER and not self.is_final


def index(actor: Actor, before: UUID | None = None, client_id: UUID | None = None) -> tuple[list[Card], UUID | None]:
    """The therapist's summaries, newest first, and the one to go on from; None when there are no more.

    Args:
        actor: the therapist.
        before: go on with those asked for before this one.
        client_id: only this client's.
    """
    query = readable(Summary, actor)
    if client_id is not None:
        query = query.where(Summary.client_id == client_id)
    if before is not None:
        last = readable(Summary, actor).where(Summary.id == before).with_only_columns(Summary.asked_at)
        query = query.where(Summary.asked_at < last.scalar_subquery())
    rows = db.session.scalars(query.order_by(Summary.asked_at.desc(), Summary.id).limit(SHELF + 1)).all()
    return cards(actor, rows[:SHELF]), rows[SHELF - 1].id if len(rows) > SHELF else None


def card(actor: Actor, summary_id: UUID) -> Card:
    """How this one stands.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
    """
    summary = find(Summary, actor, summary_id)
    return cards(actor, [summary])[0]


def cards(actor: Actor, summaries: Sequence[Summary]) -> list[Card]:
    """How these stand now."""
    named = readable(Person, actor).where(Person.id.in_({row.client_id for row in summaries}))
    names = {row.id: row.name for row in db.session.execute(named.with_only_columns(Person.id, Person.name))}
    jobs = outbox.progress(row.job_id for row in summaries if row.job_id)
    changed = no_longer_shared([row.id for row in summaries])
    since = _since([row.id for row in summaries])
    return [
        Card(
            id=row.id,
            client_id=row.client_id,
            client=names.get(row.client_id, ""),
            first=row.period_from,
            last=row.period_to,
            asked_at=row.asked_at,
            fetched_at=row.fetched_at,
            stage=_stage(row, jobs.get(row.job_id) if row.job_id else None, since[row.id], changed=row.id in changed),
            ahead=jobs[row.job_id].ahead if row.job_id in jobs else 0,
            pages=row.pages,
            size=row.size,
            left_out=row.left_out,
            too_big=row.job_id in jobs and jobs[row.job_id].problem is Problem.TOO_BIG,
            reference=reference(row.job_id or row.id),
            kept_until=_kept_until(row, since[row.id]),
            removed_at=row.removed_at,
            final_at=since[row.id].final_at,
            withdrawn_at=(since[row.id].withdrawn_at or now()) if row.id in changed else None,
            given_at=since[row.id].given_at,
        )
        for row in summaries
    ]


def no_longer_shared(summary_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these summaries that quote something which no standing consent opens to their therapist any more."""
    return frozenset(db.session.scalars(_fallen(summary_ids, Quotation.summary_id).distinct()))


def fallen(summary_ids: Iterable[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """What it is that they quote so: summary and item."""
    rows = db.session.execute(_fallen(summary_ids, Quotation.summary_id, Quotation.item_id))
    return frozenset((row.summary_id, row.item_id) for row in rows)


def _fallen(summary_ids: Iterable[UUID], *columns: Any) -> Any:
    stands = exists().where(
        ItemKey.item_id == Quotation.item_id,
        Grant.id == ItemKey.grant_id,
        usable(),
        reader.id == Grant.reader_id,
        reader.person_id == Summary.therapist_id,
    )
    return (
        select(*columns)
        .join(Summary, Summary.id == Quotation.summary_id)
        .where(Quotation.summary_id.in_(list(summary_ids)), Quotation.left_out_at.is_(None), ~stands)
    )


def _since(summary_ids: list[UUID]) -> dict[UUID, Any]:
    """What has happened to each since it was made: became final, was given, something in it was withdrawn."""
    withdrawn = select(func.min(Quotation.withdrawn_at)).where(Quotation.summary_id == Summary.id).scalar_subquery()
    columns = (Final.at.label("final_at"), Given.given_at, withdrawn.label("withdrawn_at"))
    query = select(Summary.id, *columns).outerjoin(Final, Final.summary_id == Summary.id)
    query = query.outerjoin(Given, Given.summary_id == Summary.id).where(Summary.id.in_(summary_ids))
    return {row.id: row for row in db.session.execute(query)}


def _kept_until(summary: Summary, since: Any) -> datetime | None:
    """When a draft goes by itself."""
    return None if since.final_at or not summary.made_at else summary.made_at + KEPT


def _stage(summary: Summary, job: Progress | None, since: Any, *, changed: bool) -> Stage:
    until = _kept_until(summary, since)
    if summary.removed_at or (until and until <= now()):
        return Stage.REMOVED
    if summary.made_at:
        return _made(summary, changed=changed)
    if job is None or job.state is State.FAILED:
        return Stage.AGAIN if job and job.problem is Problem.PRESS_AGAIN else Stage.FAILED
    if now() - job.asked_at > SLOW_AFTER:
        return Stage.SLOW
    # The summary was read a moment before its job ended: nothing is ready until both say so.
    return Stage.DRAWING if job.state is State.READY else Stage(job.state)


def _made(summary: Summary, *, changed: bool) -> Stage:
    if summary.file_item_id is None:
        return Stage.CHANGED
    if changed:
        return Stage.WITHDRAWN if summary.fetched_at else Stage.CHANGED
    return Stage.READY


def reference(job_id: UUID) -> str:
    """Six signs of the job's id, as the logs have it, easy to say on the telephone."""
    said = job_id.hex[:6].upper()
    return f"{said[:3]}-{said[3:]}"
