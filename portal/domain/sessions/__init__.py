"""Signed-in sessions: begun at sign-in, opened by the cookie alone, ended by time, by the person, or by a change."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, update

from portal.core import site
from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys, box, unbox
from portal.core.db import db, unit_of_work
from portal.core.errors import Locked
from portal.domain import factors
from portal.domain.preferences import Preferences
from portal.domain.sessions import halfway
from portal.domain.sessions.cookies import parts
from portal.domain.sessions.halfway import Half
from portal.models.factors import Factor
from portal.models.people import Membership, Person
from portal.models.sessions import SignedIn

__all__ = [
    "FRESH",
    "IDLE",
    "LONGEST",
    "TOUCH",
    "Browser",
    "Half",
    "Visitor",
    "end",
    "end_all",
    "end_apart",
    "end_one",
    "halfway",
    "of",
    "open_with",
    "prove",
    "start",
    "sweep",
    "touch",
]

IDLE = {True: timedelta(minutes=15), False: timedelta(minutes=30)}  # by "is staff"
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=10)
TOUCH = timedelta(seconds=60)  # how stale `seen_at` may get before it is written again


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever is signed in on this browser, with the roles they hold now."""

    session_id: UUID
    person_id: UUID
    practice_id: UUID
    name: str
    time_zone: str
    preferences: Preferences
    roles: frozenset[Role]
    keys: Keys
    seen_at: datetime
    stepped_up_at: datetime | None
    told_until: datetime | None = None  # until when each page asks whether it was them who was helped back in
    device_id: UUID | None = None
    has_app: bool = False
    has_passkey: bool = False  # that answers under the name the practice has now
    has_factor: bool = False  # any, so that a second step is asked for
    language: str = ""  # empty: none was chosen

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    @property
    def is_fresh(self) -> bool:
        """The password was given a moment ago: enough for what a session left open must not do."""
        return self.stepped_up_at is not None and now() - self.stepped_up_at < FRESH

    @property
    def idle(self) -> timedelta:
        """How long this session lasts without a sign of life."""
        return IDLE[bool(self.roles & STAFF)]

    def acting_as(self, role: Role) -> Actor:
        return Actor(self.person_id, self.practice_id, role, self.keys)


def start(practice_id: UUID, person_id: UUID, keys: Keys) -> bytes:
    """Begin a session; always a fresh cookie, so there is nothing to fixate. Returns its 32 random bytes."""
    cookie = secrets.token_bytes(32)
    name, key = parts(cookie)
    db.session.add(
        SignedIn(
            practice_id=practice_id,
            cookie_hash=name,
            person_id=person_id,
            stepped_up_at=now(),
            keys_sealed=box(key, keys.to_bytes(), "session", person_id),
        )
    )
    return cookie


def open_with(cookie: bytes) -> Visitor | None:
    """Who this cookie stands for, in the practice at work; None when it has ended or never was."""
    name, key = parts(cookie)
    rows = db.session.execute(_FIND, {"cookie_hash": name, "own_host": site.own_host()}).all()
    if not rows:
        return None
    found, roles, moment = rows[0], frozenset(Role(row.role) for row in rows), now()
    if moment - found.seen_at > IDLE[bool(roles & STAFF)] or moment - found.started_at > LONGEST:
        return None
    try:
        keys = Keys.from_bytes(unbox(key, found.keys_sealed, "session", found.person_id))
    except Locked:
        return None
    return Visitor(
        found.id,
        found.person_id,
        found.practice_id,
        found.name,
        found.time_zone,
        Preferences.from_row(found.preferences),
        roles,
        keys,
        found.seen_at,
        found.stepped_up_at,
        found.told_until,
        found.device_id,
        found.has_app,
        found.has_passkey,
        found.has_factor,
        found.language,
    )


def _has(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(Factor.id).where(Factor.person_id == SignedIn.person_id, *which))


