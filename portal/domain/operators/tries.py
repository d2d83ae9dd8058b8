"""How often the operators' door was tried in vain. Waits are those of every door; the rows are no practice's."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db, unit_of_work
from portal.core.errors import TooSoon
from portal.core.keyring import ring
from portal.domain.accounts.names import folded
from portal.domain.accounts.tries import ACCOUNT_FREE, ADDRESS_FREE, FORGOTTEN, Door, wait_after
from portal.models.operators import OperatorTries

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def doors(sign_in_name: str, address: str) -> tuple[Door, Door]:
    """The account, whether or not there is one, and the address the try comes from."""
    pepper = ring().pepper
    account = Door(stamp(pepper, "tries", "operator", "account", folded(sign_in_name)), ACCOUNT_FREE)
    return account, Door(stamp(pepper, "tries", "operator", "address", address), ADDRESS_FREE)


def knock(*tried: Door) -> None:
    """Count a try at each door, in a unit of work of its own, before it is known how it ends.

    Raises:
        TooSoon: with the seconds until the next try.
    """
    with unit_of_work(None):
        moment = now()
        rows = [(_row(door), door) for door in sorted(tried, key=lambda door: door.key)]
        for row, _ in rows:
            if moment - row.last_at > FORGOTTEN:
                row.count = 0
        left = max(row.last_at + wait_after(row.count, door.free) - moment for row, door in rows)
        if any(wait_after(row.count, door.free) for row, door in rows) and left > timedelta():
            raise TooSoon(-(-left // timedelta(seconds=1)))
        for row, _ in rows:
            row.count, row.last_at = row.count + 1, moment


def opened(account: Door, address: Door) -> None:
    """The try was good: the account's count starts anew, the address takes this one back."""
    db.session.execute(delete(OperatorTries).where(OperatorTries.door == account.key))
    query = update(OperatorTries).where(OperatorTries.door == address.key, OperatorTries.count > 0)
    db.session.execute(query.values(count=OperatorTries.count - 1))


def sweep() -> None:
    """Remove what no longer counts."""
    db.session.execute(delete(OperatorTries).where(OperatorTries.last_at < now() - FORGOTTEN))


def _row(door: Door) -> OperatorTries:
    insert = _INSERT[db.session.get_bind().dialect.name]
    fresh = {"door": door.key, "count": 0, "last_at": now()}
    db.session.execute(insert(OperatorTries).values(**fresh).on_conflict_do_nothing())
    return db.session.scalars(select(OperatorTries).where(OperatorTries.door == door.key).with_for_update()).one()
