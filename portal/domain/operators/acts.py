"""What operators do, and what was tried in vain at their door: a chained trail of the installation's own.

What is done to a practice stands in that practice's trail besides, for its admins. Lines hold ids and codes only.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.keyring import ring
from portal.core.language import _, lazy
from portal.domain import audit
from portal.models.operators import Operator, OperatorAct, OperatorActHead
from portal.models.practices import Practice

PAGE = 50  # lines
LAST_SEQ = 2**31 - 1
OURS = UUID(int=0)  # the installation, in checkpoints and where the check says what it found
START = b"\0" * 32


class Act(StrEnum):
    """Everything that is written down here: operators:thing:happened."""

    SIGNED_IN = "operators:session:started"
    REFUSED = "operators:session:refused"
    PROVED = "operators:session:proved"
    SIGNED_OUT = "operators:session:ended"
    ACCOUNT_MADE = "operators:account:made"
    ADDRESS_PRINTED = "operators:account:address-printed"
    PRACTICE_BEGUN = "operators:practice:begun"
    PRACTICE_TAKEN_BACK = "operators:practice:taken-back"
    PRACTICE_PAUSED = "operators:practice:paused"
    PRACTICE_RESUMED = "operators:practice:resumed"
    PRACTICE_HOST_SET = "operators:host:set"
    ARCHIVE_ASKED = "operators:archive:asked"
    ARCHIVE_FETCHED = "operators:archive:fetched"
    PRACTICE_LEAVING = "operators:removal:asked"
    PRACTICE_STAYS = "operators:removal:stopped"
    PRACTICE_REMOVED = "operators:removal:done"
    PRACTICE_RESTORED = "operators:practice:restored"
    MADE_UP = "operators:made-up:begun"
    MADE_UP_REMOVED = "operators:made-up:removed"
    JOB_AGAIN = "operators:job:again"


WORDS = {
    Act.SIGNED_IN: lazy("signed in, with password and second factor"),
    Act.REFUSED: lazy("tried to sign in, or to prove who they are, and was refused"),
    Act.PROVED: lazy("gave password and second factor once more"),
    Act.SIGNED_OUT: lazy("signed out"),
    Act.ACCOUNT_MADE: lazy("made an account to sign in with here"),
    Act.ADDRESS_PRINTED: lazy("had an address for one more operator printed at the machine"),
    Act.PRACTICE_BEGUN: lazy("began a practice and got the address to hand over"),
    Act.PRACTICE_TAKEN_BACK: lazy("took an address back that nobody had used"),
    Act.PRACTICE_PAUSED: lazy("closed the practice for now"),
    Act.PRACTICE_RESUMED: lazy("opened the practice again"),
    Act.PRACTICE_HOST_SET: lazy("gave the practice another host"),
    Act.ARCHIVE_ASKED: lazy("asked for an archive of the practice"),
    Act.ARCHIVE_FETCHED: lazy("took an archive of the practice along"),
    Act.PRACTICE_LEAVING: lazy("asked for the removal of the practice"),
    Act.PRACTICE_STAYS: lazy("stopped the removal of the practice"),
    Act.PRACTICE_REMOVED: lazy("removed the practice, when its days were over"),
    Act.PRACTICE_RESTORED: lazy("put the practice back from a backup, at the machine"),
    Act.MADE_UP: lazy("made a made-up practice"),
    Act.MADE_UP_REMOVED: lazy("removed the made-up practice"),
    Act.JOB_AGAIN: lazy("put a job back in line"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as operators see it. `about`: the practice's word in addresses, an id, or nothing."""

    seq: int
    at: datetime
    who: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of lines, newest first, and the number to go on from; None where there is nothing more."""

    lines: list[Shown]
    older: int | None


# ------------------------------------------------------------------ writing


def note(operator_id: UUID | None, what: Act, subject_id: UUID | None = None) -> None:
    """Add a line in the unit of work under way: it is there when what was done is, and not otherwise."""
    head = db.session.scalar(_HEAD) or _first_head()
    row = {"seq": head.seq + 1, "at": now(), "operator_id": operator_id, "what": str(what), "subject_id": subject_id}
    head.seq, head.mac = head.seq + 1, _seal(head.mac, row)
    db.session.add(OperatorAct(**row, mac=head.mac))
    db.session.flush()


def note_alone(operator_id: UUID | None, what: Act, subject_id: UUID | None = None) -> None:
    """Add a line in a unit of work of its own: for what is refused, and for what has no unit."""
    with unit_of_work(None):
        note(operator_id, what, subject_id)


_HEAD = select(OperatorActHead).with_for_update().execution_options(populate_existing=True)


def _first_head() -> OperatorActHead:
    """Two first lines at once: whoever comes second takes the head the other made."""
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(OperatorActHead(id=1, seq=0, mac=START))
    return db.session.scalars(_HEAD).one()


def _seal(before: bytes, row: dict[str, Any]) -> bytes:
    plain = {key: str(value) for key, value in row.items()} | {"at": row["at"].isoformat(timespec="microseconds")}
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(ring().audit_key, b"portal-1 operators" + before + hashlib.sha256(canonical).digest(), "sha256")


# ------------------------------------------------------------------ reading


def lines(before: int | None = None) -> Listed:
    """The newest lines, or those before this number."""
    query = select(OperatorAct).order_by(OperatorAct.seq.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(OperatorAct.seq < min(before, LAST_SEQ))
    rows = list(db.session.scalars(query))
    shown = _shown(rows[:PAGE])
    return Listed(shown, shown[-1].seq if len(rows) > PAGE else None)


def _shown(rows: list[OperatorAct]) -> list[Shown]:
    ids = {row.operator_id for row in rows} | {row.subject_id for row in rows}
    operators = select(Operator.id, Operator.sign_in_name).where(Operator.id.in_(ids))
    practices = select(Practice.id, Practice.slug).where(Practice.id.in_(ids))
    names = {row[0]: row[1] for query in (operators, practices) for row in db.session.execute(query)}
    return [
        Shown(
            row.seq,
            row.at,
            names.get(row.operator_id, str(row.operator_id)) if row.operator_id else _nobody(Act(row.what)),
            str(WORDS[Act(row.what)]),
            names.get(row.subject_id, str(row.subject_id)) if row.subject_id else "",
        )
        for row in rows
    ]


def _nobody(what: Act) -> str:
    return _("By itself") if what is Act.PRACTICE_REMOVED else _("Someone")


# ------------------------------------------------------------------ whether it is whole


def verify(checkpoints: Iterable[str] = ()) -> audit.Verdict:
    """Recompute the chain and hold it against the signed checkpoints kept outside."""
    expected = dict(audit.signed_ends(OURS, checkpoints))
    mac, seq = START, 0
    for row in db.session.scalars(select(OperatorAct).order_by(OperatorAct.seq)):
        said = {name: getattr(row, name) for name in ("seq", "at", "operator_id", "what", "subject_id")}
        if row.seq != seq + 1 or not hmac.compare_digest(_seal(mac, said), row.mac):
            return audit.Verdict(OURS, seq, seq + 1)
        seq, mac = row.seq, row.mac
        if expected.pop(seq, mac) != mac:
            return audit.Verdict(OURS, seq, seq)
    end = db.session.scalar(select(OperatorActHead))
    is_cut = (end.seq, end.mac) != (seq, mac) if end else bool(seq)
    return audit.Verdict(OURS, seq, seq + 1 if expected or is_cut else None)


def lost_since(checkpoints: Iterable[str]) -> int:
    """How many lines the newest checkpoint knows that the chain does not have."""
    end = db.session.scalar(select(OperatorActHead.seq)) or 0
    return max(0, *(seq - end for seq, _mac in audit.signed_ends(OURS, checkpoints)), 0)


def checkpoint() -> str | None:
    """One signed line naming the end of the chain, to be kept outside the database."""
    end = db.session.scalar(select(OperatorActHead))
    return audit.sign_end(OURS, end.seq, end.mac) if end else None
