"""What somebody has as a second factor: rows that tell nothing; beside each, sealed, its name and its secret."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.core.actor import STAFF, Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.domain import settings, vault
from portal.domain.audit import Event, record
from portal.models.factors import Challenge, SpareCode
from portal.models.factors import Factor as Row

KIND = "factor"  # of items
APP, PASSKEY = "app", "passkey"
LONGEST_NAME = 60  # characters
MOST = 20  # of one person
CALLED = {APP: "Authenticator app", PASSKEY: "Passkey"}  # where somebody gave it no name
LAST_ONE = "Add another one first. The practice asks for one from you."


@dataclass(frozen=True, slots=True)
class Factor:
    """One of somebody's own."""

    id: UUID
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None

    @property
    def is_passkey(self) -> bool:
        return self.kind == PASSKEY


@dataclass(frozen=True, slots=True)
class Opened:
    """One of somebody's own, with what it is checked by."""

    id: UUID
    counter: int
    secret: dict[str, Any]


def has(person_id: UUID) -> bool:
    """Whether somebody has one: then no password alone lets them in."""
    return db.session.scalar(select(Row.id).where(Row.person_id == person_id).limit(1)) is not None


def kinds_of(person_id: UUID) -> frozenset[str]:
    """Which kinds somebody has."""
    return frozenset(db.session.scalars(select(Row.kind).where(Row.person_id == person_id).distinct()))


def mine(actor: Actor) -> list[Factor]:
    """The acting person's own, oldest first."""
    query = select(Row).where(Row.person_id == actor.person_id).order_by(Row.made_at, Row.id)
    rows = list(db.session.scalars(query))
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows])
    names = {thing_id: json.loads(text.data).get("name", "") for thing_id, text in texts.items()}
    return [Factor(row.id, row.kind, names.get(row.id) or CALLED[row.kind], row.made_at, row.used_at) for row in rows]


def opened(actor: Actor, kind: str) -> list[Opened]:
    """Those of one kind with their secrets, through the person's own key."""
    rows = db.session.scalars(select(Row).where(Row.person_id == actor.person_id, Row.kind == kind)).all()
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows])
    return [Opened(row.id, row.counter, json.loads(texts[row.id].data)) for row in rows if row.id in texts]


def keep(actor: Actor, factor_id: UUID, kind: str, secret: dict[str, Any], counter: int) -> None:
    """One more of somebody's own. The same form sent twice is one.

    Raises:
        Invalid: on `name`: too long, or too many.
    """
    if len(secret["name"]) > LONGEST_NAME:
        raise Invalid("name", f"This can be {LONGEST_NAME} characters long; it has {len(secret['name'])}.")
    if len(db.session.scalars(select(Row.id).where(Row.person_id == actor.person_id)).all()) >= MOST:
        raise Invalid("name", f"There are {MOST} already. Remove one first.")
    row = Row(id=factor_id, practice_id=actor.practice_id, person_id=actor.person_id, kind=kind, counter=counter)
    db.session.add(row)
    vault.write(actor.unlocked(), KIND, json.dumps(secret).encode(), factor_id)
    record(actor, Event.FACTOR_ADDED, factor_id, actor.person_id, kind=kind)


def take(factor_id: UUID, counter: int, *, above: bool = True) -> bool:
    """Note that it was used. Of two who come with the same counter, one is too late.

    Args:
        factor_id: which.
        counter: of this use.
        above: whether it must be higher than the last one; a passkey that does not count always says 0.
    """
    query = update(Row).where(Row.id == factor_id)
    query = query.where(Row.counter < counter) if above else query
    return bool(db.session.execute(query.values(counter=counter, used_at=now())).rowcount)  # type: ignore[attr-defined]


def remove(actor: Actor, factor_id: UUID, *, is_needed: bool) -> None:
    """Take one of one's own away, with its secret.

    Args:
        actor: whose.
        factor_id: which; one that is gone already stays so.
        is_needed: whether this person must keep one that satisfies the practice.

    Raises:
        NotFound: somebody else's.
        Conflict: it is the last that satisfies the practice.
    """
    row = db.session.scalar(select(Row).where(Row.id == factor_id).with_for_update())
    if row is None or row.person_id != actor.person_id:
        raise NotFound(factor_id)
    others = select(Row.kind).where(Row.person_id == actor.person_id, Row.id != factor_id)
    left = set(db.session.scalars(others))
    if is_needed and not (left if not only_passkeys(actor) else left & {PASSKEY}):
        raise Conflict(LAST_ONE)
    db.session.execute(delete(Row).where(Row.id == factor_id))
    vault.drop(actor.unlocked(), factor_id)
    if not left:
        db.session.execute(delete(SpareCode).where(SpareCode.person_id == actor.person_id))
    record(actor, Event.FACTOR_REMOVED, factor_id, actor.person_id, kind=row.kind)


def forget(person_id: UUID) -> None:
    """Take all of somebody's away: a decision of its own, by whoever helps them back in. No key is needed."""
    ids = list(db.session.scalars(select(Row.id).where(Row.person_id == person_id)))
    for model in (Row, SpareCode, Challenge):
        db.session.execute(delete(model).where(model.person_id == person_id))
    vault.forget(ids)
    record(None, Event.FACTORS_FORGOTTEN, person_id, person_id, factors=len(ids))


def only_passkeys(actor: Actor) -> bool:
    """Whether this practice wants a passkey from this person."""
    return actor.role in STAFF and settings.here().staff_factor == settings.Rules.PASSKEY
