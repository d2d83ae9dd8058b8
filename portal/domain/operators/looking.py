"""How the installation is: its jobs by id, kind, state and age; queue, mail, storage, database, versions."""

import platform
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, update

from portal.core import jobs as line
from portal.core import mail
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.jobs import Job
from portal.core.keyring import ring
from portal.domain import practices
from portal.domain.operators import acts
from portal.domain.operators.acts import Act
from portal.domain.operators.coming_in import OnDuty
from portal.domain.outbox import State
from portal.models.outbox import JobRow

NEEDS_NO_KEYS = (Job.SEND_MAIL, Job.RING)  # what else has failed is asked for again by whoever wanted it
FROM_THE_FIRST_TRY = {"attempts": 0, "problem": None, "ended_at": None, "started_at": None, "sent_at": None}
MOST = 50  # jobs of one practice on the page
LIBRARIES = ("flask", "sqlalchemy", "cryptography", "rq", "weasyprint")
CHECKPOINTS, BACKUP = "checkpoints.log", "last-backup"  # in the data folder; the latter is touched by whoever backs up


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job: nothing of what it is about."""

    id: UUID
    practice_id: UUID
    kind: str
    state: str
    problem: str | None
    tries: int
    asked_at: datetime
    can_be_tried_again: bool


@dataclass(frozen=True, slots=True)
class Health:
    """How everything stands. Sizes in bytes; None where it is not known."""

    queue: line.Seen | None
    waiting: int
    failed: int
    has_mail: bool
    database: str
    free: int
    used: int
    checkpoint_at: datetime | None
    backup_at: datetime | None
    versions: tuple[tuple[str, str], ...]


def jobs() -> list[JobLine]:
    """Jobs that wait, run or have failed, of every practice, the newest first."""
    found = []
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id, writes=False):
            query = select(JobRow).where(JobRow.state != State.READY).order_by(JobRow.asked_at.desc()).limit(MOST)
            found += [_job(row) for row in db.session.scalars(query)]
    return sorted(found, key=lambda job: job.asked_at, reverse=True)


def _job(row: JobRow) -> JobLine:
    can = row.state == State.FAILED and row.name in NEEDS_NO_KEYS
    return JobLine(row.id, row.practice_id, row.name, row.state, row.problem, row.attempts, row.asked_at, can)


def try_again(who: OnDuty, practice_id: UUID, job_id: UUID) -> bool:
    """Put a job that has failed back in line, if that can help; the scheduler sends it. Whether it was."""
    with unit_of_work(practice_id):
        failed = JobRow.id == job_id, JobRow.state == State.FAILED, JobRow.name.in_(NEEDS_NO_KEYS)
        fresh = update(JobRow).where(*failed).values(state=State.WAITING, send_at=now(), **FROM_THE_FIRST_TRY)
        is_back = bool(db.session.execute(fresh).rowcount)  # type: ignore[attr-defined]
        if is_back:
            acts.note(who.operator_id, Act.JOB_AGAIN, job_id)
        return is_back


def health() -> Health:
    """How everything stands now."""
    waiting, failed = 0, 0
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id, writes=False):
            found = db.session.execute(select(JobRow.state, func.count().label("jobs")).group_by(JobRow.state)).all()
            counts = {row.state: row.jobs for row in found}
            waiting, failed = waiting + counts.get(State.WAITING, 0), failed + counts.get(State.FAILED, 0)
    folder = ring().data_dir
    return Health(
        line.seen(),
        waiting,
        failed,
        mail.is_set(),
        db.engine.dialect.name,
        shutil.disk_usage(folder).free,
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        _changed_at(folder / CHECKPOINTS),
        _changed_at(folder / BACKUP),
        (("Python", platform.python_version()), *((name, metadata.version(name)) for name in LIBRARIES)),
    )


def _changed_at(path: Path) -> datetime | None:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def age(since: datetime) -> int:
    """Whole minutes since then."""
    return max(0, int((now() - since).total_seconds() // 60))
