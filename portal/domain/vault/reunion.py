"""Reunion: what a principal that was put aside had, its person's principal of today has from now on."""

import logging
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update

from portal.core.crypto import Keys, box, unbox
from portal.core.db import db
from portal.core.errors import Conflict, Locked
from portal.core.language import _
from portal.domain.vault.locks import CODE, PASSWORD
from portal.domain.vault.principals import mine, principal_of
from portal.domain.vault.reading import chunks
from portal.domain.vault.rotation import renew
from portal.domain.vault.seals import ITEM_PLACE, OWN, grant_key, here, item_place, key_place, seal_to, terms
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal

log = logging.getLogger(__name__)
Own = tuple[Grant, bytes]  # a consent to oneself, and its key


def closed_of(person_id: UUID) -> list[UUID]:
    """The principals of this person that were put aside and that a password or a code still opens, newest first."""
    query = select(Principal.id).join(Lock, Lock.principal_id == Principal.id)
    query = query.where(Principal.person_id == person_id, Principal.retired_at.is_not(None))
    query = query.where(Lock.kind.in_((PASSWORD, CODE)))
    rows = query.group_by(Principal.id, Principal.retired_at).order_by(Principal.retired_at.desc(), Principal.id)
    return list(db.session.scalars(rows))


def reunite(keys: Keys, before: Keys) -> int:
    """Give all that one principal of a person owns, gave and was given to another of theirs.

    All in one unit of work: until it is committed nothing has happened, and afterwards nothing opens the one of before.
    The keys of consents are made anew, as those of before may be known to others.

    Args:
        keys: of the principal that the person uses now.
        before: of one that was put aside.

    Returns:
        how many items there were.

    Raises:
        Locked: these keys are out of date, or of two people.
        Conflict: it was done a moment ago.
    """
    _lock([keys.principal_id, before.principal_id])
    new, old = mine(keys), mine(before)
    if new.person_id is None or new.person_id != old.person_id or old.retired_at is None or new.retired_at:
        raise Locked("not two principals of one person")
    if old.id not in closed_of(new.person_id):
        raise Conflict(_("This was done a moment ago."))
    _move_grants(before, old, new)
    count = _move_own(keys, before)
    db.session.execute(delete(Lock).where(Lock.principal_id == old.id))
    db.session.flush()
    renew(keys)
    return count


def _lock(principal_ids: list[UUID]) -> None:
    """Nobody rotates or reunites one of the two meanwhile."""
    query = select(Principal.id).where(Principal.id.in_(principal_ids)).order_by(Principal.id)
    db.session.execute(query.with_for_update()).all()


def _move_grants(before: Keys, old: Principal, new: Principal) -> None:
    """Each consent that stands, given by the old one or to it; what ended stays where it ended."""
    query = select(Grant).where(or_(Grant.owner_id == old.id, Grant.reader_id == old.id))
    query = query.where(Grant.scope != OWN, Grant.ended_at.is_(None)).order_by(Grant.id)
    for grant in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        _move_or_warn(before, grant, old, new)
    db.session.flush()


def _move_or_warn(keys: Keys, grant: Grant, old: Principal, new: Principal) -> None:
    try:
        move(keys, grant, old, new)
    except Locked:
        log.warning("consent %s did not open while its principal was reunited", grant.id)


def follow(keys: Keys, person_id: UUID) -> None:
    """What these keys gave to somebody who began anew since goes on to the keys that person has now."""
    new = principal_of(person_id)
    query = select(Grant, Principal).join(Principal, Principal.id == Grant.reader_id)
    query = query.where(Grant.owner_id == keys.principal_id, Grant.ended_at.is_(None), Principal.person_id == person_id)
    query = query.where(Principal.retired_at.is_not(None)).order_by(Grant.id).with_for_update(of=Grant)
    for grant, old in db.session.execute(query.execution_options(populate_existing=True)).all():
        _move_or_warn(keys, grant, old, new)
    db.session.flush()


