"""Half sessions: the password was right, the second factor is still to come. A few minutes, and no room opens."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.core.clock import now
from portal.core.crypto import Keys, box, unbox
from portal.core.db import db
from portal.core.errors import Locked
from portal.domain.sessions.cookies import parts
from portal.models.people import Person
from portal.models.sessions import HalfIn

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Half:
    """Whoever has given a right password in this browser, and nothing more."""

    id: UUID
    person_id: UUID
    practice_id: UUID
    keys: Keys


def start(practice_id: UUID, person_id: UUID, keys: Keys) -> bytes:
    """Begin one; returns its cookie, 32 random bytes."""
    cookie = secrets.token_bytes(32)
    name, key = parts(cookie)
    sealed = box(key, keys.to_bytes(), "half-session", person_id)
    db.session.add(HalfIn(practice_id=practice_id, cookie_hash=name, person_id=person_id, keys_sealed=sealed))
    return cookie


def open_with(cookie: bytes) -> Half | None:
    """Who this cookie stands for, in the practice at work; None when its minutes are over, or it never was one."""
    name, key = parts(cookie)
    query = select(HalfIn).join(Person, Person.id == HalfIn.person_id).where(HalfIn.cookie_hash == name)
    row = db.session.scalar(query.where(HalfIn.started_at > now() - LASTS, Person.closed_at.is_(None)))
    if row is None:
        return None
    try:
        keys = Keys.from_bytes(unbox(key, row.keys_sealed, "half-session", row.person_id))
    except Locked:
        return None
    return Half(row.id, row.person_id, row.practice_id, keys)


def hold(half: Half) -> bool:
    """Whether it still stands; nobody else finishes it until this unit of work ends."""
    return db.session.scalar(select(HalfIn.id).where(HalfIn.id == half.id).with_for_update()) is not None


def end(half: Half) -> None:
    """End it: it has become a whole session."""
    db.session.execute(delete(HalfIn).where(HalfIn.id == half.id))


def end_all(person_id: UUID) -> None:
    """End all of a person's."""
    db.session.execute(delete(HalfIn).where(HalfIn.person_id == person_id))


def sweep() -> None:
    """Remove those whose minutes are over."""
    db.session.execute(delete(HalfIn).where(HalfIn.started_at < now() - LASTS))
