"""Making the archive of a practice in the worker: read as it was at one moment, written beside, then put in place."""

from portal.core.db import unit_of_work
from portal.domain.operators import archives
from portal.domain.outbox import Task


def archive(task: Task) -> None:
    """Ask again whether whoever asked still runs this, write the file, end the job."""
    with unit_of_work(task.practice_id):
        place = archives.begin(task)
    with unit_of_work(task.practice_id, writes=False):
        archives.write(task, place)
    with unit_of_work(task.practice_id):
        archives.keep(task, place)
