"""What an operator does with practices: sees that they are there, closes and opens them, gives them a host.

Each act is a line in that practice's own trail, so that its admins see it. A practice is named by its own neutral name
and word; nobody in it is named, and no row of its people is read here.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.core import site
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _
from portal.domain import accounts, factors, journal, recovery, settings
from portal.domain.audit import Event, record
from portal.domain.operators import acts
from portal.domain.operators.acts import Act
from portal.domain.operators.coming_in import OnDuty
from portal.domain.operators.leaving import GRACE, tell
from portal.models.practices import Practice

LONGEST_HOST = 253  # characters (RFC 1035)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Cared:
    """A practice as its operator sees it."""

    id: UUID
    name: str
    slug: str
    host: str | None
    made_at: datetime
    is_made_up: bool
    paused_at: datetime | None
    leaves_at: datetime | None
    address: str


def every() -> list[Cared]:
    """Every practice, the made-up one last."""
    return [_cared(row) for row in db.session.scalars(select(Practice).order_by(Practice.is_made_up, Practice.made_at))]


def one(practice_id: UUID) -> Cared:
    """One practice. Raises NotFound."""
    return _cared(_row(practice_id))


def pause(who: OnDuty, practice_id: UUID) -> None:
    """Close this practice for now: nobody comes in, its jobs wait, its help numbers stay. Twice changes nothing.

    Raises:
        Conflict: it is due to be removed, and its people need the days to take theirs along.
    """
    if _row(practice_id).leaves_at:
        raise Conflict(_("This practice is due to be removed, so it stays open until then. Stop the removal first."))
    _change(
        who,
        practice_id,
        Event.PRACTICE_PAUSED,
        Practice.paused_at.is_(None) & Practice.leaves_at.is_(None),
        paused_at=now(),
    )


def resume(who: OnDuty, practice_id: UUID) -> None:
    """Open it again. Twice changes nothing."""
    _change(who, practice_id, Event.PRACTICE_RESUMED, Practice.paused_at.is_not(None), paused_at=None)


def stranded(practice_id: UUID) -> tuple[int, int]:
    """Passkeys that would answer no more under another host, and people who would then have nothing else."""
    with unit_of_work(practice_id, writes=False):
        return factors.stranded("another")


def keep_host(who: OnDuty, practice_id: UUID, typed: str, *, is_understood: bool = False) -> None:
    """Give this practice a host of its own, or none. Passkeys answer for one name: whoever has one makes a new one.

    Args:
        who: the operator.
        practice_id: which.
        typed: the host, or nothing.
        is_understood: they were told how many passkeys will not answer any more.

    Raises:
        Invalid: on `host`: no name of a host, the installation's own, another practice's, one of a removed one; or
            passkeys would answer no more, and that is not understood.
    """
    host = typed.strip().rstrip(".").lower()
    if host and (len(host) > LONGEST_HOST or not _HOST.fullmatch(host)):
        raise Invalid("host", _("Write a name such as practice.example.org: no https://, no port, no path."))
    if host and site.is_own(host):
        raise Invalid("host", _("This is the installation's own name. All practices are found under it already."))
    with unit_of_work(practice_id, writes=False):
        lost, _stranded = factors.stranded(host or None)
    if lost and not is_understood:
        raise Invalid(
            "host", _("Passkeys that would stop answering: %(lost)s. Tick below once the people here know.", lost=lost)
        )
    is_another = Practice.host.is_distinct_from(host or None)
    _change(who, practice_id, Event.PRACTICE_HOST_SET, is_another, host=host or None)


def let_go_of(who: OnDuty, practice_id: UUID, slug: str) -> None:
    """Have this practice removed when the grace is over.

    Until then it is open, also if it was closed: its people take theirs along. Its admins and officers are told.

    Args:
        who: the operator.
        practice_id: which.
        slug: its word in addresses, typed as a sign that it is the one that is meant.

    Raises:
        Invalid: on `slug`: another word.
    """
    if slug.strip().lower() != _row(practice_id).slug:
        raise Invalid("slug", _("That is another word than this practice's. Nothing was removed."))
    values = {"leaves_at": now() + GRACE, "leaving_said_at": None, "paused_at": None}
    _change(who, practice_id, Event.PRACTICE_LEAVING, Practice.leaves_at.is_(None), **values)


def keep(who: OnDuty, practice_id: UUID) -> None:
    """It is not removed after all. Its admins and officers are told."""
    _change(who, practice_id, Event.PRACTICE_STAYS, Practice.leaves_at.is_not(None), leaves_at=None)


def note(who: OnDuty, practice_id: UUID, what: Event) -> None:
    """Write down what the operator did there: in the practice's own trail, and in the operators'."""
    record(None, what, practice_id, operator=who.operator_id)
    acts.note(who.operator_id, Act(what), practice_id)


def _change(who: OnDuty, practice_id: UUID, what: Event, changes: object, **values: object) -> None:
    """Change the practice's row if that changes anything, with a line in its trail, in a unit of work of its own."""
    closed_at = _row(practice_id).paused_at
    with unit_of_work(practice_id):
        query = update(Practice).where(Practice.id == practice_id, changes).values(**values)  # type: ignore[arg-type]
        if values.get("host"):
            settings.give_host(practice_id, str(values["host"]))
        before = factors.strangers() if "host" in values else 0
        if db.session.execute(query).rowcount:  # type: ignore[attr-defined]
            note(who, practice_id, what)
            if "leaves_at" in values or ("host" in values and factors.strangers() > before):
                tell(practice_id)
            if closed_at and values.get("paused_at", closed_at) is None:  # it opens: nobody could come back meanwhile
                accounts.put_off(now() - closed_at)
                journal.put_off(now() - closed_at)
                recovery.put_off(now() - closed_at)


def _row(practice_id: UUID) -> Practice:
    query = select(Practice).where(Practice.id == practice_id).execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _cared(row: Practice) -> Cared:
    address = settings.address(row.id)
    return Cared(
        row.id, row.name, row.slug, row.host, row.made_at, row.is_made_up, row.paused_at, row.leaves_at, address
    )
