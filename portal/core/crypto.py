"""Boxes, seals and slow hashes: the primitives under the vault, which know no table and no person.

A *box* is AES-256-GCM under a key both ends know; a *seal* is HPKE to a public key. Each names its place: opened with
any other `about` than the one it was closed with, it does not open. Formats and suites: docs/keys.md.
"""

import hashlib
import hmac
import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NoReturn, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from portal.core.errors import Busy, Locked

FAMILY: Final = "portal-1"
KEY_BYTES: Final = 32
PADDING: Final = 256  # bytes; sizes of texts show only in these steps
_BOX_1: Final = b"\x01"
_NONCE: Final = 12

X25519: Final = 1
HYBRID: Final = 2  # X25519 and ML-KEM-768: a journal stays intimate for longer than X25519 may last
NEWEST: Final = HYBRID
_SUITES: Final = {
    X25519: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
    HYBRID: hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
}

_STRETCHING = threading.BoundedSemaphore(2)  # a burst of sign-ins must not eat the memory of the machine
_IN_LINE = threading.BoundedSemaphore(6)  # nor every thread of the process: of its eight, two are left for pages
_CODE_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_CODE_LENGTH: Final = 26  # 5 bits each: 130 bits


# ------------------------------------------------------------------ places


def context(*about: object) -> bytes:
    """The name of a place, so written that no two lists of parts give the same bytes."""
    return b"".join([_word(part) for part in (FAMILY, *about)])


def _word(part: object) -> bytes:
    """Ids have one length, texts are preceded by theirs, and nothing is not an empty text."""
    if isinstance(part, UUID):
        return b"u" + part.bytes
    if part is None:
        return b"-"
    text = str(part).encode()
    return b"%d:%b" % (len(text), text)


def stamp(key: bytes, *about: object) -> bytes:
    """HMAC-SHA-256 over the name of a place: proof that a holder of `key` wrote these parts."""
    return hmac.digest(key, context(*about), "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling, by the time it takes, where they differ."""
    return hmac.compare_digest(one, other)


def digest(*parts: bytes) -> bytes:
    """SHA-256 of the parts in a row; put a fixed word first to say what it is for."""
    return hashlib.sha256(b"".join(parts)).digest()


# ------------------------------------------------------------------ boxes


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def box(key: bytes, data: bytes, *about: object) -> bytes:
    """Close data under a 256-bit key, in the place `about` names. Grows by 29 bytes."""
    nonce = secrets.token_bytes(_NONCE)
    return _BOX_1 + nonce + AESGCM(key).encrypt(nonce, data, context(*about))


def unbox(key: bytes, closed: bytes | None, *about: object) -> bytes:
    """Open what `box` closed.

    Raises:
        Locked: another key, another place, altered, empty, or of a kind we do not know.
    """
    if not closed or closed[:1] != _BOX_1:
        raise Locked("no box of ours")
    try:
        return AESGCM(key).decrypt(closed[1 : 1 + _NONCE], closed[1 + _NONCE :], context(*about))
    except (InvalidTag, ValueError):
        raise Locked("the box does not open") from None


def pad(data: bytes) -> bytes:
    """Fill up to a multiple of 256 bytes, so that a size says little (ISO/IEC 7816-4)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % PADDING)


def unpad(data: bytes) -> bytes:
    """What `pad` was given."""
    return data.rstrip(b"\0")[:-1]


# ------------------------------------------------------------------ key pairs and seals


def new_pair(suite: int) -> tuple[bytes, bytes]:
    """A fresh key pair: (private, public) as raw bytes, X25519's part first."""
    private = secrets.token_bytes(32 if suite == X25519 else 96)
    return private, public_of(private, suite)


def public_of(private: bytes, suite: int) -> bytes:
    """The public half (32 B in suite 1, 1,216 B in suite 2) of a private one (32 B; 32 + 64 B seed)."""
    public = X25519PrivateKey.from_private_bytes(private[:32]).public_key().public_bytes_raw()
    if suite == X25519:
        return public
    return public + MLKEM768PrivateKey.from_seed_bytes(private[32:]).public_key().public_bytes_raw()


def suite_of(public: bytes) -> int:
    """The suite a public key belongs to, by its length."""
    return X25519 if len(public) == 32 else HYBRID  # noqa: PLR2004 - the length of an X25519 key


def seal(public: bytes, suite: int, data: bytes, *about: object) -> bytes:
    """Close data to whoever holds the private half. The first byte is the suite.

    Raises:
        Locked: not a public key of this suite.
    """
    try:
        return bytes([suite]) + _SUITES[suite].encrypt(data, _public_key(public, suite), info=context(*about))
    except (KeyError, ValueError):
        raise Locked("not a public key of this suite") from None


def _public_key(raw: bytes, suite: int) -> Any:
    x25519 = X25519PublicKey.from_public_bytes(raw[:32] if suite == HYBRID else raw)
    if suite == X25519:
        return x25519
    return hpke.MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(raw[32:]), x25519)


