"""How often a door was tried in vain, and the wait that grows from it. Nobody is ever locked out for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db
from portal.core.errors import TooSoon
from portal.core.keyring import ring
from portal.domain.accounts.names import folded
from portal.models.people import Tries

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)  # after so long without a try, counting begins anew
ACCOUNT_FREE = 5  # tries before the first wait
ADDRESS_FREE = 20  # one address may stand for a whole building
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}  # both know "on conflict"


@dataclass(frozen=True, slots=True)
class Door:
    """What is being tried: an account, or a site from one address. `free` is how many tries come without a wait."""

    key: bytes
    free: int


def of_account(practice_id: UUID, sign_in_name: str) -> Door:
    """By the name as typed, whether or not anybody has it: the answers must be alike."""
    return Door(stamp(ring().pepper, "tries", practice_id, "account", folded(sign_in_name)), ACCOUNT_FREE)


def of_way_back(practice_id: UUID, sign_in_name: str) -> Door:
    """Recovery codes and asking for help, apart from signing in: neither makes the other wait."""
    return Door(stamp(ring().pepper, "tries", practice_id, "way-back", folded(sign_in_name)), ACCOUNT_FREE)


def of_factor(practice_id: UUID, person_id: UUID) -> Door:
    """The second factor of somebody whose password was right."""
    return Door(stamp(ring().pepper, "tries", practice_id, "factor", person_id), ACCOUNT_FREE)


def of_request(practice_id: UUID, request_id: UUID) -> Door:
    """A code beside an officer's word. Not the person's own door: who only knows a name must not make them wait."""
    return Door(stamp(ring().pepper, "tries", practice_id, "request", request_id), ACCOUNT_FREE)


def of_address(practice_id: UUID, address: str) -> Door:
    return Door(stamp(ring().pepper, "tries", practice_id, "address", address), ADDRESS_FREE)


def knock(practice_id: UUID, *doors: Door) -> None:
    """Count a try at each door before it is known how it ends, so that many at once count as many.

    Whoever comes too soon is not counted, so waiting does help. To be called in a unit of work of its own: the count
    must stand whatever the answer is.

    Raises:
        TooSoon: with the seconds until the next try.
    """
    moment = now()
    in_order = sorted(doors, key=lambda door: door.key)  # the same order for all: two visitors never wait crosswise
    rows = [_row(practice_id, door) for door in in_order]
    for row in rows:
        if moment - row.last_at > FORGOTTEN:
            row.count = 0
    left = max(_left(row, door, moment) for row, door in zip(rows, in_order, strict=True))
    if left > 0:
        raise TooSoon(left)
    for row in rows:
        row.count += 1
        row.last_at = moment


def opened(account: Door, *others: Door) -> None:
    """The try was good: the account's count starts anew, the other doors take this one back."""
    db.session.execute(delete(Tries).where(Tries.door == account.key))
    for door in others:
        query = update(Tries).where(Tries.door == door.key, Tries.count > 0)
        db.session.execute(query.values(count=Tries.count - 1))


def sweep() -> None:
    """Remove what no longer counts."""
    db.session.execute(delete(Tries).where(Tries.last_at < now() - FORGOTTEN))


def wait_after(count: int, free: int) -> timedelta:
    """1 s after the free tries, then twice as long each time, at most a quarter of an hour."""
    if count < free:
        return timedelta()
    return min(timedelta(seconds=2 ** min(count - free, 20)), LONGEST_WAIT)


def _left(row: Tries, door: Door, moment: datetime) -> int:
    """Whole seconds until this door may be tried again; the first ones count from the last try."""
    wait = wait_after(row.count, door.free)
    return max(0, -(-(row.last_at + wait - moment) // timedelta(seconds=1))) if wait else 0


def _row(practice_id: UUID, door: Door) -> Tries:
    """The door's row, locked. Made if need be, without a quarrel between two who come first."""
    insert = _INSERT[db.session.get_bind().dialect.name]
    fresh = {"practice_id": practice_id, "door": door.key, "count": 0, "last_at": now()}
    db.session.execute(insert(Tries).values(**fresh).on_conflict_do_nothing())
    return db.session.scalars(select(Tries).where(Tries.door == door.key).with_for_update()).one()
