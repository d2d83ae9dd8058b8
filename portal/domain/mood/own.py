"""What somebody keeps about their check-ins: their own words to tick, and what they have seen. One sealed item each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import vault
from portal.domain.mood.offered import OFFERED
from portal.domain.mood.words import KIND, Words
from portal.models.people import Person
from portal.models.vault import Item

KIND_OWN = "checkin-own"
MOST = 40  # own words of a sort that are offered again: the last ones


@dataclass(frozen=True, slots=True)
class Own:
    """`seen` are the check-ins that were looked at when the support card was put away."""

    feelings: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    seen: tuple[UUID, ...] = ()


def own(actor: Actor) -> Own:
    """The acting person's; empty before there is any."""
    return _kept(actor) or Own()


def remember(actor: Actor, words: Words) -> None:
    """Offer the words of a check-in that are not ours again.

    The item is there from the first check-in on and changes for several reasons, so that neither that it is there nor
    when it was written says which of them it was.
    """
    _hold(actor)
    before = _kept(actor)
    found = before or Own()
    after = replace(
        found, feelings=_with(found.feelings, words.feelings), activities=_with(found.activities, words.activities)
    )
    if before is None or after != before:
        _keep(actor, after, None)


def forget_words(actor: Actor, feelings: Iterable[str], activities: Iterable[str]) -> None:
    """Stop offering these words; check-ins that have them stay as they are."""
    _hold(actor)
    found, gone_f, gone_a = own(actor), set(feelings), set(activities)
    kept_f = tuple(word for word in found.feelings if word not in gone_f)
    kept_a = tuple(word for word in found.activities if word not in gone_a)
    _keep(actor, replace(found, feelings=kept_f, activities=kept_a), _last_written(actor))


def remember_seen(actor: Actor, checkin_ids: Iterable[UUID]) -> None:
    """Note which check-ins somebody has seen the support card for."""
    _hold(actor)
    _keep(actor, replace(own(actor), seen=tuple(checkin_ids)), _last_written(actor))


def _with(kept: tuple[str, ...], said: Iterable[str]) -> tuple[str, ...]:
    known = {word.casefold() for word in kept}
    return (*kept, *(word for word in said if word.casefold() not in known and word not in OFFERED))[-MOST:]


def _kept(actor: Actor) -> Own | None:
    thing_id = _thing(actor)
    text = vault.latest_readable(actor.unlocked(), [thing_id]).get(thing_id)
    if text is None:
        return None
    said = json.loads(text.data)
    return Own(tuple(said["feelings"]), tuple(said["activities"]), tuple(UUID(seen) for seen in said["seen"]))


def _hold(actor: Actor) -> None:
    """Whoever else changes it at this moment is waited for, before it is read."""
    me = select(Person.id).where(Person.id == actor.person_id)
    db.session.execute(me.with_for_update(key_share=True))


def _last_written(actor: Actor) -> datetime | None:
    """The moment it was written with a check-in: what is changed at another moment must not show by its own."""
    mine = select(Item.created_at).where(Item.owner_id == actor.unlocked().principal_id)
    kept = db.session.scalar(mine.where(Item.thing_id == _thing(actor)))
    return kept or db.session.scalar(mine.where(Item.kind == KIND).order_by(Item.created_at.desc()).limit(1))


def _keep(actor: Actor, after: Own, written_at: datetime | None) -> None:
    """In the place of what was there."""
    said = {"feelings": after.feelings, "activities": after.activities, "seen": [str(seen) for seen in after.seen]}
    data = json.dumps(said, ensure_ascii=False).encode()
    vault.replace(actor.unlocked(), KIND_OWN, data, _thing(actor), written_at=written_at)


def _thing(actor: Actor) -> UUID:
    return uuid5(actor.person_id, KIND_OWN)