@dataclass(frozen=True)
class Keys:
    """A principal's unlocked key pair. Lives for one request; is never stored in the clear, printed or pickled."""

    principal_id: UUID
    suite: int
    raw: bytes = field(repr=False)

    def unseal(self, sealed: bytes | None, *about: object) -> bytes:
        """Open what was sealed to this principal.

        Raises:
            Locked: sealed to somebody else, in another suite, for another place, altered, or gone.
        """
        if not sealed or sealed[0] != self.suite:
            raise Locked("no seal of this suite")
        try:
            return _SUITES[self.suite].decrypt(sealed[1:], self._private_key, info=context(*about))
        except (InvalidTag, ValueError):
            raise Locked("the seal does not open") from None

    @cached_property
    def public(self) -> bytes:
        """The public half, made from the private one and not taken from any table."""
        return public_of(self.raw, self.suite)

    @cached_property
    def _private_key(self) -> Any:
        """Parsed once: parsing an ML-KEM key costs more than opening a seal."""
        x25519 = X25519PrivateKey.from_private_bytes(self.raw[:32])
        if self.suite == X25519:
            return x25519
        return hpke.MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(self.raw[32:]), x25519)

    def to_bytes(self) -> bytes:
        """All of it, to be put into a box at once."""
        return self.principal_id.bytes + bytes([self.suite]) + self.raw

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` gave."""
        return cls(UUID(bytes=data[:16]), data[16], data[17:])

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled")


# ------------------------------------------------------------------ passwords and codes


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB and passes, Argon2id's m and t (RFC 9106); p is 1."""

    memory_kib: int
    passes: int


def stretch(secret: str, salt: bytes, pepper: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """One Argon2id, at most two at once in a process and four more in line, split by the pepper.

    The same words typed on another keyboard (NFC, NFD) give the same key.

    Args:
        secret: a password, or whatever else a person can remember.
        salt: 16 bytes, never an address or a name.
        pepper: the installation's own secret: without it a stolen table cannot be guessed at.
        cost: memory and passes.

    Returns:
        (check, key): 32 bytes each; `check` may be stored and tells nothing of `key`.

    Raises:
        Locked: no such salt or cost can be: the row they came from was altered.
        Busy: too many wait already.
    """
    words = unicodedata.normalize("NFC", secret).encode(errors="surrogatepass")
    memory = cost.memory_kib * 1024
    if not _IN_LINE.acquire(blocking=False):
        raise Busy
    try:
        with _STRETCHING:
            slow = argon2id.kdf(KEY_BYTES, words, salt, opslimit=cost.passes, memlimit=memory, encoder=RawEncoder)
    except CryptoError:
        raise Locked("cannot be stretched so") from None
    finally:
        _IN_LINE.release()
    return digest(hmac.digest(pepper, b"check" + slow, "sha256")), hmac.digest(pepper, b"key" + slow, "sha256")


def new_code() -> str:
    """A code of 130 bits for paper: strong enough to need no stretching."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join((letters[:6], *(letters[at : at + 5] for at in range(6, _CODE_LENGTH, 5))))


def plain_code(typed: str) -> str:
    """A code as it was meant: case, spaces and dashes do not count; O is 0, I and L are 1."""
    letters = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed)).upper()
    return letters.translate(str.maketrans("OIL", "011"))


def invitation_key(code: str, token: str, pepper: bytes) -> bytes:
    """The key of a link and a spoken code together: the link's token has 256 bits, so it needs no stretching."""
    return stamp(pepper, "invitation", plain_code(code), token)


def code_key(code: str, pepper: bytes) -> bytes:
    """The key a code of `new_code` stands for."""
    return stamp(pepper, "code", plain_code(code))
