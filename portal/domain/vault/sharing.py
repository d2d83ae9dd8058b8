"""Sharing: putting an item's key under a consent, and taking it away again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select
from sqlalchemy.orm import aliased

from portal.core.clock import now
from portal.core.crypto import Keys, box, unbox
from portal.core.db import db
from portal.core.errors import Conflict, Locked
from portal.core.language import _
from portal.domain.access import live, this_moment, usable
from portal.domain.vault import revocations
from portal.domain.vault.grants import grants_for_share
from portal.domain.vault.reading import chunks
from portal.domain.vault.seals import CHOSEN, OWN, grant_key, here, key_place
from portal.models.vault import Grant, Item, ItemKey, Principal

# Made once: making one takes longer than asking with it.
already, theirs = aliased(ItemKey), aliased(Principal)
later_key, later_item, later_grant = aliased(ItemKey), aliased(Item), aliased(Grant)


def share(
    keys: Keys,
    item_ids: Iterable[UUID],
    grant: Grant,
    source: Grant | None = None,
    opens_at: datetime | None = None,
) -> int:
    """Put items under a consent of mine. Items that I cannot open under the source, or that lie there, are passed over.

    Args:
        keys: the giver's.
        item_ids: versions; a later one stays private until it is shared itself.
        grant: my consent to the reader.
        source: the consent I can open them by; None: my own to myself. With a consent *to* me, I hand items back: only
            to the person who wrote them.
        opens_at: from when on the reader finds them; at once unless given.

    Returns:
        How many were put there.

    Raises:
        Conflict: one of the two consents has ended.
        Locked: the consent is not mine to give from, or does not open.
    """
    below, onto = _both(keys, grant.id, source.id if source else None)
    if onto.owner_id != keys.principal_id:
        raise Locked("not a consent of this principal's")
    from_key, to_key = grant_key(keys, below), grant_key(keys, onto)
    given_at, count = (opens_at or now()).astimezone(UTC), 0
    for ids in chunks(item_ids):
        found = _closed_keys(ids, below, onto)
        rows = [
            {
                "practice_id": here(),
                "item_id": item_id,
                "grant_id": onto.id,
                "given_at": given_at,
                "box": box(
                    to_key,
                    unbox(from_key, closed, *key_place(item_id, version, below.id, since)),
                    *key_place(item_id, version, onto.id, given_at),
                ),
            }
            for item_id, version, since, closed in found
        ]
        if rows:
            db.session.execute(insert(ItemKey), rows)
        count += len(rows)
    return count


def take_up(keys: Keys, source: Grant) -> int:
    """Put what lies under a consent to me, and is my person's own, under my consent to myself; returns how many."""
    query = select(Grant).where(Grant.owner_id == keys.principal_id, Grant.scope == OWN)
    own = db.session.scalars(query.execution_options(populate_existing=True)).one()
    ids = db.session.scalars(select(ItemKey.item_id).where(ItemKey.grant_id == source.id)).all()
    return share(keys, ids, own, source)


def unshare(owner: Keys | UUID, item_ids: Iterable[UUID], grant_id: UUID) -> int:
    """Take items from under a consent of this owner's; no key is needed. Other consents that cover them stand.

    Args:
        owner: their principal's keys, or its id.
        item_ids: versions.
        grant_id: the consent.

    Returns:
        How many were taken away.
    """
    owner_id = owner.principal_id if isinstance(owner, Keys) else owner
    mine = select(Grant.id).where(Grant.id == grant_id, Grant.owner_id == owner_id, Grant.scope != OWN)
    if db.session.scalar(mine.with_for_update(key_share=True)) is None:  # waits for whoever shares under it just now
        return 0
    gone: list[UUID] = []
    for ids in chunks(item_ids):
        away = delete(ItemKey).where(ItemKey.grant_id == grant_id, ItemKey.item_id.in_(ids)).returning(ItemKey.item_id)
        gone += db.session.scalars(away, execution_options={"synchronize_session": False})
    revocations.note("unshared", gone, under=grant_id)
    return len(gone)


