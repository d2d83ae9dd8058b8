"""Renewal: somebody knew the password, so every key that it led to is another one afterwards, down to the words."""

import logging
from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from portal.core.crypto import Keys, box, new_key, unbox
from portal.core.db import db
from portal.core.errors import Locked
from portal.domain.vault.principals import mine
from portal.domain.vault.rotation import rotate
from portal.domain.vault.seals import ITEM_PLACE, grant_key, here, item_place, key_place, seal_to, terms
from portal.models.vault import Grant, Item, ItemKey, Principal

BITE = 1000  # items at once
log = logging.getLogger(__name__)
Pairs = dict[UUID, tuple[bytes, bytes]]  # by consent: its key before and after


def rekey(keys: Keys) -> Keys:
    """Another key pair (`rotate`), another key for each consent of mine, and every text of mine under another key.

    Whoever kept the old keys and comes by a newer copy of the database reads nothing with them. All in one unit of
    work: before it is committed, nothing has happened. What I was shown by others keeps its keys; they are theirs.

    Returns:
        The new keys; all locks are gone, as after `rotate`.

    Raises:
        Locked: these keys are out of date.
    """
    fresh = rotate(keys)
    pairs = _other_consents(fresh)
    query = select(*ITEM_PLACE, Item.body).where(Item.owner_id == fresh.principal_id).order_by(Item.id)
    rows = db.session.execute(query, execution_options={"yield_per": BITE})
    for some in list(rows.partitions()):
        _rewrap(list(some), pairs)
    return fresh


def _other_consents(fresh: Keys) -> Pairs:
    """Each consent, with its key before and after.

    `rotate` has taken these rows for itself. A reader who is given other keys at the same moment has either ended, and
    is read anew here, or waits for them, and puts what is sealed here under the new keys.
    """
    owner, pairs = mine(fresh), {}
    query = select(Grant, Principal).join(Principal, Principal.id == Grant.reader_id)
    query = query.where(Grant.owner_id == owner.id, Grant.reader_seal.is_not(None)).order_by(Grant.id)
    query = query.with_for_update(of=Grant).execution_options(populate_existing=True)
    for grant, reader in db.session.execute(query).all():
        try:
            before, after = grant_key(fresh, grant), new_key()
            seals = seal_to(owner, after, *terms(grant)), seal_to(reader, after, *terms(grant))
        except Locked:
            log.warning("consent %s did not open while its owner's keys were renewed", grant.id)
            continue
        grant.owner_seal, grant.reader_seal = seals
        pairs[grant.id] = before, after
    db.session.flush()
    return pairs


def _rewrap(rows: list[Any], pairs: Pairs) -> None:
    """Some items, each with all its keys."""
    kept = select(ItemKey.item_id, ItemKey.grant_id, ItemKey.given_at, ItemKey.box)
    by_item = defaultdict(list)
    for row in db.session.execute(kept.where(ItemKey.item_id.in_([row.id for row in rows]))):
        by_item[row.item_id].append(row)
    bodies, boxes = [], []
    for row in rows:
        body, new = _one(row, by_item[row.id], pairs)
        bodies += [{"practice_id": here(), "id": row.id, "body": body}] if body else []
        boxes += new
    for model, changed in ((Item, bodies), (ItemKey, boxes)):
        if changed:
            db.session.execute(update(model), changed)


def _one(row: Any, keys: list[Any], pairs: Pairs) -> tuple[bytes | None, list[dict[str, Any]]]:
    """An item's words under another key, if all its keys can follow; else only the boxes around the key it has."""
    *place, body = row
    opened = [(key, *pairs[key.grant_id]) for key in keys if key.grant_id in pairs]
    try:
        found = {unbox(before, key.box, *_place(row, key)) for key, before, _ in opened}
    except Locked:
        log.warning("item %s did not open while its owner's keys were renewed", row.id)
        return None, []
    if len(found) != 1:
        return None, []
    item_key, another = found.pop(), None
    if body is not None and len(opened) == len(keys):
        another, about = new_key(), item_place(here(), place)
        body = box(another, unbox(item_key, body, *about), *about)
    values = [
        {
            "practice_id": here(),
            "item_id": row.id,
            "grant_id": key.grant_id,
            "box": box(after, another or item_key, *_place(row, key)),
        }
        for key, _, after in opened
    ]
    return (body if another else None), values


def _place(row: Any, key: Any) -> tuple[object, ...]:
    return key_place(row.id, row.version, key.grant_id, key.given_at)
