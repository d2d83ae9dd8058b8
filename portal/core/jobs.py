"""Names of jobs, and sending one on its way: Redis is told two ids and nothing else."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, Worker
from rq.job import Job as QueuedJob

RUN = "portal.jobs.run"  # the one function a queue may name
SECONDS = 120  # a job that takes longer is ended, unless `LONG` gives it more
KEPT_WHEN_FAILED = 300  # seconds; RQ's own default is a year
PATIENCE = 2  # seconds a page may wait for Redis before it goes on without


class Job(StrEnum):
    """Work that is done after the page has been answered: concept.verb."""

    RENDER_SUMMARY = "summaries.render"
    RENDER_ADDENDUM = "summaries.amend"
    MAKE_FILE = "files.make"
    SEND_MAIL = "mail.send"
    RING = "reminders.ring"
    DRAW_SLIPS = "invitations.draw"
    PREPARE_ROSTER = "rosters.prepare"
    MAIL_ROSTER = "rosters.send"
    UNDO_ROSTER = "rosters.undo"
    MAKE_DISCLOSURE = "disclosures.make"
    ARCHIVE_PRACTICE = "operators.archive"


LONG = {Job.MAKE_DISCLOSURE: 900, Job.ARCHIVE_PRACTICE: 3600}  # seconds


@dataclass(frozen=True, slots=True)
class _Line:
    redis_url: str | None
    queue_name: str
    connection: Redis | None


def init_app(app: Flask, redis_url: str | None, queue_name: str) -> None:
    """Remember where the queue is; nothing is connected until the first job is sent."""
    connection = redis_url and Redis.from_url(
        redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )
    app.extensions["portal.jobs"] = _Line(redis_url, queue_name, connection or None)


def send(practice_id: UUID, job_id: UUID, name: Job | None = None) -> bool:
    """Put a job at the end of the line; one that stands there already changes its place and is not doubled.

    The name, the description and the arguments are ours and say nothing; results are not kept; the serializer is JSON,
    because unpickling what lies in Redis would run it.

    Args:
        practice_id: whose job it is.
        job_id: its row in the outbox.
        name: what it is; only how long it may take follows from it.

    Returns:
        False when Redis is away: the row waits until somebody sends it again.
    """
    line = _line()
    if line.connection is None:
        return False
    queue = Queue(line.queue_name, connection=line.connection, serializer="json")
    try:
        queue.remove(str(job_id))
        queue.enqueue_call(
            RUN,
            args=[str(practice_id), str(job_id)],
            job_id=str(job_id),
            description="job",
            timeout=SECONDS if name is None else LONG.get(name, SECONDS),
            result_ttl=0,
            failure_ttl=KEPT_WHEN_FAILED,
        )
    except RedisError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Seen:
    """The queue as it stands: how many ids wait in it, and how many workers listen."""

    waiting: int
    workers: int


def seen() -> Seen | None:
    """The queue as it stands; None when there is no Redis, or it does not answer."""
    line = _line()
    if line.connection is None:
        return None
    try:
        queue = Queue(line.queue_name, connection=line.connection, serializer="json")
        return Seen(queue.count, Worker.count(queue=queue))
    except RedisError:
        return None


def queue_for_worker(job_class: type[QueuedJob] = QueuedJob) -> Queue:
    """The queue as the worker sees it: its connection may wait for work as long as it takes.

    Args:
        job_class: how what lies in Redis is read, for work and for housekeeping alike.

    Raises:
        LookupError: no Redis is set, so there is nothing to work for.
    """
    line = _line()
    if line.redis_url is None:
        raise LookupError("PORTAL_REDIS_URL is not set, so no job can be fetched.")
    connection = Redis.from_url(line.redis_url)
    return Queue(line.queue_name, connection=connection, serializer="json", job_class=job_class)


def _line() -> _Line:
    found: _Line = current_app.extensions["portal.jobs"]
    return found
