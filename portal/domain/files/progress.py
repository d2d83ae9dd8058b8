"""How files stand: the states a page can show, worked out from the row and its job."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import outbox, vault
from portal.domain.access import find, readable
from portal.domain.outbox import Problem, Progress, State
from portal.models.files import File
from portal.models.vault import Item

SLOW_AFTER = timedelta(seconds=30)
SHELF = 20  # files on a page


class Stage(StrEnum):
    """What a page says about a file."""

    WAITING = "waiting"
    CHECKING = "checking"
    DRAWING = "drawing"
    SLOW = "slow"
    READY = "ready"
    REMOVED = "removed"
    FAILED = "failed"
    AGAIN = "again"  # its keys were dead before it could be made


UNDER_WAY = frozenset({Stage.WAITING, Stage.CHECKING, Stage.DRAWING, Stage.SLOW})


@dataclass(frozen=True, slots=True)
class Card:
    """One file on its page or in the list. `what` is what was asked for; `size` is in kB."""

    id: UUID
    kind: str
    what: dict[str, Any] = field(repr=False)
    asked_at: datetime
    kept_until: datetime | None
    removed_at: datetime | None
    stage: Stage
    ahead: int
    pages: int | None
    size: int | None
    too_big: bool
    reference: str

    @property
    def is_ready(self) -> bool:
        return self.stage is Stage.READY


def index(actor: Actor) -> list[Card]:
    """The client's newest files, as many as a page shows."""
    rows = readable(File, actor).order_by(File.asked_at.desc(), File.id).limit(SHELF)
    return cards(actor, db.session.scalars(rows).all())


def card(actor: Actor, file_id: UUID) -> Card:
    """How this one stands.

    Raises:
        NotFound: no such file of theirs.
    """
    row = find(File, actor, file_id)
    return cards(actor, [row])[0]


def cards(actor: Actor, rows: Sequence[File]) -> list[Card]:
    """How these stand now."""
    jobs = outbox.progress(row.job_id for row in rows)
    asked = vault.read(actor.unlocked(), [row.asked_item_id for row in rows])
    return [
        Card(
            id=row.id,
            kind=row.kind,
            what=json.loads(asked.get(row.asked_item_id, b"{}")),
            asked_at=row.asked_at,
            kept_until=row.kept_until,
            removed_at=row.removed_at,
            stage=_stage(row, jobs.get(row.job_id)),
            ahead=jobs[row.job_id].ahead if row.job_id in jobs else 0,
            pages=row.pages,
            size=row.size,
            too_big=row.job_id in jobs and jobs[row.job_id].problem is Problem.TOO_BIG,
            reference=f"{row.job_id.hex[:3]}-{row.job_id.hex[3:6]}".upper(),
        )
        for row in rows
    ]


def without_words(rows: Iterable[File], *, keep_what_was_asked: bool = False) -> None:
    """Take the bytes of these files away, and the sealed note of what was asked for unless that is to stay."""
    gone = []
    for row in rows:
        gone += [item_id for item_id in (row.item_id, None if keep_what_was_asked else row.asked_item_id) if item_id]
        row.item_id = None
    away = delete(Item).where(Item.id.in_(gone))
    db.session.execute(away, execution_options={"synchronize_session": False})


def _stage(row: File, job: Progress | None) -> Stage:
    if row.removed_at or (row.kept_until and row.kept_until <= now()):
        return Stage.REMOVED
    if row.made_at:
        return Stage.READY
    if job is None or job.state is State.FAILED:
        return Stage.AGAIN if job and job.problem is Problem.PRESS_AGAIN else Stage.FAILED
    if now() - job.asked_at > SLOW_AFTER:
        return Stage.SLOW
    # The row was read a moment before its job ended: nothing is ready until both say so.
    return Stage.DRAWING if job.state is State.READY else Stage(job.state)
