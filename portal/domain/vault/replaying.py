"""Taking back again what was taken back: a database restored from a backup remembers what has ended since.

What was given anew after a line was written stays: it has a later moment of its own. No key is needed.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Delete, delete, select

from portal.core.db import db
from portal.domain.vault.grants import end
from portal.domain.vault.locks import HELD_BY
from portal.domain.vault.revocations import Noted
from portal.domain.vault.shredding import shred
from portal.models.vault import Item, ItemKey, Lock

SECOND = timedelta(seconds=1)  # moments on the list are cut to it


def replay(lines: Iterable[Noted]) -> int:
    """Take back in the practice at work what these lines say; returns how many of them were not so."""
    return sum(_again(line) for line in lines)


def _again(line: Noted) -> bool:
    until = line.at + SECOND
    match line.what:
        case "ended":
            return bool(end(line.id))
        case "shredded":
            return _shred(line)
        case "unshared":
            mine = ItemKey.item_id == line.id, ItemKey.grant_id == line.under, ItemKey.given_at < until
            return _gone(delete(ItemKey).where(*mine))
        case "forgotten":
            return _gone(delete(Item).where(Item.thing_id == line.id, Item.created_at < until))
        case "unheld":
            held = Lock.principal_id == line.id, Lock.holder_id == line.under, Lock.kind == HELD_BY
            return _gone(delete(Lock).where(*held))
        case _:
            return False  # people and practices: not the vault's


def _shred(line: Noted) -> bool:
    if db.session.scalar(select(Lock.kind).where(Lock.principal_id == line.id).limit(1)) is None:
        return False
    shred(line.id)
    return True


def _gone(statement: Delete) -> bool:
    found = db.session.execute(statement, execution_options={"synchronize_session": False})
    return bool(found.rowcount)  # type: ignore[attr-defined]
