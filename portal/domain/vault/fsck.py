"""Rows that must not exist. Each is a bug or an intrusion; asked every night, and after every test."""

from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from portal.core.db import db
from portal.core.errors import Locked
from portal.domain.vault.locks import HELD_BY
from portal.domain.vault.seals import OWN, check_stamp
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal


def fsck() -> dict[str, int]:
    """Count them in the practice at work; a sound vault answers zero to each."""
    counts = {what: db.session.scalar(query) or 0 for what, query in _QUERIES.items()}
    principals = db.session.scalars(select(Principal).execution_options(populate_existing=True)).all()
    counts["public key without our stamp"] = sum(not _is_stamped(one) for one in principals)
    suites = {one.id: one.suite for one in principals}
    counts["seal of another suite than its holder's"] = sum(
        sealed[0] != suites.get(holder_id) for holder_id, sealed in _seals()
    )
    return counts


def _is_stamped(principal: Principal) -> bool:
    try:
        check_stamp(principal)
    except Locked:
        return False
    return True


def _seals() -> list[tuple[UUID, bytes]]:
    grants = db.session.execute(select(Grant.owner_id, Grant.owner_seal, Grant.reader_id, Grant.reader_seal))
    both = [pair for owner_id, ours, reader_id, theirs in grants for pair in ((owner_id, ours), (reader_id, theirs))]
    held = db.session.execute(select(Lock.holder_id, Lock.box).where(Lock.kind == HELD_BY)).all()
    return [(holder_id, sealed) for holder_id, sealed in (*both, *held) if sealed]


def _count(of: type[Principal | Grant | Item | ItemKey]) -> Select[int]:
    return select(func.count()).select_from(of)


_own = aliased(Grant)
_OWN_CONSENTS = select(func.count(_own.id)).where(_own.owner_id == Principal.id, _own.scope == OWN).scalar_subquery()
_NOT_ONE_OWN_KEY = (
    select(Item.id)
    .outerjoin(ItemKey, ItemKey.item_id == Item.id)
    .outerjoin(Grant, and_(Grant.id == ItemKey.grant_id, Grant.owner_id == Item.owner_id, Grant.scope == OWN))
    .group_by(Item.id)
    .having(func.count(Grant.id) != 1)
    .subquery()
)
_WAYS_IN = select(func.count()).select_from(Lock).where(Lock.principal_id == Principal.id).scalar_subquery()

_QUERIES = {
    "item without exactly one key of its owner's own": select(func.count()).select_from(_NOT_ONE_OWN_KEY),
    "principal without exactly one consent to itself": _count(Principal).where(_OWN_CONSENTS != 1),
    "principal that no lock opens": _count(Principal).where(Principal.retired_at.is_(None), _WAYS_IN == 0),
    "key under an ended consent": _count(ItemKey)
    .join(Grant, Grant.id == ItemKey.grant_id)
    .where(Grant.ended_at.is_not(None)),
    "ended consent still sealed to its reader": _count(Grant).where(
        Grant.ended_at.is_not(None), Grant.reader_seal.is_not(None)
    ),
    "standing consent sealed to nobody": _count(Grant).where(
        Grant.ended_at.is_(None), Grant.reader_seal.is_(None) | Grant.owner_seal.is_(None)
    ),
    "key without its item and its consent here": _count(ItemKey)
    .outerjoin(Item, Item.id == ItemKey.item_id)
    .outerjoin(Grant, Grant.id == ItemKey.grant_id)
    .where(Item.id.is_(None) | Grant.id.is_(None)),
}
