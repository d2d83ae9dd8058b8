"""Where a job stands, why it did not come to a good end, and what a worker has in hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.core.actor import Role
from portal.core.errors import Conflict, PortalError
from portal.core.jobs import Job
from portal.domain.audit import Event


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    CHECKING = "checking"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"


RUNNING = (State.CHECKING, State.DRAWING)
OPERATOR = "operator"  # instead of a role: whoever runs the installation has asked
ALSO_WHEN_CLOSED = (Job.ARCHIVE_PRACTICE,)  # it needs nobody's keys; everything else waits until the practice opens
FAILURES: Mapping[Job, Event] = {
    Job.RENDER_SUMMARY: Event.SUMMARY_FAILED,
    Job.RENDER_ADDENDUM: Event.ADDENDUM_FAILED,
    Job.MAKE_FILE: Event.FILE_FAILED,
    Job.SEND_MAIL: Event.MAIL_FAILED,
    Job.RING: Event.REMINDER_FAILED,
    Job.DRAW_SLIPS: Event.SLIPS_FAILED,
    Job.MAKE_DISCLOSURE: Event.DISCLOSURE_FAILED,
    Job.ARCHIVE_PRACTICE: Event.PRACTICE_ARCHIVE_FAILED,
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
    asked_as: Role | None  # none: an operator has asked
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
