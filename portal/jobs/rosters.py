"""Working on a list in the worker: some rows at a time, each some in a unit of work of its own."""

from portal.core.db import unit_of_work
from portal.domain import rosters
from portal.domain.outbox import Task


def prepare(task: Task) -> None:
    """Invite everybody on it who is not here yet."""
    with unit_of_work(task.practice_id):
        work = rosters.gather(task)
    for at, seats in work.parts():
        with unit_of_work(task.practice_id):
            rosters.make(task, work, at, seats)
    _done(task)


def send(task: Task) -> None:
    """Have the links mailed."""
    with unit_of_work(task.practice_id):
        work = rosters.gather(task)
    for at, seats in work.parts():
        with unit_of_work(task.practice_id):
            rosters.send_some(task, work, at, seats)
    _done(task)


def undo(task: Task) -> None:
    """Take everybody back who has not joined."""
    with unit_of_work(task.practice_id):
        rosters.gather(task)
    at, is_more = 0, True
    while is_more:
        with unit_of_work(task.practice_id):
            at, is_more = rosters.take_back_some(task, at)
    _done(task)


def _done(task: Task) -> None:
    with unit_of_work(task.practice_id):
        rosters.done(task)
