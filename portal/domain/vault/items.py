"""Writing: each version of a text is an item with a key of its own, which never changes once it is there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from portal.core.clock import now
from portal.core.crypto import Keys, box, new_key, pad
from portal.core.db import db
from portal.core.errors import Conflict, Locked, NotFound
from portal.core.language import _
from portal.domain.access import live
from portal.domain.vault.grants import grants_for_share
from portal.domain.vault.reading import chunks, latest_readable
from portal.domain.vault.seals import ITEM_PLACE, OWN, grant_key, here, item_place, key_or_none, key_place
from portal.domain.vault.shredding import drop
from portal.models.vault import Grant, Item, ItemKey, Principal


def write(  # noqa: PLR0913, PLR0917 - the columns of an item
    keys: Keys,
    kind: str,
    data: bytes,
    thing_id: UUID,
    version: int = 1,
    item_id: UUID | None = None,
    like: UUID | None = None,
    written_at: datetime | None = None,
) -> UUID:
    """Keep a new version of a text under a fresh key, readable by its owner and by the standing consents of its kind.

    Args:
        keys: the owner's.
        kind: what sort of thing it is; consents whose scope is this kind cover it at once.
        data: the words, at most as long as the caller allows.
        thing_id: the note, check-in, ... that this is a version of.
        version: from 1 up; an older one stays as it is, under the consents it was shared with.
        item_id: made up by the caller, when writing twice must be the same as writing once.
        like: a thing that this changes or belongs to: only readers to whom a standing consent has opened its newest
            version get this one. What was written before a consent stays outside it, however often it is corrected.
        written_at: when it says it was written, where the moment itself would tell something; now unless given.

    Returns:
        The id of the item.

    Raises:
        Conflict: this version exists already.
        Locked: the thing is somebody else's, or these keys are out of date.
    """
    item_id, item_key = item_id or uuid4(), new_key()
    row = _row(keys, kind, thing_id, version, item_id)
    row["created_at"] = written_at or row["created_at"]
    _seal(row, item_key, data)
    _keep(keys, row, item_key, like)
    return item_id


def replace(keys: Keys, kind: str, data: bytes, thing_id: UUID, written_at: datetime | None = None) -> UUID:
    """Keep this in place of what stood there before, of which nothing stays: drafts, lists of one's own.

    What lies there from before a fresh start is another principal's: it stays, and this comes after it.

    Returns:
        The id of the item.
    """
    drop(keys, thing_id)
    last = db.session.scalar(select(func.max(Item.version)).where(Item.thing_id == thing_id)) or 0
    return write(keys, kind, data, thing_id, last + 1, written_at=written_at)


def go_on_from(keys: Keys, thing_id: UUID, version: int) -> None:
    """Keep the newest version that can be read once more, as this one: what came between stays closed.

    Raises:
        Locked: none can be read.
    """
    text = latest_readable(keys, [thing_id]).get(thing_id)
    if text is None:
        raise Locked("not readable now")
    kind = db.session.scalars(select(Item.kind).where(Item.id == text.item_id)).one()
    write(keys, kind, text.data, thing_id, version, like=thing_id)


def write_many(keys: Keys, texts: Iterable[tuple[str, UUID, bytes]]) -> list[UUID]:
    """Keep the first version of many things at once, for their owner alone.

    No standing consent covers them, whatever its scope: what somebody brings along stays private until they share it.

    Args:
        keys: the owner's.
        texts: kind, thing and words of each.

    Returns:
        The ids of the items.

    Raises:
        Conflict: one of them is kept already; none is kept then.
        Locked: one of the things is somebody else's, or these keys are out of date.
    """
    own = _standing(keys, OWN)
    rows, key_rows = [], []
    for kind, thing_id, data in texts:
        item_key, row = new_key(), _row(keys, kind, thing_id, 1, uuid4())
        _seal(row, item_key, data)
        rows.append(row)
        key_rows += _key_rows(row, item_key, own)
    for ids in chunks(row["thing_id"] for row in rows):
        if db.session.scalar(_ANY_ELSES, {"things": ids, "me_id": keys.principal_id}):
            raise Locked("a version of somebody else's")
    try:
        for of, many in ((Item, rows), (ItemKey, key_rows)):
            if many:
                db.session.execute(insert(of), many)
    except IntegrityError:
        raise Conflict(_("This version is kept already.")) from None
    return [row["id"] for row in rows]


def promise(keys: Keys, kind: str, thing_id: UUID) -> tuple[UUID, bytes]:
    """An item whose words come later, once, from whoever is given its key: a file being made.

    Returns:
        The id of the item and its key.

    Raises:
        Conflict, Locked: as `write`.
    """
    item_id, item_key = uuid4(), new_key()
    _keep(keys, _row(keys, kind, thing_id, 1, item_id), item_key)
    return item_id, item_key


def fulfil(item_id: UUID, item_key: bytes, data: bytes) -> None:
    """Put the words into a promised item. No principal's key is needed, and none gives the right to do it twice.

    Raises:
        NotFound: no such item here.
        Conflict: its words are there already.
    """
    query = select(*ITEM_PLACE, Item.body.is_not(None)).where(Item.id == item_id).with_for_update(key_share=True)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("no such item")
    *place, is_there = found
    if is_there:
        raise Conflict(_("These words are kept already."))
    body = box(item_key, pad(data), *item_place(here(), place))
    db.session.execute(update(Item).where(Item.id == item_id, Item.body.is_(None)).values(body=body))


def readers_by_rule(keys: Keys, thing_id: UUID) -> set[UUID]:
    """The principals to whom a standing consent of this owner's has opened the newest version of a thing."""
    return set(db.session.scalars(_HAVE_IT, {"thing_id": thing_id, "me_id": keys.principal_id}))