def move(keys: Keys, grant: Grant, old: Principal, new: Principal) -> None:
    """The same consent, with the same key, for the new principal in the place of the old.

    Args:
        keys: of its owner or its reader.
        grant: a consent that stands.
        old: who owns it or reads by it.
        new: who does from now on.

    Raises:
        Locked: it does not open with these keys.
    """
    key = grant_key(keys, grant)
    grant.owner_id = new.id if grant.owner_id == old.id else grant.owner_id
    grant.reader_id = new.id if grant.reader_id == old.id else grant.reader_id
    owner, reader = (
        db.session.scalars(_ONE.where(Principal.id == one)).one() for one in (grant.owner_id, grant.reader_id)
    )
    grant.owner_seal, grant.reader_seal = seal_to(owner, key, *terms(grant)), seal_to(reader, key, *terms(grant))


def _move_own(keys: Keys, before: Keys) -> int:
    """What lies under the old one's consent to itself, under the new one's, with its words in the new one's box."""
    from_own, to_own = (_own(one) for one in (before, keys))
    from_key, to_key = grant_key(before, from_own), grant_key(keys, to_own)
    ids = db.session.scalars(select(ItemKey.item_id).where(ItemKey.grant_id == from_own.id)).all()
    return sum(_move_some(some, (from_own, from_key), (to_own, to_key)) for some in chunks(ids))


def _move_some(ids: list[UUID], below: Own, onto: Own) -> int:
    (from_own, from_key), (to_own, to_key) = below, onto
    query = select(*ITEM_PLACE, Item.body, ItemKey.given_at, ItemKey.box).join(ItemKey, ItemKey.item_id == Item.id)
    rows: Any = db.session.execute(
        query.where(ItemKey.grant_id == from_own.id, Item.id.in_(ids)).order_by(Item.id)
    ).all()
    there = select(ItemKey.item_id).where(ItemKey.grant_id == to_own.id, ItemKey.item_id.in_(ids))
    handed_back = set(db.session.scalars(there))
    moved, keys = [], []
    for *place, body, given_at, closed in rows:
        item_id, owner_id, _, _, version, _ = place
        try:
            item_key = unbox(from_key, closed, *key_place(item_id, version, from_own.id, given_at))
            moved += [_reowned(item_key, place, body, to_own.owner_id)] if owner_id == from_own.owner_id else []
        except Locked:
            log.warning("item %s did not open while its principal was reunited", item_id)
            continue
        fresh = box(to_key, item_key, *key_place(item_id, version, to_own.id, given_at))
        about = {"practice_id": here(), "item_id": item_id, "grant_id": to_own.id, "given_at": given_at, "box": fresh}
        keys.append(about)
    done = [row["item_id"] for row in keys]
    gone = delete(ItemKey).where(ItemKey.grant_id == from_own.id, ItemKey.item_id.in_(done))
    db.session.execute(gone, execution_options={"synchronize_session": False})
    for statement, values in (
        (update(Item), moved),
        (insert(ItemKey), [row for row in keys if row["item_id"] not in handed_back]),
    ):
        if values:
            db.session.execute(statement, values)
    return len(done)


def _reowned(item_key: bytes, place: list[Any], body: bytes | None, owner_id: UUID) -> dict[str, Any]:
    """The row of an item as its new owner's: its words under the same key, in a box that names them."""
    item_id, _, *rest = place
    if body is not None:
        words = unbox(item_key, body, *item_place(here(), place))
        body = box(item_key, words, *item_place(here(), (item_id, owner_id, *rest)))
    return {"practice_id": here(), "id": item_id, "owner_id": owner_id, "body": body}


def _own(keys: Keys) -> Grant:
    query = select(Grant).where(Grant.owner_id == keys.principal_id, Grant.scope == OWN).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


_ONE = select(Principal).execution_options(populate_existing=True)
