"""Whether a mark still stands: the version it is about is open to the therapist, now or once its hold is over.

No act of sharing or stopping has to think of marks. Whatever ends what a mark is about, by whatever way, ends the mark.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db
from portal.core.keyring import ring
from portal.domain.access import live, stands
from portal.models.caseload import Assignment
from portal.models.signals import Signal
from portal.models.vault import Grant, Item, ItemKey, Principal

KIND = "signal"


@dataclass(frozen=True, slots=True)
class Why:
    """What is sealed to the therapist: which version of which thing, and why.

    `asked`: the client asked for it to be looked at before they meet. `risk`: an answer of it is about not wanting to
    live, or harming oneself, and was anything but no.
    """

    thing_id: UUID
    version: int
    kind: str
    asked: bool
    risk: bool

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        said = json.loads(data)
        return cls(UUID(said["thing_id"]), said["version"], said["kind"], said["asked"], said["risk"])

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=str).encode()


def print_of(signal_id: UUID, practice_id: UUID, item_id: UUID) -> bytes:
    """What the row says of the version it is about: nothing, to whoever lacks the pepper."""
    return stamp(ring().pepper, KIND, practice_id, signal_id, item_id)


def about(row: Signal, items: Iterable[UUID]) -> UUID | None:
    """Which of these versions a mark is about, if any."""
    return next((item for item in items if print_of(row.id, row.practice_id, item) == row.about), None)


def standing(rows: Collection[Signal], *, soon: bool = False, known: Collection[UUID] | None = None) -> set[UUID]:
    """Those of these marks that stand: what it is about is the version the therapist has, and its words are open too.

    Args:
        rows: of any clients of this practice.
        soon: also what opens after its hold.
        known: the things they are about, for whoever has a key to know; else all that is open is looked through.
    """
    given = _given(rows, known) if rows else {}
    found = set()
    for row in rows:
        theirs = given.get((row.client_id, row.therapist_id), Has())
        if row.id in theirs.now and about(row, [*theirs.now.values(), *(theirs.soon if soon else ())]):
            found.add(row.id)
    return found


owner, reader, held = aliased(Principal), aliased(Principal), aliased(Assignment)  # made once: making one takes longer


@dataclass(frozen=True, slots=True)
class Has:
    """What a client has given a therapist: of each thing the version last given, and those that open after a hold."""

    now: dict[UUID, UUID] = field(default_factory=dict)
    soon: set[UUID] = field(default_factory=set)


def _given(rows: Collection[Signal], known: Collection[UUID] | None) -> dict[tuple[UUID, UUID], Has]:
    """What each of these clients has given each of these therapists, who still look after them."""
    looks_after = exists().where(held.client_id == owner.person_id, held.therapist_id == reader.person_id, stands(held))
    query: Any = (
        select(owner.person_id, reader.person_id, Item.thing_id, Item.id, ItemKey.given_at)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(owner, owner.id == Grant.owner_id)
        .join(reader, reader.id == Grant.reader_id)
        .where(owner.person_id.in_({row.client_id for row in rows}), live(), looks_after)
        .where(reader.person_id.in_({row.therapist_id for row in rows}))
        .order_by(ItemKey.given_at, Item.version)
    )
    if known is not None:
        query = query.where(Item.thing_id.in_({*known, *(row.id for row in rows)}))
    found: dict[tuple[UUID, UUID], Has] = defaultdict(Has)
    for client_id, therapist_id, thing_id, item_id, opens_at in db.session.execute(query):
        has = found[client_id, therapist_id]
        if opens_at <= now():
            has.now[thing_id] = item_id
        else:
            has.soon.add(item_id)
    return found
