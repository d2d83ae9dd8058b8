"""The outbox: work asked for in the same transaction as its reason, sent once that is safe, and brought to an end.

A job is waiting, then checking and drawing while somebody works on it, and ends as ready or failed. Redis only carries
its id: whether it is to be done, was done, or is to be tried again is known here alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from portal.core import jobs
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import after_commit, db, unit_of_work
from portal.core.errors import Conflict, PortalError
from portal.core.jobs import Job
from portal.domain import audit
from portal.domain.audit import Event
from portal.models.outbox import JobRow

BUNDLE_LASTS = timedelta(minutes=10)
MOST_TRIES = 3
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30))  # after the first and the second try
MINUTES = {Job.SEND_MAIL: (timedelta(minutes=1), timedelta(minutes=15))}  # what a mail server means by "later"
LOST_AFTER = timedelta(seconds=30)  # sent, and still nobody took it: Redis may have forgotten it
STUCK_AFTER = timedelta(seconds=jobs.SECONDS + 30)  # taken, and the worker must have died


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    CHECKING = "checking"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"


before = aliased(JobRow)  # made once: making one takes longer than asking with it
RUNNING = (State.CHECKING, State.DRAWING)
FAILURES = {
    Job.RENDER_SUMMARY: Event.SUMMARY_FAILED,
    Job.RENDER_ADDENDUM: Event.ADDENDUM_FAILED,
    Job.MAKE_FILE: Event.FILE_FAILED,
    Job.SEND_MAIL: Event.MAIL_FAILED,
    Job.RING: Event.REMINDER_FAILED,
    Job.DRAW_SLIPS: Event.SLIPS_FAILED,
    **dict.fromkeys((Job.PREPARE_ROSTER, Job.MAIL_ROSTER, Job.UNDO_ROSTER), Event.ROSTER_FAILED),
}


class Problem(StrEnum):
    """Why a job did not come to a good end: codes, never the words of an exception."""

    PRESS_AGAIN = "press-again"  # its keys were dead before anybody could work on it
    NOT_YOURS = "not-yours"  # whoever asked may no longer
    TOO_BIG = "too-big"
    REFUSED = "refused"
    BROKEN = "broken"  # something unexpected; the logs name its type
    STUCK = "stuck"  # the worker died over it


class GivenUp(PortalError):
    """It cannot be done, and another try would not help."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Overtaken(Conflict):
    """The job was meanwhile ended, or given to somebody else; what this one did is dropped."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job in the hands of a worker. `attempt` tells this try from a later one."""

    id: UUID
    practice_id: UUID
    name: Job
    subject_id: UUID
    asked_by: UUID
    asked_as: Role
    attempt: int
    bundle: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page may say about a job. `ahead` counts the practice's own jobs before this one."""

    state: State
    problem: Problem | None
    asked_at: datetime
    ended_at: datetime | None
    ahead: int


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
        after_commit(lambda: _send(row.practice_id, [row.id]))
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


def take(job_id: UUID) -> Task | None:
    """Take a waiting job. Of several workers that were sent the same one, one gets it and the others get None."""
    moment = now()
    again = {"state": State.CHECKING, "attempts": JobRow.attempts + 1, "started_at": moment}
    if not _changed(JobRow.id == job_id, JobRow.state == State.WAITING, **again):
        return None
    row = db.session.scalars(select(JobRow).where(JobRow.id == job_id)).one()
    bundle = row.bundle_sealed if row.bundle_until and row.bundle_until > moment else None
    return Task(
        row.id, row.practice_id, Job(row.name), row.subject_id, row.asked_by, Role(row.asked_as), row.attempts, bundle
    )


def go_on(task: Task, state: State) -> None:
    """Say how far the job is. Raises Overtaken."""
    _mine(task, state=state)


def finish(task: Task) -> None:
    """The work is done: the keys it needed are deleted in the same breath. Raises Overtaken."""
    _mine(task, state=State.READY, ended_at=now(), problem=None, **_WITHOUT_KEYS)


def forget(task: Task) -> None:
    """The work is done, and that it ever was is nobody's business: its row goes. Raises Overtaken."""
    finish(task)
    db.session.execute(delete(JobRow).where(JobRow.id == task.id))


def give_up(task: Task, problem: Problem) -> None:
    """It cannot be done, and another try would not help. Does nothing when the job is no longer this worker's."""
    row = _under_way(task.id)
    if row is not None and row.attempts == task.attempt:
        _fail(row, problem)


