"""What happened without the client's keys: ended by the practice, by the reader, by its date; found again later."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import audit, vault
from portal.domain.access import readable
from portal.domain.audit import Event, Line
from portal.domain.receipts.acts import BY_DATE, ENDING_ALL, ENDING_ALL_OF_ONE, OPENING, SEEN_LATER, Act, What
from portal.models.receipts import Receipt
from portal.models.vault import Grant, Item, Principal

EVER = datetime(1970, 1, 1, tzinfo=UTC)
TRAIL = {  # lines that need a receipt; one that has its number has it already
    Event.PERSON_STOPPED: Act.PERSON_STOPPED,
    Event.SHARE_STOPPED: Act.STOPPED,
    Event.SHARE_UNDONE: Act.UNDONE,
    Event.STREAM_ENDED: Act.STANDING_ENDED,
    Event.PAUSED: Act.PAUSED,
    Event.TRUST_ENDED: Act.TRUST_ENDED,
    Event.TRUST_LEFT: Act.LEFT,
    Event.DECLINED: Act.PUT_DOWN,
    Event.CLOSING_ASKED: Act.ACCOUNT_CLOSING,
}


@dataclass(frozen=True, slots=True)
class Found:
    """An act to write a receipt of.

    `copied`: what it was about, from an earlier receipt; `seq`: its row in the trail; `later`: why it comes after.
    """

    at: datetime
    act: Act
    reader_id: UUID | None = None
    what: What | None = None
    copied: dict[str, Any] | None = field(default=None, repr=False)
    seq: int = 0
    later: str | None = None


def since(actor: Actor, seq: int, until: datetime) -> list[Found]:
    """In the order it happened.

    Args:
        actor: the client, with keys.
        seq: the last row of the trail that was looked at.
        until: the moment up to which ends by date were looked at.
    """
    lines = [line for line in audit.since(actor.person_id, TRAIL, seq) if not line.detail.get("receipt")]
    return sorted([*(_of_line(actor, line) for line in lines), *_run_out(actor, until)], key=lambda found: found.at)


def last_line(actor: Actor) -> int:
    """The newest row of the trail that could need a receipt."""
    return max((line.seq for line in audit.since(actor.person_id, TRAIL, 0)), default=0)


def _of_line(actor: Actor, line: Line) -> Found:
    act = TRAIL[line.event]
    if act is Act.PERSON_STOPPED and line.actor_id != actor.person_id:
        act = Act.PRACTICE_ENDED
    said = line.detail.get("reader") or (act is Act.PUT_DOWN and line.actor_id)
    thing_id = line.subject_id if act in {Act.STOPPED, Act.UNDONE, Act.PUT_DOWN} else None
    copied = _last_said(actor, thing_id) if thing_id else None
    what = What("standing", "What opened by itself") if act is Act.STANDING_ENDED else None
    return Found(line.at, act, UUID(str(said)) if said else None, what, copied, line.seq, SEEN_LATER)


# ------------------------------------------------------------------ ends by date


def _run_out(actor: Actor, until: datetime) -> list[Found]:
    """Each thing that was open under a consent when its day came."""
    mine = select(Principal.id).where(Principal.person_id == actor.person_id)
    stood = or_(Grant.ended_at.is_(None), Grant.ended_at >= Grant.expires_at)
    over = select(Grant.id, Grant.expires_at).where(Grant.owner_id.in_(mine), stood)
    over = over.where(Grant.expires_at > until, Grant.expires_at <= now())
    ends = {str(row.id): row.expires_at for row in db.session.execute(over)}
    if not ends:
        return []
    open_then = _open(said for said in every(actor))
    found = []
    for stack in open_then.values():
        for place, said in enumerate(stack):
            end = next((ends[grant_id] for grant_id in said["consents"] if grant_id in ends), None)
            if end and not any(_opens(later) <= end for later in stack[place + 1 :]):
                copied = {**said["what"], "ends": said["number"]}
                found.append(Found(end, Act.RAN_OUT, UUID(said["to"]["id"]), None, copied, later=BY_DATE))
    return found


def _open(receipts: Iterator[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """By reader and thing: what the receipts say is open, a version that waits on top of the one it will replace."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for said in receipts:
        act, to, what = Act(said["act"]), said["to"], said["what"]
        if act in ENDING_ALL:
            found.clear()
        elif to and act in ENDING_ALL_OF_ONE:
            found = {key: stack for key, stack in found.items() if key[0] != to["id"]}
        elif to and what:
            stack = found.setdefault((to["id"], what["thing"] or what["kind"]), [])
            if act in OPENING:
                waits = said["opens_at"] is not None
                stack[:] = [one for one in stack if waits and _opens(one) <= datetime.fromisoformat(said["at"])]
                stack.append(said)
            elif act is Act.UNDONE:
                del stack[-1:]
            else:
                stack.clear()
    return found


def _opens(said: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(said["opens_at"] or said["at"])


def every(actor: Actor) -> Iterator[dict[str, Any]]:
    """All receipts of this client, oldest first."""
    rows = readable(Receipt, actor).join(Item, Item.thing_id == Receipt.id).order_by(Receipt.number)
    ids = list(db.session.scalars(rows.with_only_columns(Item.id)))
    texts = vault.read(actor.unlocked(), ids)
    for item_id in ids:
        if item_id in texts:
            yield json.loads(texts[item_id])["receipt"]


def _last_said(actor: Actor, thing_id: UUID) -> dict[str, Any] | None:
    """What the newest receipt about this thing says of it."""
    about = [said["what"] for said in every(actor) if said["what"] and said["what"]["thing"] == str(thing_id)]
    return about[-1] if about else None
