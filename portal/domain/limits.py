"""How fast one may ask for what costs much or reaches others, alone and as a practice: some at once, then each in turn.

Counted in the database, so that the limit is the same on every node, outlives a restart, and stands while Redis is
away. Tries at a door, where a wrong answer counts, are `accounts.tries`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db
from portal.core.errors import TooSoon
from portal.core.keyring import ring
from portal.core.language import lazy
from portal.models.limits import Pace


class Act(StrEnum):
    """What is limited."""

    SUMMARY = "summaries.ask"
    INVITATION = "invitations.invite"
    TRUST = "confidants.invite"
    ROSTER = "rosters.prepare"
    MAILS = "rosters.send"  # each mail of a list counts
    SLIPS = "invitations.sheets"
    ARCHIVE = "disclosures.about"
    PRACTICE_ARCHIVE = "operators.archive"
    EMERGENCY = "emergency.ask"
    LOG_FILE = "disclosures.log"
    FILE = "files.ask"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once; after that one more each time `every` has passed."""

    at_once: int
    every: timedelta


LIMITS = {  # of one person
    Act.SUMMARY: Limit(60, timedelta(minutes=1)),
    Act.INVITATION: Limit(60, timedelta(seconds=20)),
    Act.TRUST: Limit(6, timedelta(hours=1)),
    Act.ROSTER: Limit(6, timedelta(minutes=30)),
    Act.MAILS: Limit(5_000, timedelta(seconds=6)),  # one whole list in line; six hundred leave in an hour
    Act.SLIPS: Limit(60, timedelta(minutes=1)),
    Act.ARCHIVE: Limit(20, timedelta(minutes=10)),
    Act.PRACTICE_ARCHIVE: Limit(6, timedelta(hours=1)),
    Act.EMERGENCY: Limit(10, timedelta(minutes=30)),
    Act.LOG_FILE: Limit(20, timedelta(minutes=5)),
    Act.FILE: Limit(20, timedelta(minutes=72)),  # twenty in a day
}
OF_ALL = {  # of everybody in one practice together
    Act.INVITATION: Limit(240, timedelta(seconds=5)),
    Act.ROSTER: Limit(12, timedelta(minutes=15)),
    Act.MAILS: Limit(10_000, timedelta(seconds=3)),
    Act.SLIPS: Limit(240, timedelta(seconds=15)),
    Act.ARCHIVE: Limit(60, timedelta(minutes=3)),
    Act.LOG_FILE: Limit(60, timedelta(minutes=1)),
}
WORDS = {
    Act.SUMMARY: lazy("Many summaries were asked for in a short time."),
    Act.INVITATION: lazy("Many people were invited in a short time."),
    Act.TRUST: lazy("Several people were invited in a short time."),
    Act.ROSTER: lazy("Several lists were prepared in a short time. This one stays as it is."),
    Act.MAILS: lazy("Many mails are in line already. The list stays, and its links stay good."),
    Act.SLIPS: lazy("Many sheets of slips were asked for in a short time."),
    Act.ARCHIVE: lazy("Several archives were made in a short time."),
    Act.PRACTICE_ARCHIVE: lazy("Several archives of this practice were made in a short time."),
    Act.EMERGENCY: lazy(
        "Several records were asked for in a short time. Cases that wait or are open stay as they are."
    ),
    Act.LOG_FILE: lazy("Several files of the log were made in a short time."),
    Act.FILE: lazy("Twenty files were asked for in one day."),
}
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}  # both know "on conflict"


def use(actor: Actor, act: Act, count: int = 1) -> timedelta:
    """Count it; it stands or falls with the unit of work, so what did not happen is not counted.

    The generic cell rate algorithm (ITU-T I.371): one moment is kept, up to which everything so far is paid for; one
    for the person, and one for the whole practice where there is a limit for all.

    Args:
        actor: who acts.
        act: what.
        count: of so many at once.

    Returns:
        how long until all that this person did before is paid for: what is to leave in turn waits so long.

    Raises:
        TooSoon: with the seconds until there is room for these.
    """
    return use_of(actor.practice_id, actor.person_id, act, count)


def use_of(practice_id: UUID, who_id: UUID, act: Act, count: int = 1) -> timedelta:
    """The same for somebody who is no person of this practice: its operator."""
    moment = now()
    rows = [(_row(practice_id, act, who_id), LIMITS[act])]
    if act in OF_ALL:
        rows.append((_row(practice_id, act, None), OF_ALL[act]))
    left = max(_left(row, limit, count, moment) for row, limit in rows)
    if left > timedelta():  # before any of them pays
        raise TooSoon(-(-left // timedelta(seconds=1)), WORDS[act])
    waits = max(rows[0][0].paid_until - moment, timedelta())
    for row, limit in rows:
        row.paid_until = max(row.paid_until, moment) + count * limit.every
    db.session.flush()
    return waits


def _left(row: Pace, limit: Limit, count: int, moment: datetime) -> timedelta:
    """How long until there is room for these under this limit; nothing, or less, when there is now."""
    return max(row.paid_until, moment) + count * limit.every - moment - limit.at_once * limit.every


def sweep() -> None:
    """Remove what limits nobody any more."""
    db.session.execute(delete(Pace).where(Pace.paid_until < now()))


def _row(practice_id: UUID, act: Act, person_id: UUID | None) -> Pace:
    """Locked, so that two at the same moment count as two; made if need be, without a quarrel between the first.

    Of the person first and of the practice afterwards, always: two who act at once never wait crosswise.
    """
    door = stamp(ring().pepper, "pace", practice_id, str(act), person_id or "all")
    insert = _INSERT[db.session.get_bind().dialect.name]
    fresh = {"practice_id": practice_id, "door": door, "paid_until": now()}
    db.session.execute(insert(Pace).values(**fresh).on_conflict_do_nothing())
    query = select(Pace).where(Pace.door == door).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
