"""How a thing stands that a job makes once for whoever asked, and that lies here for some days."""

from datetime import datetime
from enum import StrEnum

from portal.core.clock import now
from portal.domain.outbox.states import Progress, State


class Stage(StrEnum):
    """What a page says about it."""

    WAITING = "waiting"
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


def stage_of(made_at: datetime | None, kept_until: datetime, job: Progress | None) -> Stage:
    """How it stands now; gone when its days are over, whether it was swept or not."""
    if kept_until <= now():
        return Stage.GONE
    if made_at:
        return Stage.READY
    if job is None or job.state is State.FAILED:
        return Stage.FAILED
    return Stage.WAITING if job.state is State.WAITING else Stage.DRAWING
