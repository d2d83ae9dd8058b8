"""Where lists stand: on their pages, among one another, and when their names and codes go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import outbox, vault
from portal.domain.access import find, readable, writable
from portal.domain.outbox import Progress, State
from portal.models.rosters import Roster
from portal.models.vault import Item

KIND = "roster"  # of items; no standing consent has it
WAITS = timedelta(days=1)  # how long a list waits that nobody goes on with
LISTED = timedelta(days=30)
SHELF = 20  # lists on a page


class Stage(StrEnum):
    """Where a list stands."""

    COLUMNS = "columns"
    ROWS = "rows"
    PREPARING = "preparing"
    READY = "ready"
    MAILING = "mailing"
    UNDOING = "undoing"
    UNDONE = "undone"
    STOPPED = "stopped"  # nobody went on within a day


@dataclass(frozen=True, slots=True)
class Card:
    """A list on its page or among the others. `job` tells how the work on it stands; `problem`: it did not work."""

    id: UUID
    made_at: datetime
    stage: Stage
    version: int
    total: int
    done: int
    mailed: int
    mailed_at: datetime | None
    kept_until: datetime | None
    has_words: bool
    job: Progress | None = None

    @property
    def did_not_work(self) -> bool:
        return self.job is not None and self.job.state is State.FAILED

    @property
    def is_under_way(self) -> bool:
        return self.stage in (Stage.PREPARING, Stage.MAILING, Stage.UNDOING)


def card(admin: Actor, roster_id: UUID) -> Card:
    """How this one stands. Raises NotFound: no such list of theirs."""
    row = find(Roster, admin, roster_id)
    return _cards([row])[0]


def index(admin: Actor) -> list[Card]:
    """The lists this admin has brought in the last thirty days, newest first."""
    rows = readable(Roster, admin).order_by(Roster.made_at.desc(), Roster.id).limit(SHELF)
    return _cards(db.session.scalars(rows).all())


def forget(admin: Actor, roster_id: UUID) -> None:
    """A list that was not prepared goes, with every word in it."""
    row = held(admin, roster_id)
    if row.stage in (Stage.COLUMNS, Stage.ROWS, Stage.STOPPED):
        vault.drop(admin.unlocked(), row.id)
        db.session.delete(row)


def sweep() -> None:
    """Names and codes go when their time is over; a month later, the line that a list was here."""
    moment = now()
    waiting = (Roster.stage.in_((Stage.COLUMNS, Stage.ROWS))) & (Roster.made_at < moment - WAITS)
    over = select(Roster).where(Roster.emptied_at.is_(None), waiting | (Roster.kept_until <= moment))
    for row in db.session.scalars(over.with_for_update()).all():
        empty(row)
        row.stage = Stage.STOPPED if row.stage in (Stage.COLUMNS, Stage.ROWS) else row.stage
    gone = delete(Roster).where(Roster.emptied_at.is_not(None), Roster.made_at < moment - LISTED)
    db.session.execute(gone, execution_options={"synchronize_session": False})


def empty(row: Roster) -> None:
    """Take its names and codes away; no key is needed."""
    away = delete(Item).where(Item.thing_id == row.id, Item.kind == KIND)
    db.session.execute(away, execution_options={"synchronize_session": False})
    row.emptied_at = now()


def held(admin: Actor, roster_id: UUID, stage: Stage | None = None, *, lock: bool = True) -> Roster:
    """The row of one's own list; raises NotFound when there is none, or it stands elsewhere."""
    query = writable(Roster, admin).where(Roster.id == roster_id)
    query = query.with_for_update() if lock else query
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None or (stage and row.stage != stage):
        raise NotFound(roster_id)
    return row


def _cards(rows: Sequence[Roster]) -> list[Card]:
    jobs = outbox.progress(row.job_id for row in rows if row.job_id)
    return [
        Card(
            id=row.id,
            made_at=row.made_at,
            stage=Stage(row.stage),
            version=row.version,
            total=row.total,
            done=row.done,
            mailed=row.mailed,
            mailed_at=row.mailed_at,
            kept_until=row.kept_until,
            has_words=row.emptied_at is None,
            job=jobs.get(row.job_id) if row.job_id else None,
        )
        for row in rows
    ]
