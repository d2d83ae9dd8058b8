"""The outbox: work asked for in the same transaction as its reason, sent once that is safe, and brought to an end.

A job is waiting, then checking and drawing while somebody works on it, and ends as ready or failed. Redis only carries
its id: whether it is to be done, was done, or is to be tried again is known here alone.
"""

from portal.core.jobs import Job
from portal.domain.outbox.asking import BUNDLE_LASTS, later, later_for_operator, newest, progress
from portal.domain.outbox.drawing import draw
from portal.domain.outbox.standing import Stage, stage_of
from portal.domain.outbox.states import RUNNING, GivenUp, Overtaken, Problem, Progress, State, Task
from portal.domain.outbox.sweeping import LOST_AFTER, needs_sweeping, sweep
from portal.domain.outbox.working import (
    BACK_OFF,
    MINUTES,
    MOST_TRIES,
    finish,
    forget,
    give_up,
    go_on,
    postpone,
    take,
    try_again,
)

__all__ = [
    "BACK_OFF",
    "BUNDLE_LASTS",
    "LOST_AFTER",
    "MINUTES",
    "MOST_TRIES",
    "RUNNING",
    "GivenUp",
    "Job",
    "Overtaken",
    "Problem",
    "Progress",
    "Stage",
    "State",
    "Task",
    "draw",
    "finish",
    "forget",
    "give_up",
    "go_on",
    "later",
    "later_for_operator",
    "needs_sweeping",
    "newest",
    "postpone",
    "progress",
    "stage_of",
    "sweep",
    "take",
    "try_again",
]
