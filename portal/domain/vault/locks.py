"""Locks: the ways to a principal's private key. A password, a code on paper, an invitation, another principal's key."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from sqlalchemy import delete, insert, select

from portal.core import crypto
from portal.core.crypto import Cost, Keys, box, code_key, invitation_key, plain_code, same, stretch, unbox
from portal.core.db import db, let_go
from portal.core.errors import Locked
from portal.core.keyring import ring
from portal.domain.vault import revocations
from portal.domain.vault.principals import check_current, mine, recipient
from portal.domain.vault.seals import here, seal_to, unseal
from portal.models.vault import Lock, Principal

PASSWORD, CODE, HELD_BY = "password", "code", "held-by"
SALT_BYTES = 16


# ------------------------------------------------------------------ passwords


def set_password(keys: Keys, password: str) -> None:
    """Let this password open the key pair, and no older one."""
    _set_stretched(keys, PASSWORD, password)


def open_with_password(principal_id: UUID | None, password: str) -> Keys:
    """The keys behind a password. Ends the transaction before the slow hash, so call it before anything is written.

    Args:
        principal_id: None when there is no such account: the same work is done, so that nobody can tell.
        password: as typed.

    Raises:
        Locked: wrong, or no such account, or the row was altered: always the same, after the same work.
    """
    return _open_stretched(principal_id, PASSWORD, password)


# ------------------------------------------------------------------ codes


def new_code(keys: Keys) -> str:
    """A recovery code of 130 bits, to be shown once; the one before dies."""
    code = crypto.new_code()
    set_code(keys, code)
    return code


def set_code(keys: Keys, code: str) -> None:
    """Lock these keys with a code that `new_code` made: the same paper goes on opening what was rotated."""
    principal = mine(keys)
    closed = box(code_key(code, ring().pepper), keys.raw, *lock_place(principal, CODE, principal.id))
    _put(principal, CODE, principal.id, closed)


def open_with_code(principal_id: UUID, code: str) -> Keys:
    """The keys behind a recovery code; case, spaces and dashes do not count, O is 0, I and L are 1.

    Raises:
        Locked: wrong, used, or the row was altered.
    """
    lock = _find(principal_id, CODE, principal_id)
    if lock is None:
        raise Locked("no code")
    return _unlock(lock, code_key(code, ring().pepper))


# ------------------------------------------------------------------ invitations


def set_invitation(keys: Keys, code: str, token: str) -> None:
    """Let a link and a spoken code, together, open the key pair of somebody who has not joined yet."""
    _set_stretched(keys, CODE, _invitation(code, token))


def set_invitations(locks: Iterable[tuple[Keys, str, str]]) -> None:
    """The same for many people at once who were made a moment ago, each with a code and a link, and not stretched.

    What is stretched is for whoever has the link, the tables and the pepper, and lacks six letters; behind the first
    keys of a list lies nothing but an address (ADR 20).
    """
    rows = []
    for keys, code, token in locks:
        place = ("lock", here(), keys.principal_id, CODE, keys.principal_id, keys.suite)
        closed = box(invitation_key(code, token, ring().pepper), keys.raw, *place)
        about = {"practice_id": here(), "principal_id": keys.principal_id, "kind": CODE}
        rows.append({**about, "holder_id": keys.principal_id, "box": closed})
    if rows:
        db.session.execute(insert(Lock), rows)


def open_invitation(principal_id: UUID | None, code: str, token: str) -> Keys:
    """The first keys of somebody invited. Ends the transaction before the slow hash. Then rotate, and set a password.

    Raises:
        Locked: wrong code or link, or no such invitation: always the same, after the same work.
    """
    lock = _find(principal_id, CODE, principal_id) if principal_id else None
    if lock and lock.salt is None:
        with suppress(Locked):
            return _unlock(lock, invitation_key(code, token, ring().pepper))
    return _open_stretched(principal_id, CODE, _invitation(code, token))


def _invitation(code: str, token: str) -> str:
    return f"{plain_code(code)} {token}"  # a plain code holds no space


# ------------------------------------------------------------------ held by another principal


def let_hold(keys: Keys, holder: Principal) -> None:
    """Let the holder's key open this one: clients and staff by recovery, records by recovery.

    Raises:
        Locked: the holder's public key does not carry our stamp.
    """
    principal, holder = mine(keys), recipient(holder.id)
    _put(principal, HELD_BY, holder.id, seal_to(holder, keys.raw, *lock_place(principal, HELD_BY, holder.id)))


def stop_hold(principal_id: UUID, holder_id: UUID) -> None:
    """Take the holder's way away. Rotate as well: an old backup still has the row."""
    _drop(principal_id, HELD_BY, holder_id)
    revocations.note("unheld", [principal_id], under=holder_id)