def drop_superseded() -> int:
    """Take away what a reader was given of a thing before they were given it anew, once the newer has opened.

    Pages show a reader the version last given. It must run before what has expired is ended: an older version, or the
    same one under older terms, would else come back when the newer has ended.

    Returns:
        How many were taken away.
    """
    later = exists().where(
        later_item.thing_id == Item.thing_id,
        or_(later_item.id != Item.id, later_key.grant_id != Grant.id),
        later_key.item_id == later_item.id,
        later_key.given_at > ItemKey.given_at,
        later_key.given_at <= this_moment(),
        later_grant.id == later_key.grant_id,
        later_grant.owner_id == Grant.owner_id,
        later_grant.reader_id == Grant.reader_id,
        later_grant.scope == CHOSEN,
        later_grant.ended_at.is_(None),
    )
    query = select(Grant.owner_id, Grant.id, Item.id).join(ItemKey, ItemKey.grant_id == Grant.id)
    query = query.join(Item, Item.id == ItemKey.item_id).where(Grant.scope == CHOSEN, live(), later)
    found = defaultdict(list)
    for owner_id, grant_id, item_id in db.session.execute(query):
        found[owner_id, grant_id].append(item_id)
    return sum(unshare(owner_id, item_ids, grant_id) for (owner_id, grant_id), item_ids in found.items())


def _both(keys: Keys, grant_id: UUID, source_id: UUID | None) -> tuple[Grant, Grant]:
    """The two consents, so held that neither can end before this transaction does."""
    own = (Grant.scope == OWN) & (Grant.owner_id == keys.principal_id)
    held = grants_for_share(or_(Grant.id == grant_id, Grant.id == source_id if source_id else own))
    onto = [grant for grant in held if grant.id == grant_id]
    below = [grant for grant in held if (grant.id == source_id if source_id else grant.scope == OWN)]
    if not (onto and below):
        raise Conflict(_("This has been stopped meanwhile."))
    return below[0], onto[0]


def _closed_keys(ids: list[UUID], below: Grant, onto: Grant) -> Any:
    """Lock the items, then read their keys: one statement that had to wait would join new rows with old ones."""
    locked = select(Item.id).where(Item.id.in_(ids)).order_by(Item.id).with_for_update(key_share=True)
    db.session.execute(locked).all()
    return db.session.execute(
        select(Item.id, Item.version, ItemKey.given_at, ItemKey.box)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .where(
            Item.id.in_(ids),
            ItemKey.grant_id == below.id,
            usable(),
            _may_pass(onto),
            ~exists().where(already.item_id == Item.id, already.grant_id == onto.id),
        )
    ).all()


def _may_pass(onto: Grant) -> ColumnElement[bool]:
    """Written by the giver, or by the person it goes to: a reader may hand back, but not pass on."""
    either = (onto.owner_id, onto.reader_id)
    person = select(Principal.person_id).where(Principal.id.in_(either), Principal.person_id.is_not(None))
    return or_(Item.owner_id.in_(either), Item.owner_id.in_(select(theirs.id).where(theirs.person_id.in_(person))))


def opened_to_since(person_id: UUID, moment: datetime, *, or_opens: bool = False) -> bool:
    """Whether something that was put under somebody's consent to this person since then is still open to them.

    Args:
        person_id: the reader.
        moment: since when.
        or_opens: also what opens to them later by itself.
    """
    query = select(ItemKey.item_id).join(Grant, Grant.id == ItemKey.grant_id).join(theirs, theirs.id == Grant.reader_id)
    query = query.where(theirs.person_id == person_id, Grant.owner_id != Grant.reader_id, live())
    query = query.where(ItemKey.given_at >= moment)
    if not or_opens:
        query = query.where(ItemKey.given_at <= now())
    return db.session.scalar(query.limit(1)) is not None