_FIND = (  # one row for each role that stands
    select(
        SignedIn.id,
        SignedIn.person_id,
        SignedIn.practice_id,
        SignedIn.started_at,
        SignedIn.seen_at,
        SignedIn.stepped_up_at,
        SignedIn.keys_sealed,
        SignedIn.device_id,
        _has(Factor.kind == "app").label("has_app"),
        _has(Factor.kind == "passkey", factors.answers(bindparam("own_host"))).label("has_passkey"),
        _has().label("has_factor"),
        Person.name,
        Person.time_zone,
        Person.preferences,
        Person.told_until,
        Person.language,
        Membership.role,
    )
    .join(Person, Person.id == SignedIn.person_id)
    .join(Membership, Membership.person_id == Person.id)
    .where(SignedIn.cookie_hash == bindparam("cookie_hash"), Person.closed_at.is_(None), Membership.ended_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser somebody is signed in on. `kind` is "Firefox on Windows", or "" where nobody could tell."""

    id: UUID
    kind: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def of(visitor: Visitor) -> list[Browser]:
    """Where this person is signed in now; this browser first, then the one used last."""
    moment = now()
    stands = (SignedIn.started_at >= moment - LONGEST, SignedIn.seen_at >= moment - visitor.idle)
    rows = db.session.scalars(select(SignedIn).where(SignedIn.person_id == visitor.person_id, *stands))
    found = [Browser(row.id, row.browser, row.started_at, row.seen_at, row.id == visitor.session_id) for row in rows]
    return sorted(found, key=lambda browser: (browser.is_this, browser.seen_at), reverse=True)


def end_one(person_id: UUID, session_id: UUID) -> bool:
    """Sign this person out on one browser; whether they were signed in there."""
    mine = delete(SignedIn).where(SignedIn.id == session_id, SignedIn.person_id == person_id)
    return bool(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]


def touch(visitor: Visitor, stale: timedelta = TOUCH) -> None:
    """Remember that the person is still there. Only a row that still exists: a slow request revives nothing.

    Args:
        visitor: whoever is there.
        stale: how old the last sign of life must be to be worth a write.
    """
    if now() - visitor.seen_at > stale:
        db.session.execute(update(SignedIn).where(SignedIn.id == visitor.session_id).values(seen_at=now()))


def prove(visitor: Visitor) -> bytes:
    """They gave their password again: the same session under a new cookie (ASVS 5.0: 7.2.4); the old one is nobody's.

    Raises:
        Locked: the session has ended meanwhile; a slow request revives nothing.
    """
    cookie = secrets.token_bytes(32)
    name, key = parts(cookie)
    sealed = box(key, visitor.keys.to_bytes(), "session", visitor.person_id)
    values = {"cookie_hash": name, "keys_sealed": sealed, "stepped_up_at": now(), "seen_at": now()}
    done = db.session.execute(update(SignedIn).where(SignedIn.id == visitor.session_id).values(**values))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Locked("this session has ended")
    return cookie


def end(visitor: Visitor) -> None:
    """Sign this browser out."""
    db.session.execute(delete(SignedIn).where(SignedIn.id == visitor.session_id))


def end_apart(visitor: Visitor) -> None:
    """Sign this browser out in a unit of work of its own, whatever becomes of the one at work."""
    with unit_of_work(visitor.practice_id):
        end(visitor)


def end_all(person_id: UUID) -> int:
    """Sign this person out on every browser, and wherever they are halfway in; returns how many there were."""
    halfway.end_all(person_id)
    return int(db.session.execute(delete(SignedIn).where(SignedIn.person_id == person_id)).rowcount)  # type: ignore[attr-defined]


def sweep() -> None:
    """Remove sessions past every limit, so that no sealed key outlives its use."""
    halfway.sweep()
    moment = now()
    old = (SignedIn.started_at < moment - LONGEST) | (SignedIn.seen_at < moment - max(IDLE.values()))
    db.session.execute(delete(SignedIn).where(old))
