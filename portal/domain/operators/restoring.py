"""A database that was restored from a backup: what was taken back since is taken back again before anybody comes in.

The list of it lies beside the database (`revocations.log`), so a backup of the database does not set it back. Words in
clear, passwords and roles are as they were when the backup was made.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import abandon, db, unit_of_work
from portal.core.errors import PortalError
from portal.core.keyring import ring
from portal.core.language import lazy
from portal.domain import accounts, audit, practices, vault
from portal.domain.audit import Event
from portal.domain.operators import acts, removing
from portal.domain.operators.acts import Act
from portal.domain.operators.looking import CHECKPOINTS
from portal.models.people import Membership, Person
from portal.models.vault import Principal

MARGIN = timedelta(minutes=10)  # longer than any unit of work: what was under way while the backup was made
SECOND = timedelta(seconds=1)
EVER = datetime.min.replace(tzinfo=UTC)


class NotYet(PortalError):
    """What was taken back would stand again: nobody is let in."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A practice that came back: what was taken back again, and how many lines of its trail the backup lacks."""

    practice_id: UUID
    again: int
    lost: int
    is_removed: bool = False


def check() -> None:
    """See that nothing stands that was taken back after the newest line of its practice's trail.

    Raises:
        NotYet: something does, so the database is an older one.
    """
    for practice_id, lines in _noted().items():
        with unit_of_work(practice_id):
            # What was given anew in the second it was taken away is the reader's: a line is cut to the second.
            before = [replace(line, at=line.at - SECOND) for line in lines]
            stands = any(line.what == "removed" for line in lines) or _replay(before)
            abandon()
        if stands:
            raise NotYet(_OLDER)


def settle() -> list[Restored]:
    """Take back again what was taken back since the backup, and write down in each trail that it came from one."""
    kept = ring().data_dir / CHECKPOINTS
    checkpoints = kept.read_text(encoding="ascii", errors="replace").splitlines() if kept.exists() else []
    noted, told = _noted(), []
    with unit_of_work(None, writes=False):
        lost = acts.lost_since(checkpoints)
    for practice_id in practices.all_ids():
        lines = noted.get(practice_id, [])
        if any(line.what == "removed" for line in lines):
            removing.remove_again(practice_id)
            told.append(Restored(practice_id, 0, 0, is_removed=True))
            continue
        with unit_of_work(practice_id):
            found = Restored(practice_id, _replay(lines), audit.lost_since(practice_id, checkpoints))
            audit.record(None, Event.PRACTICE_RESTORED, practice_id, again=found.again, lost=found.lost)
            acts.note(None, Act.PRACTICE_RESTORED, practice_id)
        told.append(found)
    if lost or any(one.lost for one in told):
        _put_aside(kept)
    return told


def _noted() -> dict[UUID, list[vault.Noted]]:
    """For each practice the lines of the list that are newer than its trail; few, or none, unless it was restored."""
    moments = {}
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id, writes=False):
            moments[practice_id] = (audit.end_at() or EVER + MARGIN) - MARGIN
    found: dict[UUID, list[vault.Noted]] = {}
    for line in vault.noted_since(moments):
        found.setdefault(line.practice_id, []).append(line)
    return found


def _replay(lines: list[vault.Noted]) -> int:
    lines = [line for line in lines if not (line.what == "unheld" and _holds_again(line))]
    people = [line.id for line in lines if line.what == "gone"]
    query = select(Person.id).where(Person.id.in_(people), Person.closed_at.is_(None))
    back = list(db.session.scalars(query)) if people else []
    if back:
        accounts.take_away(back)
    return vault.replay(lines) + len(back)


def _holds_again(line: vault.Noted) -> bool:
    """Whether they were made an officer anew after that line, so that what they hold is theirs."""
    query = select(Membership.since).join(Principal, Principal.person_id == Membership.person_id)
    query = query.where(Principal.id == line.under, Membership.role == Role.OFFICER, Membership.ended_at.is_(None))
    since = db.session.scalar(query)
    return since is not None and since >= line.at


def _put_aside(checkpoints: Path) -> None:
    """They name ends that the chains do not have any more. They are kept, and new ones begin."""
    checkpoints.replace(checkpoints.with_name(f"checkpoints-{now():%Y-%m-%d-%H%M%S}.log"))


_OLDER = lazy(
    "This database is older than the list of what was taken back since (revocations.log in the data folder): it was "
    "restored from a backup, and what people have ended or erased would stand again. Nobody is let in until it is "
    "taken back again, by: python3 run.py restored"
)
