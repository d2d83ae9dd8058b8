"""Writing down what was done, by whom, to what, about whom; chained, so that a change to the past shows."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.keyring import ring
from portal.domain.audit.events import Event
from portal.domain.audit.words import BY_KIND, WORDS, Kind, is_listed, kind_of
from portal.models.audit import AuditHead, AuditRow

__all__ = [
    "BY_KIND",
    "WORDS",
    "Event",
    "Kind",
    "Line",
    "Verdict",
    "about",
    "checkpoint",
    "head",
    "is_listed",
    "kind_of",
    "record",
    "record_refusal",
    "since",
    "verify",
]

START = b"\0" * 32
CHAINED = ("practice_id", "seq", "at", "actor_id", "event", "subject_id", "about_id")  # and the detail


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the trail, as plain data."""

    seq: int
    at: datetime
    actor_id: UUID | None
    event: Event
    subject_id: UUID | None
    about_id: UUID | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a chain found. `broken_at` is the first row that does not follow from the one before."""

    practice_id: UUID
    rows: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def record(
    actor: Actor | None,
    what: Event,
    subject_id: UUID | None = None,
    about_id: UUID | None = None,
    **detail: UUID | int | str | None,
) -> None:
    """Note that this happened; the row joins the chain when the unit of work commits, or not at all.

    Args:
        actor: who did it; None when nobody is signed in.
        what: the event.
        subject_id: the thing it was done to.
        about_id: the person whose matter it is; they may read this row.
        detail: ids, counts and our own codes. Never words, names or addresses.
    """
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in detail.items()}
    row = _row(actor.person_id if actor else None, what)
    row.update(subject_id=subject_id, about_id=about_id, detail=plain)
    db.session.info.setdefault("audit", []).append(row)


def _row(actor_id: UUID | None, what: Event) -> dict[str, Any]:
    return {"at": now(), "actor_id": actor_id, "event": str(what), "subject_id": None, "about_id": None, "detail": {}}


def record_refusal(practice_id: UUID, person_id: UUID) -> None:
    """Note, in a unit of its own, that somebody asked for what is not theirs: the refused one is rolled back."""
    with unit_of_work(practice_id):
        db.session.info["audit"] = [_row(person_id, Event.ACCESS_DENIED)]


@event.listens_for(db.session, "before_commit")
def _append(session: Session) -> None:
    """Chain what this unit recorded, last of all, so that the head is locked for the shortest time."""
    if session.in_nested_transaction():
        return
    rows = session.info.pop("audit", None)
    if not rows:
        return
    session.flush()
    practice_id = session.info["practice_id"]
    head = session.scalar(_HEAD) or _first_head(session, practice_id)
    for row in rows:
        row.update(practice_id=practice_id, seq=head.seq + 1)
        head.seq, head.mac = row["seq"], _mac(head.mac, row)
        row["mac"] = head.mac
    session.execute(insert(AuditRow), rows)
    session.flush()


_HEAD = select(AuditHead).with_for_update().execution_options(populate_existing=True)


def _first_head(session: Session, practice_id: UUID) -> AuditHead:
    """Two first rows at once: whoever comes second takes the head the other made."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(AuditHead(practice_id=practice_id, seq=0, mac=START))
    return session.scalars(_HEAD).one()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    """What was not done is not written down. Taking back a savepoint leaves what the unit recorded before it."""
    if undone.parent is None:
        session.info.pop("audit", None)


def _mac(before: bytes, row: dict[str, Any]) -> bytes:
    about = {key: _plain(row[key]) for key in CHAINED}
    canonical = json.dumps({**about, "detail": row["detail"]}, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(ring().audit_key, before + hashlib.sha256(canonical).digest(), "sha256")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def head() -> str:
    """The head of this practice's chain as it stands, in hex; printed on each summary."""
    found = db.session.scalar(select(AuditHead.mac))
    return (found or START).hex()


def about(person_id: UUID, events: Iterable[Event], before: int | None = None, most: int = 50) -> list[Line]:
    """The newest rows about this person, of these kinds; `before` is a row number to go on from."""
    query = select(AuditRow).where(AuditRow.about_id == person_id, AuditRow.event.in_([str(kind) for kind in events]))
    if before is not None:
        query = query.where(AuditRow.seq < before)
    return [_line(row) for row in db.session.scalars(query.order_by(AuditRow.seq.desc()).limit(most))]


def since(person_id: UUID, events: Iterable[Event], seq: int) -> list[Line]:
    """The rows about this person, of these kinds, after this row; oldest first."""
    query = select(AuditRow).where(AuditRow.about_id == person_id, AuditRow.event.in_([str(kind) for kind in events]))
    return [_line(row) for row in db.session.scalars(query.where(AuditRow.seq > seq).order_by(AuditRow.seq))]


def _line(row: AuditRow) -> Line:
    return Line(row.seq, row.at, row.actor_id, Event(row.event), row.subject_id, row.about_id, row.detail)


# ------------------------------------------------------------------ checking


def verify(practice_id: UUID, checkpoints: Iterable[str] = ()) -> Verdict:
    """Recompute the chain of the practice at work and hold it against the signed checkpoints kept outside.

    Args:
        practice_id: the practice of this unit of work.
        checkpoints: lines as `checkpoint` made them, oldest first; lines of other practices are passed over.

    Returns:
        The number of rows, and the first row number that is changed, missing or out of place (None if whole).
        A cut tail shows as the first row missing before a checkpoint.
    """
    expected = dict(_checkpointed(practice_id, checkpoints))
    mac, seq = START, 0
    columns = AuditRow.__table__.c
    query = select(*(getattr(AuditRow, column.key) for column in columns)).order_by(AuditRow.seq)
    for row in db.session.execute(query).mappings():
        mac = _mac(mac, dict(row))
        if row["seq"] != seq + 1 or not hmac.compare_digest(mac, row["mac"]):
            return Verdict(practice_id, seq, seq + 1)
        seq += 1
        if expected.pop(seq, mac) != mac:
            return Verdict(practice_id, seq, seq)
    end = db.session.scalar(select(AuditHead))
    if expected or (end and (end.seq, end.mac) != (seq, mac)) or (end is None and seq):
        return Verdict(practice_id, seq, seq + 1)
    return Verdict(practice_id, seq, None)


def checkpoint(practice_id: UUID) -> str | None:
    """One signed line (Ed25519, RFC 8032) naming the head of the chain, to be kept outside the database."""
    end = db.session.scalar(select(AuditHead))
    if end is None:
        return None
    said = f"{practice_id} {end.seq} {end.mac.hex()} {now().isoformat(timespec='seconds')}"
    return f"{said} {_signing_key().sign(said.encode()).hex()}"


def _checkpointed(practice_id: UUID, lines: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    public: Ed25519PublicKey = _signing_key().public_key()
    for line in lines:
        said, _, signature = line.strip().rpartition(" ")
        try:
            public.verify(bytes.fromhex(signature), said.encode())
            owner, seq, mac, _at = said.split(" ")
        except (InvalidSignature, ValueError):
            continue  # a forged or torn line proves nothing, for or against
        if owner == str(practice_id):
            yield int(seq), bytes.fromhex(mac)


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(ring().audit_key, b"portal-1 checkpoint", "sha256"))
