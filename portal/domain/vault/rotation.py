"""Rotation: a new key pair. The consents are sealed anew (tens of rows), the items (thousands) stay as they are."""

import logging

from sqlalchemy import delete, or_, select, update

from portal.core.crypto import NEWEST, Keys, box, new_key, new_pair, unbox
from portal.core.db import db
from portal.core.errors import Locked
from portal.domain.vault.locks import HELD_BY, lock_place
from portal.domain.vault.principals import check_current, mine
from portal.domain.vault.seals import here, key_or_none, key_place, seal_to, stamp_of, terms, unseal
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal

log = logging.getLogger(__name__)


def rotate(keys: Keys) -> Keys:
    """Exchange the key pair, in the newest suite. All locks of the principal die: set new ones before the unit ends.

    Whoever held it must be let hold it again (`holders` tells who, if asked before).

    Returns:
        The new keys; the old ones open nothing that the database holds.

    Raises:
        Locked: these keys are out of date.
    """
    principal = db.session.scalars(_FOR_UPDATE.where(Principal.id == keys.principal_id)).one_or_none()
    if principal is None:
        raise Locked("keys of nobody here")
    check_current(keys, principal)
    private, principal.public_key = new_pair(NEWEST)
    principal.suite = NEWEST
    principal.stamp = stamp_of(principal)
    _reseal_grants(keys, principal)
    _reseal_held(keys, principal)
    db.session.execute(delete(Lock).where(Lock.principal_id == principal.id))
    db.session.flush()
    return Keys(principal.id, NEWEST, private)


def renew(keys: Keys) -> None:
    """Exchange the keys of every consent this principal gave, to itself and to others. The consents themselves stand.

    After `rotate`, an old backup and a key of before still open what the consents then held; what is sealed from now on
    they do not. Items keep their keys: a version that an old backup has is there to be read anyway.
    """
    owner = mine(keys)
    query = select(Grant).where(Grant.owner_id == owner.id, Grant.ended_at.is_(None)).order_by(Grant.id)
    for grant in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        before, after = key_or_none(keys, grant), new_key()
        reader = db.session.scalars(_AS_IT_IS.where(Principal.id == grant.reader_id)).one()
        if before is not None and grant.reader_seal is not None:
            grant.owner_seal = seal_to(owner, after, *terms(grant))
            grant.reader_seal = seal_to(reader, after, *terms(grant))
            _box_anew(grant, before, after)
    db.session.flush()


def _box_anew(grant: Grant, before: bytes, after: bytes) -> None:
    query = select(ItemKey.item_id, Item.version, ItemKey.given_at, ItemKey.box).join(Item, Item.id == ItemKey.item_id)
    rows = []
    for item_id, version, given_at, closed in db.session.execute(query.where(ItemKey.grant_id == grant.id)):
        place = key_place(item_id, version, grant.id, given_at)
        try:
            fresh = box(after, unbox(before, closed, *place), *place)
        except Locked:
            log.warning("item %s under consent %s did not open while its keys were renewed", item_id, grant.id)
            continue
        rows.append({"practice_id": here(), "item_id": item_id, "grant_id": grant.id, "box": fresh})
    if rows:
        db.session.execute(update(ItemKey), rows)


def _reseal_grants(before: Keys, after: Principal) -> None:
    query = select(Grant).where(or_(Grant.owner_id == after.id, Grant.reader_id == after.id)).order_by(Grant.id)
    for grant in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)):
        if grant.owner_id == after.id:
            grant.owner_seal = _resealed(before, after, grant.owner_seal, terms(grant))
        if grant.reader_id == after.id:
            grant.reader_seal = _resealed(before, after, grant.reader_seal, terms(grant))


def _reseal_held(before: Keys, after: Principal) -> None:
    """What this principal holds of others."""
    held = select(Lock, Principal).join(Principal, Principal.id == Lock.principal_id)
    held = held.where(Lock.kind == HELD_BY, Lock.holder_id == after.id).order_by(Lock.principal_id)
    for lock, held_one in db.session.execute(held.with_for_update(of=Lock).execution_options(populate_existing=True)):
        lock.box = _resealed(before, after, lock.box, lock_place(held_one, HELD_BY, after.id)) or lock.box


def _resealed(before: Keys, after: Principal, sealed: bytes | None, place: tuple[object, ...]) -> bytes | None:
    """One altered row must not keep somebody from a new key pair: it opened nothing before, and stays as it is."""
    if sealed is None:
        return None
    try:
        return seal_to(after, unseal(before, sealed, *place), *place)
    except Locked:
        log.warning("a seal of principal %s did not open while its keys were rotated", after.id)
        return sealed


_AS_IT_IS = select(Principal).execution_options(populate_existing=True)
_FOR_UPDATE = _AS_IT_IS.with_for_update()