def _row(keys: Keys, kind: str, thing_id: UUID, version: int, item_id: UUID) -> dict[str, Any]:
    return {
        "practice_id": here(),
        "id": item_id,
        "owner_id": keys.principal_id,
        "kind": kind,
        "thing_id": thing_id,
        "version": version,
        "created_at": now(),
        "body": None,
    }


def _seal(row: dict[str, Any], item_key: bytes, data: bytes) -> None:
    row["body"] = box(item_key, pad(data), *item_place(here(), (row[column.key] for column in ITEM_PLACE)))


def _keep(keys: Keys, row: dict[str, Any], item_key: bytes, like: UUID | None = None) -> None:
    openers = _standing(keys, row["kind"], like)
    if db.session.scalar(_SOMEBODY_ELSES, {"thing_id": row["thing_id"], "me_id": keys.principal_id}):
        raise Locked("a version of somebody else's")
    try:
        db.session.execute(insert(Item), [row])
    except IntegrityError:
        raise Conflict(_("This version is kept already.")) from None
    db.session.execute(insert(ItemKey), _key_rows(row, item_key, openers))


def _key_rows(row: dict[str, Any], item_key: bytes, openers: list[tuple[UUID, bytes]]) -> list[dict[str, Any]]:
    given_at = row["created_at"]
    return [
        {
            "practice_id": row["practice_id"],
            "item_id": row["id"],
            "grant_id": grant_id,
            "given_at": given_at,
            "box": box(key, item_key, *key_place(row["id"], row["version"], grant_id, given_at)),
        }
        for grant_id, key in openers
    ]


def _standing(keys: Keys, kind: str, like: UUID | None = None) -> list[tuple[UUID, bytes]]:
    """The owner's consent to themselves, and those whose scope is this kind, each with its key.

    Of the latter, with `like`, only those whose reader has that thing by such a consent.

    Raises:
        Locked: the consent to oneself is gone or does not open.
    """
    grants = grants_for_share(Grant.owner_id == keys.principal_id, Grant.scope.in_((OWN, kind)))
    own = [(grant.id, grant_key(keys, grant)) for grant in grants if grant.scope == OWN]
    if not own:
        raise Locked("no consent to oneself")
    among = None if like is None else readers_by_rule(keys, like)
    covering = (grant for grant in grants if grant.scope != OWN and (among is None or grant.reader_id in among))
    others = ((grant.id, key_or_none(keys, grant)) for grant in covering)
    return own + [(grant_id, key) for grant_id, key in others if key]


_me_id = bindparam("me_id", type_=Uuid)
_me = aliased(Principal)
_my_person = select(_me.person_id).where(_me.id == _me_id).scalar_subquery()
_OTHERS = (
    select(Item.id)
    .join(Principal, Principal.id == Item.owner_id)
    .where(
        Item.owner_id != _me_id,
        or_(Principal.person_id.is_(None), Principal.person_id.is_distinct_from(_my_person)),
    )
    .limit(1)
)
_SOMEBODY_ELSES = _OTHERS.where(Item.thing_id == bindparam("thing_id", type_=Uuid))
_newest = aliased(Item)
_HAVE_IT = (
    select(Grant.reader_id)
    .join(ItemKey, ItemKey.grant_id == Grant.id)
    .join(Item, Item.id == ItemKey.item_id)
    .where(
        Item.thing_id == bindparam("thing_id", type_=Uuid),
        Item.version == select(func.max(_newest.version)).where(_newest.thing_id == Item.thing_id).scalar_subquery(),
        Grant.owner_id == _me_id,
        Grant.scope == Item.kind,
        live(),
    )
)
_ANY_ELSES = _OTHERS.where(Item.thing_id.in_(bindparam("things", expanding=True)))
