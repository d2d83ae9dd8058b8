"""Reading: what a principal may read now. A row must say so, and a key must open."""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select

from portal.core.crypto import Keys, unbox, unpad
from portal.core.db import db
from portal.core.errors import Locked
from portal.core.held import held
from portal.domain.access import live, usable
from portal.domain.vault.seals import ITEM_PLACE, here, item_place, key_or_none, key_place
from portal.models.vault import Grant, Item, ItemKey

CHUNK = 5000  # ids in one statement
STREAM = 500  # rows held at once while searching
log = logging.getLogger(__name__)


class Text(NamedTuple):
    """One version of a text, opened."""

    item_id: UUID
    thing_id: UUID
    version: int
    data: bytes

    def __repr__(self) -> str:
        return f"Text({self.item_id}, {self.thing_id}, {self.version})"


def read(keys: Keys, item_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The words of those of these items that may be read now; the others are simply absent.

    Promised items without words, and items whose boxes were altered (the log says so), are absent too.
    """
    return {
        text.item_id: text.data
        for ids in chunks(item_ids)
        for text in _opened(keys, db.session.execute(_ITEMS, {"me": keys.principal_id, "ids": ids}).all())
    }


def read_one(keys: Keys, item_id: UUID) -> bytes:
    """The words of one item.

    Raises:
        Locked: not there, not shared, no longer shared, or altered: nobody can tell which.
    """
    found = read(keys, [item_id])
    if item_id not in found:
        raise Locked("not readable now")
    return found[item_id]


def latest_readable(keys: Keys, thing_ids: Iterable[UUID]) -> dict[UUID, Text]:
    """Of each thing the newest version this principal may read: its owner the newest, a reader the newest shared.

    Returns:
        By thing; a thing of which nothing can be read is absent. An altered version is not replaced by an older one.
    """
    return {
        text.thing_id: text
        for ids in chunks(thing_ids)
        for text in _opened(keys, db.session.execute(_NEWEST, {"me": keys.principal_id, "ids": ids}).all())
    }


def read_all(
    keys: Keys, kinds: Collection[str], owner_id: UUID | None = None, *, every_version: bool = False
) -> Iterator[Text]:
    """Everything of these kinds that may be read now, newest first, a few hundred rows at a time: for searching.

    Args:
        keys: the reader's.
        kinds: of items.
        owner_id: only this principal's.
        every_version: also versions older than the newest readable one of the same thing.
    """
    query = _ROWS.where(Item.kind.in_(kinds)).order_by(Item.created_at.desc(), Item.version.desc(), Item.id)
    if owner_id is not None:
        query = query.where(Item.owner_id == owner_id)
    rows = db.session.execute(query, {"me": keys.principal_id}, execution_options={"yield_per": STREAM})
    newest: dict[UUID, int] = {}
    seen: set[UUID] = set()
    with closing(rows):
        for some in rows.partitions():
            wanted = [
                row for row in some if every_version or newest.setdefault(row.thing_id, row.version) == row.version
            ]
            for text in _opened(keys, wanted):
                if text.item_id not in seen:  # it may lie under several consents
                    seen.add(text.item_id)
                    yield text


def chunks(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """Ids in one order for everybody, so that no two transactions wait for each other, in bites a database can chew."""
    rest = iter(sorted(set(ids)))
    while some := list(islice(rest, CHUNK)):
        yield some


def grant_keys(keys: Keys, grant_ids: Iterable[UUID]) -> dict[UUID, bytes | None]:
    """The keys of those of these consents that stand and have this reader; None for one that does not open."""
    grants = db.session.scalars(_GRANTS, {"me": keys.principal_id, "ids": list(grant_ids)})
    return {grant.id: key_or_none(keys, grant) for grant in grants}


def _opened(keys: Keys, rows: Sequence[Any]) -> Iterator[Text]:
    """Open rows of `_ROWS`, which say each time that their consent stands now.

    A consent that opened for these very keys once need not be opened again in this unit of work.
    """
    known: dict[UUID, bytes | None] = held(keys)
    wanted = {row.grant_id for row in rows}
    if missing := wanted - known.keys():
        known.update((grant_id, key) for grant_id, key in grant_keys(keys, missing).items() if key is not None)
    practice_id = here()
    for row in rows:
        *place, body, grant_id, given_at, closed = row
        item_id, _, _, thing_id, version, _ = place
        key = known.get(grant_id)
        if key is None:
            continue
        try:
            item_key = unbox(key, closed, *key_place(item_id, version, grant_id, given_at))
            data = unbox(item_key, body, *item_place(practice_id, place))
        except Locked:
            log.warning("item %s under consent %s does not open", item_id, grant_id)
            continue
        yield Text(item_id, thing_id, version, unpad(data))


def all_ids(keys: Keys, but: Collection[str]) -> list[UUID]:
    """The ids of all that may be read now, whoever wrote it, except for these kinds."""
    query = readable_rows(Item.id).where(Item.kind.not_in(but)).distinct()
    return list(db.session.scalars(query, {"me": keys.principal_id}))


def open_among(keys: Keys, item_ids: Iterable[UUID]) -> list[UUID]:
    """Those of these that may be read now, in their order: the others are closed since a fresh start, or gone."""
    wanted = list(dict.fromkeys(item_ids))
    query = readable_rows(Item.id)
    found: set[UUID] = set()
    for ids in chunks(wanted):
        found.update(db.session.scalars(query.where(Item.id.in_(ids)), {"me": keys.principal_id}))
    return [one for one in wanted if one in found]


def readable_rows(*columns: Any) -> Select[Any]:
    """These columns of the items that the principal bound as `me` can open now: consent and key both say so."""
    return (
        select(*columns)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .where(Grant.reader_id == bindparam("me", type_=Uuid), usable(), Item.body.is_not(None))
    )


_ROWS = readable_rows(*ITEM_PLACE, Item.body, ItemKey.grant_id, ItemKey.given_at, ItemKey.box)
_ITEMS = _ROWS.where(Item.id.in_(bindparam("ids", expanding=True)))
_GRANTS = (
    select(Grant)
    .where(live(), Grant.reader_id == bindparam("me", type_=Uuid), Grant.id.in_(bindparam("ids", expanding=True)))
    .execution_options(populate_existing=True)
)
_by_version = func.rank().over(partition_by=Item.thing_id, order_by=Item.version.desc())
_VERSIONS = (
    readable_rows(Item.id.label("item_id"), _by_version.label("place"))
    .where(Item.thing_id.in_(bindparam("ids", expanding=True)))
    .subquery()
)
_NEWEST = _ROWS.where(Item.id.in_(select(_VERSIONS.c.item_id).where(_VERSIONS.c.place == 1)))
