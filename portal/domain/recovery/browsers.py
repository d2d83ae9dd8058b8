"""The waiting browser: a one-time key pair whose private half only the cookie of that browser opens."""

import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from portal.core.crypto import NEWEST, Keys, box, new_pair, seal, stamp, unbox
from portal.core.keyring import ring
from portal.domain.vault.seals import here, mark, unseal

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no two look alike on paper or sound alike when read
PAIRING_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new cookie, 32 random bytes, and what is kept of the key pair that belongs to it."""

    cookie: bytes = field(repr=False)
    public: bytes
    private_box: bytes


def fresh(request_id: UUID) -> Fresh:
    """A key pair for one request."""
    cookie = secrets.token_bytes(32)
    private, public = new_pair(NEWEST)
    return Fresh(cookie, public, box(_key(cookie), private, "waiting", here(), request_id))


def name_of(cookie: bytes) -> bytes:
    """Names the row; tells neither the cookie nor the key."""
    return hashlib.sha256(b"waiting id" + cookie).digest()


def pairing_of(cookie: bytes) -> str:
    """The code that is read to the practice: 'K4M 7TW'. The same each time the page is shown, and kept nowhere."""
    found = hashlib.sha256(b"waiting pairing" + cookie).digest()[:PAIRING_LENGTH]
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in found)
    return f"{letters[:3]} {letters[3:]}"


def hash_of_pairing(typed: str) -> bytes:
    """What is kept of a pairing code: without the pepper nobody can try codes against it."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return stamp(ring().pepper, "pairing", here(), plain)


def seal_to_browser(keys: Keys, request_id: UUID, public: bytes) -> bytes:
    """Somebody's keys, for that browser alone."""
    place = ("back-in", here(), request_id)
    return seal(public, NEWEST, keys.to_bytes(), *place, mark(*place))


def open_by_browser(cookie: bytes, request_id: UUID, private_box: bytes, sealed: bytes | None) -> Keys:
    """What was sealed to it; raises Locked for any other cookie."""
    private = unbox(_key(cookie), private_box, "waiting", here(), request_id)
    opened = unseal(Keys(request_id, NEWEST, private), sealed, "back-in", here(), request_id)
    return Keys.from_bytes(opened)


def _key(cookie: bytes) -> bytes:
    return hashlib.sha256(b"waiting key" + cookie).digest()
