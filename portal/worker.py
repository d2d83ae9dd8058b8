"""The worker process: warm before it forks, able to do one thing with two ids, and holding nothing back.

`python -m portal.worker` works until told to stop; `--burst` works until nothing is left.
"""

import gc
import logging
import sys
from contextlib import suppress
from typing import Any
from uuid import UUID

from rq import Queue
from rq import Worker as ForkingWorker
from rq.exceptions import DeserializationError, NoSuchJobError
from rq.job import Job as QueuedJob

from config import Settings
from portal import jobs
from portal.app import check, create_app
from portal.core import logs, memory, pdf
from portal.core.db import db
from portal.core.jobs import RUN, queue_for_worker
from portal.domain import summaries
from portal.launch import native

TTL = 60  # seconds an unseen worker counts as alive; RQ's own 420 would keep a dead one's job that long
LOOK_EVERY = 5  # seconds between two looks at a job under way
log = logging.getLogger("portal.worker")  # __name__ is __main__ in the process itself


class Refused(Exception):
    """What lay in the queue is nothing of ours."""


class Ended(Exception):
    """The job's own exception, without its words: this text is what RQ writes into Redis."""


class TwoIds(QueuedJob):
    """A job from Redis as we accept it: our one function, two ids, nothing to be called before or after.

    RQ would import and call whatever a job names; somebody who can write to Redis could name anything.
    """

    def restore(self, raw_data: Any) -> None:
        try:
            super().restore(raw_data)
        except Exception:  # noqa: BLE001 - whatever lies in Redis, the worker lives on
            raise NoSuchJobError("not readable") from None
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.webhooks = []
        self.retries_left = self.repeats_left = None

    def _execute(self) -> None:
        practice_id, job_id = self._two_ids()
        try:
            jobs.run(practice_id, job_id)
        except Exception as problem:
            log.exception("job %s could not be done", job_id)
            raise Ended(type(problem).__name__) from None

    def _two_ids(self) -> tuple[str, str]:
        """What the job is about.

        Raises:
            Refused: another function, or anything but two ids.
        """
        with suppress(DeserializationError, ValueError, TypeError, AttributeError):
            practice_id, job_id = (str(UUID(part)) for part in self.args)
            if self.func_name == RUN and not self.kwargs:
                return practice_id, job_id
        raise Refused("nothing of ours")


class Worker(ForkingWorker):
    """RQ's forking worker: the words of one client die with the child that read them."""

    max_connection_wait_time = 5.0  # seconds; work goes on soon after Redis is back
    log_result_lifespan = False

    def __init__(self, queue: Queue) -> None:
        super().__init__(
            [queue],
            connection=queue.connection,
            job_class=TwoIds,
            serializer="json",
            worker_ttl=TTL,
            job_monitoring_interval=LOOK_EVERY,
            log_job_description=False,
            work_horse_killed_handler=_give_back,
        )


def _give_back(job: QueuedJob, _pid: int, _code: int, _usage: Any) -> None:
    """The child was killed over this job: let somebody try again soon, instead of when the scheduler notices."""
    try:
        practice_id, job_id = (UUID(part) for part in job.args)
        jobs.give_back(practice_id, job_id)
    except Exception:
        log.exception("job %s could not be given back", job.id)
    finally:
        _close_the_database()


def _close_the_database() -> None:
    """Nothing that is open may be shared with the children."""
    db.session.remove()
    db.engine.dispose()


def _warm() -> None:
    """Do once what each child would do again. Without Pango the worker still makes the web versions."""
    try:
        pdf.warm()
        summaries.rehearse()
    except OSError:
        log.exception("PDFs are off")
    gc.collect()
    gc.freeze()  # the children then share what is loaded, instead of copying it page by page


def main(words: list[str]) -> None:
    """Work until told to stop."""
    memory.keep_private()
    settings = Settings.from_env(opens_bundles=True)
    app = create_app(settings)
    logs.catch_the_rest()
    native.load(settings.data_dir)
    check(app)
    with app.app_context():
        _warm()
        _close_the_database()
        Worker(queue_for_worker(TwoIds)).work(burst="--burst" in words, logging_level="WARNING")


if __name__ == "__main__":
    main(sys.argv[1:])
