"""Bringing on what was left lying: dead keys, dead workers, and what Redis has lost."""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from portal.core import jobs
from portal.core.clock import now
from portal.core.db import after_commit, db
from portal.core.jobs import Job
from portal.domain.outbox.asking import changed, send
from portal.domain.outbox.states import RUNNING, Problem, State
from portal.domain.outbox.working import WITHOUT_KEYS, fail, may_run, try_again
from portal.models.outbox import JobRow

LOST_AFTER = timedelta(seconds=30)  # sent, and still nobody took it: Redis may have forgotten it
DYING = 30  # seconds after a job's time, when its worker must have died


def needs_sweeping(*, is_open: bool = True) -> bool:
    """Whether `sweep` would find anything; a reader's question, so that an idle practice costs no write."""
    found = select(JobRow.id).where(or_(_due(), _stuck(), _expired()), may_run(is_open=is_open)).limit(1)
    return db.session.scalar(found) is not None


def sweep(*, is_open: bool = True) -> None:
    """Bring on what was left lying.

    Dead keys are deleted, jobs of dead workers go back in line, and what Redis lost is sent again; in a closed practice
    that is little.
    """
    too_late = select(JobRow).where(_expired(), JobRow.state == State.WAITING).with_for_update()
    for row in db.session.scalars(too_late).all():
        fail(row, Problem.PRESS_AGAIN)
    changed(_expired(), **WITHOUT_KEYS)
    runs = may_run(is_open=is_open)
    for job_id in db.session.scalars(select(JobRow.id).where(_stuck(), runs)).all():
        try_again(job_id, Problem.STUCK)
    due = select(JobRow.id, JobRow.name, JobRow.practice_id).where(_due(), runs).order_by(JobRow.asked_at)
    found = db.session.execute(due).all()
    if found:
        names = {row.id: Job(row.name) for row in found}
        changed(JobRow.id.in_(list(names)), sent_at=now())
        after_commit(lambda: send(found[0].practice_id, names))


def _due() -> Any:
    """Waiting, and either never handed over or lost on the way."""
    moment = now()
    unsent = or_(JobRow.sent_at.is_(None), JobRow.sent_at < moment - LOST_AFTER)
    return (JobRow.state == State.WAITING) & (JobRow.send_at <= moment) & unsent


def _stuck() -> Any:
    moment = now() - timedelta(seconds=DYING)
    usual = JobRow.name.not_in(list(jobs.LONG)) & (JobRow.started_at < moment - timedelta(seconds=jobs.SECONDS))
    long = [
        (JobRow.name == name) & (JobRow.started_at < moment - timedelta(seconds=most))
        for name, most in jobs.LONG.items()
    ]
    return JobRow.state.in_(RUNNING) & or_(usual, *long)


def _expired() -> Any:
    """Keys past their time. Whoever works on it holds them already."""
    return JobRow.bundle_until.is_not(None) & (JobRow.bundle_until <= now())
