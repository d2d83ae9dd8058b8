"""Asking for work in the same transaction as its reason, how it stands, and handing over what has been committed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import aliased

from portal.core import jobs
from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import after_commit, db, unit_of_work
from portal.core.jobs import Job
from portal.domain.outbox.states import OPERATOR, RUNNING, Problem, Progress, State
from portal.models.outbox import JobRow

BUNDLE_LASTS = timedelta(minutes=10)
before = aliased(JobRow)  # made once: making one takes longer than asking with it


def later(  # noqa: PLR0913 - what may be said about a job
    actor: Actor,
    name: Job,
    subject_id: UUID,
    *,
    job_id: UUID | None = None,
    bundle: bytes | None = None,
    bundle_lasts: timedelta = BUNDLE_LASTS,
    not_before: datetime | None = None,
) -> UUID:
    """Have this done soon. The row stands or falls with the unit of work; the job is sent after the commit.

    Args:
        actor: on whose behalf; their role is read again before anything is done.
        name: what to do.
        subject_id: what to do it to.
        job_id: chosen by the caller when the bundle is bound to it.
        bundle: sealed to the worker; item keys die ten minutes from now.
        bundle_lasts: for what may live longer than keys to words may.
        not_before: a moment to wait for; the scheduler then sends it.

    Returns:
        The job's id.
    """
    moment = now()
    waits = not_before is not None and not_before > moment
    row = JobRow(
        id=job_id or uuid4(),
        practice_id=actor.practice_id,
        name=name,
        subject_id=subject_id,
        asked_by=actor.person_id,
        asked_as=actor.role,
        asked_at=moment,
        send_at=not_before if waits else moment,
        sent_at=None if waits else moment,
        bundle_sealed=bundle,
        bundle_until=bundle and moment + bundle_lasts,
    )
    db.session.add(row)
    db.session.flush()
    if not waits:
        after_commit(lambda: send(row.practice_id, {row.id: name}))
    return row.id


def later_for_operator(operator_id: UUID, practice_id: UUID, name: Job) -> UUID:
    """Have something done with a practice soon, for an operator; as `later`, without keys. Returns the job's id."""
    row = JobRow(
        id=uuid4(),
        practice_id=practice_id,
        name=name,
        subject_id=practice_id,
        asked_by=operator_id,
        asked_as=OPERATOR,
        sent_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    after_commit(lambda: send(practice_id, {row.id: name}))
    return row.id


def progress(job_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """How these jobs stand."""
    line = select(func.count()).where(before.state.in_((State.WAITING, *RUNNING)), before.asked_at < JobRow.asked_at)
    line = line.where(before.send_at <= now())  # what waits for its hour stands in nobody's way
    ahead = case((JobRow.state == State.WAITING, line.scalar_subquery()), else_=0)
    rows = db.session.execute(select(JobRow, ahead).where(JobRow.id.in_(list(job_ids))))
    return {row.id: _progress(row, ahead) for row, ahead in rows}


def _progress(row: JobRow, ahead: int) -> Progress:
    problem = Problem(row.problem) if row.problem else None
    return Progress(State(row.state), problem, row.asked_at, row.ended_at, ahead)


def newest(name: Job) -> tuple[UUID, Progress] | None:
    """The newest job of this name in the practice at work, and how it stands."""
    query = select(JobRow.id).where(JobRow.name == name).order_by(JobRow.asked_at.desc(), JobRow.id).limit(1)
    job_id = db.session.scalar(query)
    return (job_id, progress([job_id])[job_id]) if job_id else None


def send(practice_id: UUID, names: dict[UUID, Job]) -> None:
    """Hand over what has been committed. What Redis does not take is marked as not sent, for the sweeper."""
    refused = [job_id for job_id, name in names.items() if not jobs.send(practice_id, job_id, name)]
    if refused:
        with unit_of_work(practice_id):
            changed(JobRow.id.in_(refused), JobRow.state == State.WAITING, sent_at=None)


def changed(*where: Any, **values: Any) -> int:
    """Change rows in one statement, so that of two at once only one can; returns how many there were."""
    change = update(JobRow).where(*where).values(**values).execution_options(synchronize_session=False)
    return int(db.session.execute(change).rowcount)  # type: ignore[attr-defined]
