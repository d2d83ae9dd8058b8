"""What the worker may open: item keys of one job, for ten minutes, and plain facts it acts on without the person."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam

from portal.core.clock import now
from portal.core.crypto import Keys, pad, seal, suite_of, unbox, unpad
from portal.core.db import db
from portal.core.errors import Locked
from portal.core.keyring import ring
from portal.domain.vault.reading import chunks, grant_keys, readable_rows
from portal.domain.vault.seals import ITEM_PLACE, here, item_place, key_place, mark, unseal
from portal.models.vault import Item, ItemKey

LASTS = timedelta(minutes=10)
_WORKER = UUID(int=0)  # the worker is no principal: its key pair stands in a file


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the worker was handed for one job; a key is None where the asker could not open the item."""

    reader_id: UUID
    item_keys: dict[UUID, bytes | None] = field(repr=False)
    out_id: UUID
    out_key: bytes = field(repr=False)


def pack(keys: Keys, job_id: UUID, item_ids: Iterable[UUID], out: tuple[UUID, bytes]) -> bytes:
    """Seal the keys of these items to the worker.

    Args:
        keys: of whoever asks; the worker reads what they may read, and nothing else.
        job_id: the bundle opens for this job only.
        item_ids: versions to be read.
        out: id and key of the promised item that the result goes into.
    """
    found: dict[UUID, bytes | None] = dict.fromkeys(item_ids)
    for ids in chunks(found):
        found.update(_item_keys(keys, ids))
    out_id, out_key = out
    contents = {
        "reader": str(keys.principal_id),
        "until": (now() + LASTS).timestamp(),
        "items": [[str(item_id), key and key.hex()] for item_id, key in found.items()],
        "out": [str(out_id), out_key.hex()],
    }
    return _sealed(json.dumps(contents).encode(), *_place(job_id))


def unpack(job_id: UUID, sealed: bytes | None) -> Bundle:
    """Open a job's bundle, in the worker.

    Raises:
        Locked: another job's, past its ten minutes, altered, gone, or this is not the worker.
    """
    contents = json.loads(_unsealed(sealed, *_place(job_id)))
    if contents["until"] <= now().timestamp():
        raise Locked("past its time")
    out_id, out_key = contents["out"]
    items = {UUID(item_id): key and bytes.fromhex(key) for item_id, key in contents["items"]}
    return Bundle(UUID(contents["reader"]), items, UUID(out_id), bytes.fromhex(out_key))


def open_bundle(bundle: Bundle) -> tuple[dict[UUID, bytes], set[UUID]]:
    """The words of those items whose consent stands at this moment, and the ids of the others.

    The database is asked again for each item, so that what was stopped since the job was asked for is left out.
    """
    texts: dict[UUID, bytes] = {}
    for ids in chunks(bundle.item_keys):
        for *place, body in db.session.execute(_BODIES, {"me": bundle.reader_id, "ids": ids}):
            item_id = place[0]
            with suppress(Locked):  # left out, and named as such
                texts[item_id] = unpad(unbox(bundle.item_keys[item_id] or b"", body, *item_place(here(), place)))
    return texts, set(bundle.item_keys) - set(texts)


def seal_to_worker(data: bytes, *about: object) -> bytes:
    """Close what the worker has to know when nobody is signed in: where to mail, when to remind. Nothing more private.

    Args:
        data: padded, so that its length says little.
        about: its place, which only this row has.
    """
    return _sealed(pad(data), "for-worker", here(), *about)


def open_by_worker(sealed: bytes | None, *about: object) -> bytes:
    """What `seal_to_worker` closed.

    Raises:
        Locked: another place, altered, gone, or this is not the worker.
    """
    return unpad(_unsealed(sealed, "for-worker", here(), *about))


def _sealed(data: bytes, *place: object) -> bytes:
    public = ring().worker_public
    return seal(public, suite_of(public), data, *place, mark(*place))


def _unsealed(sealed: bytes | None, *place: object) -> bytes:
    private = ring().worker_private
    if private is None:
        raise Locked("not the worker")
    return unseal(Keys(_WORKER, suite_of(ring().worker_public), private), sealed, *place)


def _place(job_id: UUID) -> tuple[object, ...]:
    return ("job", here(), job_id)


def _item_keys(keys: Keys, ids: list[UUID]) -> dict[UUID, bytes | None]:
    rows = db.session.execute(_KEYS, {"me": keys.principal_id, "ids": ids}).all()
    opened = grant_keys(keys, {row.grant_id for row in rows})
    found: dict[UUID, bytes | None] = {}
    for item_id, version, grant_id, given_at, closed in rows:
        with suppress(Locked):
            found[item_id] = unbox(
                opened.get(grant_id) or b"", closed, *key_place(item_id, version, grant_id, given_at)
            )
    return found


_AMONG = Item.id.in_(bindparam("ids", expanding=True))
_KEYS = readable_rows(Item.id, Item.version, ItemKey.grant_id, ItemKey.given_at, ItemKey.box).where(_AMONG)
_BODIES = readable_rows(*ITEM_PLACE, Item.body).where(_AMONG).distinct()
