"""Writing down what was done, by whom, to what, about whom; chained, so that a change to the past shows."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain.audit.chain import START, seal
from portal.domain.audit.checking import (
    Check,
    Verdict,
    checkpoint,
    end_at,
    last_check,
    lost_since,
    note_check,
    sign_end,
    signed_ends,
    verify,
)
from portal.domain.audit.events import Event
from portal.domain.audit.looking import KINDS, PAGE, Listed, Seek, Shown, Whole, line, lines, name_of, people_called
from portal.domain.audit.words import BY_KIND, WORDS, Kind, is_listed, kind_of
from portal.models.audit import AuditHead, AuditRow

__all__ = [
    "BY_KIND",
    "KINDS",
    "PAGE",
    "WORDS",
    "Check",
    "Event",
    "Kind",
    "Line",
    "Listed",
    "Seek",
    "Shown",
    "Verdict",
    "Whole",
    "about",
    "checkpoint",
    "end_at",
    "head",
    "is_listed",
    "kind_of",
    "last_check",
    "line",
    "lines",
    "lost_since",
    "name_of",
    "note_check",
    "people_called",
    "record",
    "record_refusal",
    "sign_end",
    "signed_ends",
    "since",
    "verify",
]


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
    row = _row(actor.person_id if actor else None, what, actor.role if actor else None)
    row.update(subject_id=subject_id, about_id=about_id, detail=plain)
    db.session.info.setdefault("audit", []).append(row)


def _row(actor_id: UUID | None, what: Event, role: Role | None) -> dict[str, Any]:
    kind = str(kind_of(what)) if is_listed(what, role) else None
    bare: dict[str, Any] = {"subject_id": None, "about_id": None, "detail": {}}
    return {"at": now(), "actor_id": actor_id, "event": str(what), "kind": kind, **bare}


def record_refusal(practice_id: UUID, person_id: UUID, roles: Iterable[Role]) -> None:
    """Note, in a unit of its own, that somebody asked for what is not theirs: the refused one is rolled back."""
    role = next((role for role in roles if role in STAFF), Role.CLIENT)
    with unit_of_work(practice_id):
        db.session.info["audit"] = [_row(person_id, Event.ACCESS_DENIED, role)]


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
        head.place += row["kind"] is not None
        row.update(practice_id=practice_id, seq=head.seq + 1, place=head.place if row["kind"] else None)
        head.seq, head.mac = row["seq"], seal(head.mac, row)
        row["mac"] = head.mac
    session.execute(insert(AuditRow), rows)
    session.flush()


_HEAD = select(AuditHead).with_for_update().execution_options(populate_existing=True)


def _first_head(session: Session, practice_id: UUID) -> AuditHead:
    """Two first rows at once: whoever comes second takes the head the other made."""
    with suppress(IntegrityError), session.begin_nested():
        session.add(AuditHead(practice_id=practice_id, seq=0, place=0, mac=START))
    return session.scalars(_HEAD).one()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    """What was not done is not written down. Taking back a savepoint leaves what the unit recorded before it."""
    if undone.parent is None:
        session.info.pop("audit", None)


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
