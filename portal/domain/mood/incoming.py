"""Check-ins that come in from elsewhere, many at a time, for their writer alone; and all of them taken back as one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.core.parts import parts
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.mood.words import KIND, KIND_WORDS, Words, sealed_level, words_of
from portal.models.mood import Checkin

AT_ONCE = 1_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Incoming:
    """A check-in as it comes in: its id, made from where it came from; its day, zone and moment there."""

    id: UUID
    on_day: date
    zone: str
    at: datetime
    level: int = field(repr=False)
    words: Words = field(repr=False)


def bring_in(actor: Actor, checkins: Iterable[Incoming]) -> int:
    """Keep many check-ins in few statements. One that is there already is passed over, so that twice is once.

    No standing consent covers them.

    Returns:
        How many came in.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    asked = {checkin.id: checkin for checkin in checkins}
    there = {
        found
        for ids in parts(list(asked), AT_ONCE)
        for found in db.session.scalars(select(Checkin.id).where(Checkin.id.in_(ids)))
    }
    fresh = [asked[checkin_id] for checkin_id in asked.keys() - there]
    texts = [(KIND, checkin.id, sealed_level(checkin.level)) for checkin in fresh]
    texts += [(KIND_WORDS, words_of(checkin.id), checkin.words.to_bytes()) for checkin in fresh if checkin.words]
    if fresh:
        db.session.execute(insert(Checkin), [_row(actor, checkin) for checkin in fresh])
        vault.write_many(actor.unlocked(), texts)
    return len(fresh)


def take_back(actor: Actor, checkin_ids: Collection[UUID]) -> int:
    """Let many check-ins of one's own go for good at once; returns how many there were."""
    count = 0
    for ids in parts(list(checkin_ids), AT_ONCE):
        mine = writable(Checkin, actor).where(Checkin.id.in_(ids)).order_by(Checkin.id).with_only_columns(Checkin.id)
        found = list(db.session.scalars(mine.with_for_update()))
        vault.forget([*found, *map(words_of, found)])
        gone = delete(Checkin).where(Checkin.id.in_(found))
        db.session.execute(gone, execution_options={"synchronize_session": False})
        count += len(found)
    return count


def _row(actor: Actor, checkin: Incoming) -> dict[str, object]:
    return {
        "practice_id": actor.practice_id,
        "id": checkin.id,
        "client_id": actor.person_id,
        "on_day": checkin.on_day,
        "zone": checkin.zone,
        "at": checkin.at,
        "version": 1,
    }
