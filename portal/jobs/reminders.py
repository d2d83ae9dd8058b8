"""A reminder's moment has come: looked at in the worker, which alone can open what it is about."""

from portal.core.db import unit_of_work
from portal.domain import reminders
from portal.domain.outbox import Task


def ring(task: Task) -> None:
    """Ask for its mail or not, and reckon when it comes again."""
    with unit_of_work(task.practice_id):
        reminders.ring(task)