def try_again(job_id: UUID, problem: Problem, attempt: int | None = None) -> None:
    """Put a job that went wrong back in line, a little later each time; after the third try it has failed.

    Args:
        job_id: its row; when nobody is working on it, nothing is done.
        problem: why, as a code.
        attempt: the try that went wrong; a later one is then left alone. None when the worker died without a word.
    """
    row = _under_way(job_id)
    if row is None or attempt not in (None, row.attempts):
        return
    if row.attempts >= MOST_TRIES:
        _fail(row, problem)
        return
    row.state, row.problem, row.started_at, row.sent_at = State.WAITING, problem, None, None
    row.send_at = now() + MINUTES.get(Job(row.name), BACK_OFF)[row.attempts - 1]


def postpone(task: Task, until: datetime) -> None:
    """It is not the time for this yet; coming too early was no try. Raises Overtaken."""
    again: dict[str, Any] = {"state": State.WAITING, "started_at": None, "sent_at": None, "problem": None}
    _mine(task, **again, attempts=JobRow.attempts - 1, send_at=until)


def _under_way(job_id: UUID) -> JobRow | None:
    query = select(JobRow).where(JobRow.id == job_id, JobRow.state.in_(RUNNING)).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _fail(row: JobRow, problem: Problem) -> None:
    row.state, row.problem, row.ended_at = State.FAILED, problem, now()
    row.bundle_sealed = row.bundle_until = None
    # A mail goes out by itself: that one is due says of whoever it comes from that they shared or did something.
    asker = None if row.name == Job.SEND_MAIL else Actor(row.asked_by, row.practice_id, Role(row.asked_as))
    audit.record(asker, FAILURES[Job(row.name)], row.subject_id, problem=problem, tries=row.attempts)


def needs_sweeping() -> bool:
    """Whether `sweep` would find anything; a reader's question, so that an idle practice costs no write."""
    return db.session.scalar(select(JobRow.id).where(or_(_due(), _stuck(), _expired())).limit(1)) is not None


def sweep() -> None:
    """Bring on what was left lying.

    Dead keys are deleted, jobs of dead workers go back in line, and what Redis lost is sent again.
    """
    too_late = select(JobRow).where(_expired(), JobRow.state == State.WAITING).with_for_update()
    for row in db.session.scalars(too_late).all():
        _fail(row, Problem.PRESS_AGAIN)
    _changed(_expired(), **_WITHOUT_KEYS)
    for job_id in db.session.scalars(select(JobRow.id).where(_stuck())).all():
        try_again(job_id, Problem.STUCK)
    due = db.session.execute(select(JobRow.id, JobRow.practice_id).where(_due()).order_by(JobRow.asked_at)).all()
    if due:
        ids = [job_id for job_id, _ in due]
        _changed(JobRow.id.in_(ids), sent_at=now())
        after_commit(lambda: _send(due[0].practice_id, ids))


def _due() -> Any:
    """Waiting, and either never handed over or lost on the way."""
    moment = now()
    unsent = or_(JobRow.sent_at.is_(None), JobRow.sent_at < moment - LOST_AFTER)
    return (JobRow.state == State.WAITING) & (JobRow.send_at <= moment) & unsent


def _stuck() -> Any:
    return JobRow.state.in_(RUNNING) & (JobRow.started_at < now() - STUCK_AFTER)


def _expired() -> Any:
    """Keys past their time. Whoever works on it holds them already."""
    return JobRow.bundle_until.is_not(None) & (JobRow.bundle_until <= now())


def _send(practice_id: UUID, job_ids: list[UUID]) -> None:
    """Hand over what has been committed. What Redis does not take is marked as not sent, for the sweeper."""
    refused = [job_id for job_id in job_ids if not jobs.send(practice_id, job_id)]
    if refused:
        with unit_of_work(practice_id):
            _changed(JobRow.id.in_(refused), JobRow.state == State.WAITING, sent_at=None)


def _mine(task: Task, **values: Any) -> None:
    if not _changed(JobRow.id == task.id, JobRow.attempts == task.attempt, JobRow.state.in_(RUNNING), **values):
        raise Overtaken("this job is no longer this worker's")


def _changed(*where: Any, **values: Any) -> int:
    """Change rows in one statement, so that of two at once only one can; returns how many there were."""
    change = update(JobRow).where(*where).values(**values).execution_options(synchronize_session=False)
    return int(db.session.execute(change).rowcount)  # type: ignore[attr-defined]


_WITHOUT_KEYS: dict[str, Any] = {"bundle_sealed": None, "bundle_until": None}
