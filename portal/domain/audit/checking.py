"""Whether a chain is whole: looked at once a day and on demand, held against signed ends that are kept outside."""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.core.keyring import ring
from portal.domain.audit.chain import START, fits
from portal.models.audit import AuditCheck, AuditHead, AuditRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a chain found. `broken_at` is the first row that does not follow from the one before."""

    practice_id: UUID
    rows: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Check:
    """What the last daily look has found, by places of lines the office may see: the gap is after `after`.

    `before` is the first line of the office's behind the gap; None where there is none.
    """

    at: datetime
    is_whole: bool
    after: int = 0
    before: int | None = None


def verify(practice_id: UUID, checkpoints: Iterable[str] = ()) -> Verdict:
    """Recompute the chain of the practice at work and hold it against the signed checkpoints kept outside.

    Args:
        practice_id: the practice of this unit of work.
        checkpoints: lines as `checkpoint` made them, oldest first; lines of other practices are passed over.

    Returns:
        The number of rows, and the first row number that is changed, missing or out of place (None if whole).
        A cut tail shows as the first row missing before a checkpoint.
    """
    expected = dict(signed_ends(practice_id, checkpoints))
    mac, seq, places = START, 0, 0
    columns = AuditRow.__table__.c
    query = select(*(getattr(AuditRow, column.key) for column in columns)).order_by(AuditRow.seq)
    for found in db.session.execute(query).mappings():
        row = dict(found)
        places += row["place"] is not None
        is_placed = (row["place"] is None) is (row["kind"] is None) and row["place"] in (None, places)
        if row["seq"] != seq + 1 or not is_placed or not fits(mac, row):
            return Verdict(practice_id, seq, seq + 1)
        seq, mac = row["seq"], row["mac"]
        if expected.pop(seq, mac) != mac:
            return Verdict(practice_id, seq, seq)
    end = db.session.scalar(select(AuditHead))
    if expected or (end and (end.seq, end.place, end.mac) != (seq, places, mac)) or (end is None and seq):
        return Verdict(practice_id, seq, seq + 1)
    return Verdict(practice_id, seq, None)


def end_at() -> datetime | None:
    """The moment of the newest line of the practice at work; None where nothing was written down yet."""
    return db.session.scalar(select(AuditRow.at).order_by(AuditRow.seq.desc()).limit(1))


def lost_since(practice_id: UUID, checkpoints: Iterable[str]) -> int:
    """How many lines the newest checkpoint of the practice at work knows that its chain does not have."""
    end = db.session.scalar(select(AuditHead.seq)) or 0
    return max(0, *(seq - end for seq, _mac in signed_ends(practice_id, checkpoints)), 0)


def checkpoint(practice_id: UUID) -> str | None:
    """One signed line (Ed25519, RFC 8032) naming the head of the chain, to be kept outside the database."""
    end = db.session.scalar(select(AuditHead))
    if end is None:
        return None
    return sign_end(practice_id, end.seq, end.mac)


def sign_end(whose: UUID, seq: int, mac: bytes) -> str:
    """The signed line for the end of a chain; `whose`: a practice, or the installation."""
    said = f"{whose} {seq} {mac.hex()} {now().isoformat(timespec='seconds')}"
    return f"{said} {_signing_key().sign(said.encode()).hex()}"


def note_check(verdict: Verdict) -> None:
    """Keep what the daily look has found, for the foot of the office's log."""
    row = db.session.scalar(select(AuditCheck).with_for_update())
    if row is None:
        row = AuditCheck(practice_id=verdict.practice_id, at=now(), broken_at=None, mac=b"")
        db.session.add(row)
    row.at, row.broken_at = now(), verdict.broken_at
    row.mac = _check_seal(row)


def last_check(admin: Actor) -> Check | None:
    """What the last look has found; None while there was none, or when its row was not written by this house.

    Raises:
        Forbidden: not an admin.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    row = db.session.scalar(select(AuditCheck))
    if row is None or not hmac.compare_digest(row.mac, _check_seal(row)):
        return None
    if row.broken_at is None:
        return Check(row.at, is_whole=True)
    listed = select(AuditRow.place).where(AuditRow.place.is_not(None)).limit(1)
    after = db.session.scalar(listed.where(AuditRow.seq < row.broken_at).order_by(AuditRow.seq.desc()))
    before = db.session.scalar(listed.where(AuditRow.seq >= row.broken_at).order_by(AuditRow.seq))
    return Check(row.at, is_whole=False, after=after or 0, before=before)


def _check_seal(row: AuditCheck) -> bytes:
    said = f"{row.practice_id} {row.at.isoformat()} {row.broken_at}"
    return hmac.digest(ring().audit_key, b"portal-1 check" + said.encode(), "sha256")


def signed_ends(whose: UUID, lines: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Number and seal of each end of this chain that these lines name, as far as their signature is ours."""
    public: Ed25519PublicKey = _signing_key().public_key()
    for line in lines:
        said, _, signature = line.strip().rpartition(" ")
        try:
            public.verify(bytes.fromhex(signature), said.encode())
            owner, seq, mac, _at = said.split(" ")
        except (InvalidSignature, ValueError):
            continue  # a forged or torn line proves nothing, for or against
        if owner == str(whose):
            yield int(seq), bytes.fromhex(mac)


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(ring().audit_key, b"portal-1 checkpoint", "sha256"))
