"""An operator's way in: name, password and a code of the second factor at once; and the sessions that begin with it."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from sqlalchemy import delete, select, update

from portal.core.clock import now
from portal.core.crypto import Cost, same, stretch, unbox
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.core.keyring import ring
from portal.core.language import lazy
from portal.domain.accounts.names import folded
from portal.domain.operators import acts, tries
from portal.domain.operators.acts import Act
from portal.models.operators import Operator, OperatorSession

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=12)
FRESH = timedelta(minutes=10)
TOUCH = timedelta(seconds=60)  # how stale `seen_at` may get before it is written again
STEP = 30  # seconds that a code is good for (RFC 6238); one step late or early is taken, too
CALLED, LONGEST_SHOWN = "Harbour", 60  # how an authenticator program lists it; characters
REFUSED = lazy("That didn't match. Check all three fields; each code of your second factor works once.")
SEED_PLACE = ("operator", "seed")


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The operator signed in on this browser."""

    session_id: UUID
    operator_id: UUID
    sign_in_name: str
    seen_at: datetime
    proved_at: datetime

    @property
    def is_fresh(self) -> bool:
        """Password and code were given a moment ago: enough for what a session left open must not do."""
        return now() - self.proved_at < FRESH


# ------------------------------------------------------------------ the second factor


def new_seed() -> str:
    """A fresh seed for an authenticator program: 160 bits in base 32."""
    return pyotp.random_base32()


def is_seed(typed: str) -> bool:
    """Whether this can be a seed of `new_seed`: 32 signs of base 32."""
    return re.fullmatch(r"[A-Z2-7]{32}", typed) is not None


def seed_address(sign_in_name: str, seed: str) -> str:
    """The seed as an authenticator program scans it."""
    return pyotp.TOTP(seed, interval=STEP).provisioning_uri(
        name=sign_in_name[:LONGEST_SHOWN] or "operator", issuer_name=CALLED
    )


def step_of(seed: str, code: str) -> int | None:
    """The step of time this code belongs to: now, or one before or after; None when it is none of these."""
    plain = "".join(sign for sign in code if not sign.isspace())
    if not (plain.isascii() and plain.isdigit()):
        return None
    at = int(now().timestamp()) // STEP
    codes = pyotp.TOTP(seed, interval=STEP)
    return next((step for step in (at, at - 1, at + 1) if same(codes.at(step * STEP).encode(), plain.encode())), None)


# ------------------------------------------------------------------ signing in


def sign_in(sign_in_name: str, password: str, code: str, address: str) -> bytes:
    """Begin a session. An unknown name, a wrong password and a used code get one answer, for the same work.

    Args:
        sign_in_name: as typed.
        password: as typed.
        code: of the second factor.
        address: of the network the try comes from; only a keyed hash of it is kept.

    Returns:
        the session's cookie, 32 bytes.

    Raises:
        Invalid: on `sign_in_name`.
        TooSoon: too many tries for this account or from this address.
    """
    operator_id = _proved(sign_in_name, password, code, address)
    cookie = secrets.token_bytes(32)
    with unit_of_work(None):
        db.session.add(OperatorSession(cookie_hash=_name(cookie), operator_id=operator_id))
        acts.note(operator_id, Act.SIGNED_IN)
    return cookie


def prove_again(who: OnDuty, password: str, code: str, address: str) -> bytes:
    """Password and code once more, before a sensitive act.

    Returns:
        the same session's new cookie (ASVS 5.0: 7.2.4); the old one is nobody's.

    Raises:
        Invalid, TooSoon: as `sign_in`.
        Locked: the session has ended meanwhile.
    """
    _proved(who.sign_in_name, password, code, address)
    cookie = secrets.token_bytes(32)
    values = {"cookie_hash": _name(cookie), "proved_at": now(), "seen_at": now()}
    with unit_of_work(None):
        mine = update(OperatorSession).where(OperatorSession.id == who.session_id)
        if not db.session.execute(mine.values(**values)).rowcount:  # type: ignore[attr-defined]
            raise Locked("this session has ended")
        acts.note(who.operator_id, Act.PROVED)
    return cookie


def _proved(sign_in_name: str, password: str, code: str, address: str) -> UUID:
    """Whose name, password and code these are; the code is used up."""
    let_go()
    doors = tries.doors(sign_in_name, address)
    tries.knock(*doors)
    with unit_of_work(None, writes=False):
        query = select(Operator).where(Operator.sign_in_name == folded(sign_in_name), Operator.ended_at.is_(None))
        found = db.session.scalars(query).one_or_none()
    step = _step(found, password, code)
    with unit_of_work(None):
        if found and step and _use_up(found.id, step):
            tries.opened(*doors)
            return found.id
    acts.note_alone(found.id if found else None, Act.REFUSED)
    raise Invalid("sign_in_name", REFUSED)


def _step(found: Operator | None, password: str, code: str) -> int | None:
    """The step of a code that fits, if the password does; the slow work is the same where there is nobody."""
    cost, salt, wanted = Cost(ring().argon2_memory_kib, ring().argon2_passes), bytes(16), b""
    if found:
        cost, salt, wanted = Cost(found.memory_kib, found.passes), found.salt, found.check
    check, key = stretch(password, salt, ring().pepper, cost)
    if found is None or not same(check, wanted):
        return None
    try:
        return step_of(unbox(key, found.seed_sealed, *SEED_PLACE, found.id).decode(), code)
    except Locked:
        return None


def _use_up(operator_id: UUID, step: int) -> bool:
    """Take this code, and with it every earlier one, out of use; of two at once one gets it."""
    mine = update(Operator).where(Operator.id == operator_id, Operator.last_step < step).values(last_step=step)
    return bool(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]


# ------------------------------------------------------------------ sessions


def on_duty(cookie: bytes) -> OnDuty | None:
    """Who this cookie stands for; None when it has ended or never was."""
    query = (
        select(OperatorSession, Operator.sign_in_name)
        .join(Operator, Operator.id == OperatorSession.operator_id)
        .where(OperatorSession.cookie_hash == _name(cookie), Operator.ended_at.is_(None))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, sign_in_name = found
    moment = now()
    if moment - row.seen_at > IDLE or moment - row.started_at > LONGEST:
        return None
    return OnDuty(row.id, row.operator_id, sign_in_name, row.seen_at, row.proved_at)


def touch(who: OnDuty) -> None:
    """Remember that the operator is still there; a session that has ended is not revived."""
    if now() - who.seen_at > TOUCH:
        db.session.execute(update(OperatorSession).where(OperatorSession.id == who.session_id).values(seen_at=now()))


def end(who: OnDuty) -> None:
    """Sign this browser out."""
    mine = delete(OperatorSession).where(OperatorSession.id == who.session_id)
    if db.session.execute(mine).rowcount:  # type: ignore[attr-defined]
        acts.note(who.operator_id, Act.SIGNED_OUT)


def sweep() -> None:
    """Remove sessions past every limit, and tries that no longer count."""
    moment = now()
    old = (OperatorSession.started_at < moment - LONGEST) | (OperatorSession.seen_at < moment - IDLE)
    db.session.execute(delete(OperatorSession).where(old))
    tries.sweep()


def _name(cookie: bytes) -> bytes:
    return hashlib.sha256(b"operator" + cookie).digest()
