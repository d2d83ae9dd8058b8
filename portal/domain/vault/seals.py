"""How keys travel to principals: stamped public keys, seals nobody else could have made, the terms of a consent."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from portal.core import db as database
from portal.core.clock import now
from portal.core.crypto import Keys, new_key, same, seal, stamp
from portal.core.errors import Locked, NoTenant
from portal.core.keyring import ring
from portal.models.vault import Grant, Item, Principal

OWN = "own"
RECORD = "record"  # what staff write for the practice: a consent of theirs covers it for the records key
CHOSEN = "chosen"  # things one by one, and no other
log = logging.getLogger(__name__)


def here() -> UUID:
    """The practice at work.

    Raises:
        NoTenant: there is none.
    """
    found = database.practice_id()
    if found is None:
        raise NoTenant("the vault was asked outside any practice")
    return found


# ------------------------------------------------------------------ stamps and seals


def stamp_of(principal: Principal) -> bytes:
    """What the stamp of this row must be: by the pepper, over everything else in the row."""
    return stamp(
        ring().pepper,
        "stamp",
        principal.practice_id,
        principal.id,
        principal.person_id,
        principal.kind,
        principal.suite,
        principal.public_key.hex(),
        principal.retired_at,
    )


def check_stamp(principal: Principal) -> None:
    """Refuse a public key that we did not issue.

    Raises:
        Locked: the row was altered or planted.
    """
    if not same(principal.stamp, stamp_of(principal)):
        raise Locked("a public key without our stamp")


def seal_to(principal: Principal, data: bytes, *about: object) -> bytes:
    """Seal to a principal of ours.

    Raises:
        Locked: the public key does not carry our stamp.
    """
    check_stamp(principal)
    return seal(principal.public_key, principal.suite, data, *about, mark(*about))


def unseal(keys: Keys, sealed: bytes | None, *about: object) -> bytes:
    """Open what `seal_to` closed; raises Locked."""
    return keys.unseal(sealed, *about, mark(*about))


def mark(*about: object) -> str:
    """Anyone may seal to a public key; with this under the seal, only a holder of the pepper can."""
    return stamp(ring().pepper, "mark", *about).hex()


# ------------------------------------------------------------------ consents


def terms(grant: Grant) -> tuple[object, ...]:
    """What was agreed, bound into both seals: a consent whose reader, scope or date was altered no longer opens."""
    return (
        "grant",
        grant.practice_id,
        grant.id,
        grant.owner_id,
        grant.reader_id,
        grant.scope,
        grant.purpose,
        grant.wording,
        grant.given_at,
        grant.expires_at,
    )


def new_grant(  # noqa: PLR0913, PLR0917 - these are the terms of a consent
    owner: Principal, reader: Principal, scope: str, purpose: str, wording: str, expires_at: datetime | None = None
) -> Grant:
    """A consent with a fresh key, sealed to both; not yet in the session."""
    grant = Grant(
        practice_id=owner.practice_id,
        id=uuid4(),
        owner_id=owner.id,
        reader_id=reader.id,
        scope=scope,
        purpose=purpose,
        wording=wording,
        given_at=now(),
        expires_at=expires_at and expires_at.astimezone(UTC),
    )
    key = new_key()
    grant.owner_seal = seal_to(owner, key, *terms(grant))
    grant.reader_seal = seal_to(reader, key, *terms(grant))
    return grant


def grant_key(keys: Keys, grant: Grant) -> bytes:
    """The key of a consent, for its owner or its reader.

    Raises:
        Locked: neither of the two, or ended, or its terms were altered.
    """
    sealed = grant.owner_seal if keys.principal_id == grant.owner_id else grant.reader_seal
    return unseal(keys, sealed, *terms(grant))


def key_or_none(keys: Keys, grant: Grant) -> bytes | None:
    """The same, where one altered consent must not take all the others with it: the log tells of it."""
    try:
        return grant_key(keys, grant)
    except Locked:
        log.warning("consent %s does not open for principal %s", grant.id, keys.principal_id)
        return None


# ------------------------------------------------------------------ places of boxes


ITEM_PLACE = (Item.id, Item.owner_id, Item.kind, Item.thing_id, Item.version, Item.created_at)


def item_place(practice_id: UUID, columns: Iterable[object]) -> tuple[object, ...]:
    """Where an item's words belong; with the columns of `ITEM_PLACE` this is all of the row but the words.

    Put under any other thing, version, owner or date, they do not open.
    """
    return ("item", practice_id, *columns)


def key_place(item_id: UUID, version: int, grant_id: UUID, given_at: datetime) -> tuple[object, ...]:
    """Where an item's key belongs."""
    return ("key", item_id, version, grant_id, given_at)
