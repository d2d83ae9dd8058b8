"""A job in the hands of a worker: taken by one, brought to an end, or put back in line."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.jobs import Job
from portal.domain import audit
from portal.domain.outbox.asking import changed
from portal.domain.outbox.states import (
    ALSO_WHEN_CLOSED,
    FAILURES,
    OPERATOR,
    RUNNING,
    Overtaken,
    Problem,
    State,
    Task,
)
from portal.models.outbox import JobRow

MOST_TRIES = 3
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30))  # after the first and the second try
MINUTES = {Job.SEND_MAIL: (timedelta(minutes=1), timedelta(minutes=15))}  # what a mail server means by "later"
WITHOUT_KEYS: dict[str, Any] = {"bundle_sealed": None, "bundle_until": None}


def take(job_id: UUID, *, is_open: bool = True) -> Task | None:
    """Take a waiting job. Of several workers that were sent the same one, one gets it and the others get None.

    Args:
        job_id: its row.
        is_open: whether the practice is; of a closed one most jobs wait.
    """
    moment = now()
    again = {"state": State.CHECKING, "attempts": JobRow.attempts + 1, "started_at": moment}
    if not changed(JobRow.id == job_id, JobRow.state == State.WAITING, may_run(is_open=is_open), **again):
        return None
    row = db.session.scalars(select(JobRow).where(JobRow.id == job_id)).one()
    bundle = row.bundle_sealed if row.bundle_until and row.bundle_until > moment else None
    role = None if row.asked_as == OPERATOR else Role(row.asked_as)
    return Task(row.id, row.practice_id, Job(row.name), row.subject_id, row.asked_by, role, row.attempts, bundle)


def may_run(*, is_open: bool) -> Any:
    return JobRow.name.in_(list(Job) if is_open else ALSO_WHEN_CLOSED)


def go_on(task: Task, state: State) -> None:
    """Say how far the job is. Raises Overtaken."""
    _mine(task, state=state)


def finish(task: Task) -> None:
    """The work is done: the keys it needed are deleted in the same breath. Raises Overtaken."""
    _mine(task, state=State.READY, ended_at=now(), problem=None, **WITHOUT_KEYS)


def forget(task: Task) -> None:
    """The work is done, and that it ever was is nobody's business: its row goes. Raises Overtaken."""
    finish(task)
    db.session.execute(delete(JobRow).where(JobRow.id == task.id))


def give_up(task: Task, problem: Problem) -> None:
    """It cannot be done, and another try would not help. Does nothing when the job is no longer this worker's."""
    row = _under_way(task.id)
    if row is not None and row.attempts == task.attempt:
        fail(row, problem)


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
        fail(row, problem)
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


def fail(row: JobRow, problem: Problem) -> None:
    row.state, row.problem, row.ended_at = State.FAILED, problem, now()
    row.bundle_sealed = row.bundle_until = None
    how: dict[str, Any] = {"problem": problem, "tries": row.attempts}
    if row.asked_as == OPERATOR:
        audit.record(None, FAILURES[Job(row.name)], row.subject_id, operator=row.asked_by, **how)
    else:
        # A mail goes out by itself: that one is due says of whoever it comes from that they shared or did something.
        by_itself = row.name == Job.SEND_MAIL
        asker = None if by_itself else Actor(row.asked_by, row.practice_id, Role(row.asked_as))
        audit.record(asker, FAILURES[Job(row.name)], row.subject_id, **how)


def _mine(task: Task, **values: Any) -> None:
    if not changed(JobRow.id == task.id, JobRow.attempts == task.attempt, JobRow.state.in_(RUNNING), **values):
        raise Overtaken("this job is no longer this worker's")
