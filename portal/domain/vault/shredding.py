"""Erasing: words of one's own, or all of a person's keys and words. What others wrote has other owners and stays."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, or_, select

from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain.vault import revocations
from portal.domain.vault.grants import forget_keys_under
from portal.domain.vault.reading import chunks
from portal.domain.vault.seals import stamp_of
from portal.models.vault import Grant, Item, Lock, Principal


def forget(thing_ids: Iterable[UUID]) -> int:
    """Erase things for good: every version of each and every key to it, whoever holds one. No key is needed.

    Args:
        thing_ids: whose owner wishes it; the caller has asked. A thing's second items are things of their own.

    Returns:
        how many versions there were.
    """
    count = 0
    for ids in chunks(thing_ids):
        gone = delete(Item).where(Item.thing_id.in_(ids)).returning(Item.thing_id)
        found = list(db.session.scalars(gone, execution_options={"synchronize_session": False}))
        revocations.note("forgotten", sorted(set(found)))
        count += len(found)
    return count


def drop(keys: Keys, thing_id: UUID, below: int | None = None) -> int:
    """Erase every version of a text of one's own that was never meant to last: a draft, or what is replaced at once.

    Args:
        keys: the owner's.
        thing_id: the text.
        below: only versions before this one, when the one that takes their place is there already.

    Returns:
        how many versions there were.
    """
    mine = delete(Item).where(Item.thing_id == thing_id, Item.owner_id == keys.principal_id)
    mine = mine if below is None else mine.where(Item.version < below)
    return int(db.session.execute(mine, execution_options={"synchronize_session": False}).rowcount)  # type: ignore[attr-defined]


def shred(principal_id: UUID) -> None:
    """Erase every way into a principal, every seal of theirs and every item they own. There is no way back.

    Erasure is complete when the oldest backup has expired. A person who started afresh has several principals.

    Raises:
        NotFound: no such principal in this practice.
    """
    query = select(Principal).where(Principal.id == principal_id).with_for_update()
    principal = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if principal is None:
        raise NotFound("no such principal")
    principal.retired_at = principal.retired_at or now()
    principal.stamp = stamp_of(principal)
    db.session.flush()
    _end_grants(principal_id)
    db.session.execute(
        delete(Item).where(Item.owner_id == principal_id), execution_options={"synchronize_session": False}
    )
    db.session.execute(delete(Lock).where(or_(Lock.principal_id == principal_id, Lock.holder_id == principal_id)))
    revocations.note("shredded", [principal_id])


def _end_grants(principal_id: UUID) -> None:
    """Tens of rows: one by one, for the owner's own seal on a consent to them stays."""
    theirs = select(Grant).where(or_(Grant.owner_id == principal_id, Grant.reader_id == principal_id))
    grants = db.session.scalars(theirs.order_by(Grant.id).with_for_update().execution_options(populate_existing=True))
    ids = []
    for grant in grants:
        grant.ended_at = grant.ended_at or now()
        grant.reader_seal = None
        if grant.owner_id == principal_id:
            grant.owner_seal = None
        ids.append(grant.id)
    db.session.flush()
    forget_keys_under(ids)
