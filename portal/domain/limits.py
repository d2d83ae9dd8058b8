"""How fast one person may ask for what costs much or reaches others: some at once, then one every so often.

Counted in the database, so that the limit is the same on every node, outlives a restart, and stands while Redis is
away. Tries at a door, where a wrong answer counts, are `accounts.tries`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db
from portal.core.errors import TooSoon
from portal.core.keyring import ring
from portal.models.limits import Pace


class Act(StrEnum):
    """What is limited."""

    SUMMARY = "summaries.ask"
    INVITATION = "invitations.invite"
    TRUST = "confidants.invite"
    ROSTER = "rosters.prepare"
    ARCHIVE = "disclosures.about"
    LOG_FILE = "disclosures.log"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once; after that one more each time `every` has passed."""

    at_once: int
    every: timedelta


LIMITS = {
    Act.SUMMARY: Limit(60, timedelta(minutes=1)),
    Act.INVITATION: Limit(60, timedelta(seconds=20)),
    Act.TRUST: Limit(6, timedelta(hours=1)),
    Act.ROSTER: Limit(6, timedelta(minutes=30)),
    Act.ARCHIVE: Limit(20, timedelta(minutes=10)),
    Act.LOG_FILE: Limit(20, timedelta(minutes=5)),
}
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}  # both know "on conflict"


def use(actor: Actor, act: Act) -> None:
    """Count one; it stands or falls with the unit of work, so what did not happen is not counted.

    The generic cell rate algorithm (ITU-T I.371): one moment is kept, up to which everything so far is paid for.

    Raises:
        TooSoon: with the seconds until the next one.
    """
    limit, row, moment = LIMITS[act], _row(actor, act), now()
    paid_until = max(row.paid_until, moment) + limit.every
    left = paid_until - moment - limit.at_once * limit.every
    if left > timedelta():
        raise TooSoon(-(-left // timedelta(seconds=1)))
    row.paid_until = paid_until
    db.session.flush()


def sweep() -> None:
    """Remove what limits nobody any more."""
    db.session.execute(delete(Pace).where(Pace.paid_until < now()))


def _row(actor: Actor, act: Act) -> Pace:
    """Locked, so that two at the same moment count as two; made if need be, without a quarrel between the first."""
    door = stamp(ring().pepper, "pace", actor.practice_id, str(act), actor.person_id)
    insert = _INSERT[db.session.get_bind().dialect.name]
    fresh = {"practice_id": actor.practice_id, "door": door, "paid_until": now()}
    db.session.execute(insert(Pace).values(**fresh).on_conflict_do_nothing())
    query = select(Pace).where(Pace.door == door).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