def open_held(principal_id: UUID, holder_keys: Keys) -> Keys:
    """The keys of a principal this holder was let hold.

    Raises:
        Locked: not held by them, or the row was altered.
    """
    lock = _find(principal_id, HELD_BY, holder_keys.principal_id)
    if lock is None:
        raise Locked("not held by this principal")
    principal = _principal(lock)
    return _pair(principal, unseal(holder_keys, lock.box, *lock_place(principal, HELD_BY, lock.holder_id)))


def holders(principal_id: UUID) -> frozenset[UUID]:
    """The principals whose key opens this one; to be let hold again after `rotate`."""
    query = select(Lock.holder_id).where(Lock.principal_id == principal_id, Lock.kind == HELD_BY)
    return frozenset(db.session.scalars(query))


# ------------------------------------------------------------------ rows


def lock_place(principal: Principal, kind: str, holder_id: UUID) -> tuple[object, ...]:
    """Where the box of a lock belongs."""
    return ("lock", principal.practice_id, principal.id, kind, holder_id, principal.suite)


def _find(principal_id: UUID, kind: str, holder_id: UUID) -> Lock | None:
    query = select(Lock).where(Lock.principal_id == principal_id, Lock.kind == kind, Lock.holder_id == holder_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _put(  # noqa: PLR0913, PLR0917 - a row
    principal: Principal,
    kind: str,
    holder_id: UUID,
    closed: bytes,
    salt: bytes | None = None,
    check: bytes | None = None,
    cost: Cost | None = None,
) -> None:
    _drop(principal.id, kind, holder_id)
    row = {
        "practice_id": here(),
        "principal_id": principal.id,
        "kind": kind,
        "holder_id": holder_id,
        "salt": salt,
        "memory_kib": cost and cost.memory_kib,
        "passes": cost and cost.passes,
        "check": check,
        "box": closed,
    }
    db.session.execute(insert(Lock), [row])


def _drop(principal_id: UUID, kind: str, holder_id: UUID) -> None:
    db.session.execute(
        delete(Lock).where(Lock.principal_id == principal_id, Lock.kind == kind, Lock.holder_id == holder_id)
    )


def _set_stretched(keys: Keys, kind: str, words: str) -> None:
    """Stretch first: the hash is slow, and locks are taken only afterwards."""
    salt, cost = secrets.token_bytes(SALT_BYTES), _cost()
    check, key = stretch(words, salt, ring().pepper, cost)
    principal = mine(keys)
    closed = box(key, keys.raw, *lock_place(principal, kind, principal.id))
    _put(principal, kind, principal.id, closed, salt, check, cost)


def _open_stretched(principal_id: UUID | None, kind: str, words: str) -> Keys:
    lock = _find(principal_id, kind, principal_id) if principal_id else None
    let_go()
    salt, cost, wanted = bytes(SALT_BYTES), _cost(), b""
    if lock and lock.salt and lock.memory_kib and lock.passes and lock.check:
        salt, cost, wanted = lock.salt, Cost(lock.memory_kib, lock.passes), lock.check
    check, key = stretch(words, salt, ring().pepper, cost)
    if lock is None or not same(check, wanted):
        raise Locked("these words do not open it")
    return _unlock(lock, key)


def _cost() -> Cost:
    return Cost(ring().argon2_memory_kib, ring().argon2_passes)


def _unlock(lock: Lock, key: bytes) -> Keys:
    principal = _principal(lock)
    return _pair(principal, unbox(key, lock.box, *lock_place(principal, lock.kind, lock.holder_id)))


def _principal(lock: Lock) -> Principal:
    query = select(Principal).where(Principal.id == lock.principal_id).execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Locked("a lock of nobody here")
    return found


def _pair(principal: Principal, raw: bytes) -> Keys:
    keys = Keys(principal.id, principal.suite, raw)
    check_current(keys, principal)
    return keys
