"""Writing a receipt: in the transaction of its act, behind one lock for each client, sealed to them alone.

What happens without the client's keys is written down as soon as they act or look, and says so.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import caseload, vault
from portal.domain.access import readable
from portal.domain.receipts import happened
from portal.domain.receipts.acts import KEEPING, NOT_UNDONE, OPENING, SIGNED, STOP, STOP_KEEPING, Act, What
from portal.domain.receipts.chain import START, digest
from portal.domain.receipts.happened import EVER, Found
from portal.domain.receipts.wordings import Wording
from portal.domain.receipts.wordings import wording as wording_of
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from portal.models.receipts import Receipt
from portal.models.vault import Grant, Item

KIND = "receipt"
FORMAT = "harbour-receipt-1"


@dataclass(frozen=True, slots=True)
class _End:
    """The newest receipt, and how far what happens without keys was looked through."""

    number: int = 0
    hash: str = START
    trail: int = 0  # the last row of the audit trail
    until: datetime = EVER  # ends by date up to this moment


def write(  # noqa: PLR0913 - what a receipt can be about
    actor: Actor,
    act: Act,
    reader_id: UUID | None = None,
    what: What | None = None,
    grants: Iterable[Grant] = (),
    *,
    wording: str | None = None,
) -> int | None:
    """Write the receipt of what is being done, after those of what happened since the last one.

    Args:
        actor: the client. Without keys nothing is written now: it is found in the trail, later.
        act: what is done.
        reader_id: for whom something opens or closes; None: for everybody.
        what: one thing, or a kind of things; None: everything.
        grants: the consents it opens by, with the same terms.
        wording: version of the words, where something was agreed to that opens nothing.

    Returns:
        The number of the receipt, for the line in the trail; None when it has to wait.
    """
    if actor.keys is None:
        return None
    caseload.hold(actor.person_id)
    end = _catch_up(actor)
    said = _said(actor, Found(now(), act, reader_id, what), list(grants))
    if wording:
        said |= _worded(wording_of(wording, said["held_by"]["name"], "joining", trusted=False), STOP_KEEPING)
        said["purpose"] = KEEPING
    return _append(actor, end, said).number


def look(actor: Actor) -> None:
    """Write down what happened without the client's keys since they last acted or looked.

    Args:
        actor: the client, with keys.
    """
    end = _newest(actor)
    if happened.since(actor, end.trail, end.until):
        caseload.hold(actor.person_id)
        _catch_up(actor)


def _catch_up(actor: Actor) -> _End:
    end, moment = _newest(actor), now()
    for found in happened.since(actor, end.trail, end.until):
        end = _append(actor, end, _said(actor, found), found.seq)
    return _End(end.number, end.hash, end.trail, max(end.until, moment))


def _newest(actor: Actor) -> _End:
    mine = readable(Receipt, actor).order_by(Receipt.number.desc()).limit(1)
    row = db.session.scalar(mine)
    if row is None:
        return _End()
    found = vault.latest_readable(actor.unlocked(), [row.id])
    if row.id not in found:  # altered, or under keys that are gone: stopping must not wait for that; the gap shows
        return _End(row.number, START, happened.last_line(actor), now())
    kept = json.loads(found[row.id].data)
    return _End(row.number, digest(kept["receipt"]), kept["trail"], datetime.fromisoformat(kept["until"]))


def _append(actor: Actor, end: _End, said: dict[str, Any], seq: int = 0) -> _End:
    said |= {"number": end.number + 1, "previous": end.hash}
    trail, until = max(end.trail, seq), max(end.until, now())
    row = Receipt(id=uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, number=said["number"])
    db.session.add(row)
    db.session.flush()
    kept = {"receipt": said, "trail": trail, "until": until.isoformat()}
    vault.write(actor.unlocked(), KIND, json.dumps(kept, ensure_ascii=False).encode(), row.id)
    return _End(said["number"], digest(said), trail, until)


# ------------------------------------------------------------------ what it says


def _said(actor: Actor, found: Found, grants: list[Grant] | None = None) -> dict[str, Any]:
    """All of a receipt but its number and the hash of the one before."""
    terms = grants[0] if grants else None
    to = _person(found.reader_id) if found.reader_id else None
    what = found.copied or _what(found.what)
    said = {
        "format": FORMAT,
        "act": str(found.act),
        "at": _moment(found.at),
        "written_at": _moment(now()),
        "from": _person(actor.person_id),
        "held_by": {
            "id": str(actor.practice_id),
            "name": db.session.scalar(select(Practice.name).where(Practice.id == actor.practice_id)),
        },
        "to": to,
        "what": what,
        "consents": [str(grant.id) for grant in grants or ()],
        "purpose": terms and terms.purpose,
        "opens_at": found.what and found.what.opens_at and _moment(found.what.opens_at),
        "until": terms and terms.expires_at and _moment(terms.expires_at),
        "wording": None,
        "language": None,
        "stop": None,
        "not_undone": NOT_UNDONE,
        "signed": None,
        "later": found.later,
    }
    if found.act in OPENING and terms and to and what:
        words = wording_of(terms.wording, to["name"], what["kind"], trusted=to["is_trusted"])
        said |= _worded(words, STOP)
    return said


def _worded(words: Wording, stop: str) -> dict[str, Any]:
    """What was agreed to, word for word, and how to stop."""
    own = {"own_lines": words.own_lines, "own_language": words.own_language} if words.own_lines else {}
    return {
        "wording": {
            "id": words.id,
            "page": words.page,
            "will_not_see": list(words.will_not_see),
            "good_to_know": list(words.good_to_know),
            **own,
        },
        "language": words.language,
        "stop": stop,
        "signed": SIGNED,
    }


def _what(what: What | None) -> dict[str, Any] | None:
    """Ids, version and mark; nothing of how the thing is called."""
    if what is None:
        return None
    version, mark = _version_of(what.item_id) if what.item_id else (None, None)
    return {
        "kind": what.kind,
        "words": what.words,
        "thing": what.thing_id and str(what.thing_id),
        "version": version,
        "mark": mark,
        "along": what.along and dict(zip(("version", "mark"), _version_of(what.along), strict=True)),
        "replaces": what.replaces,
        "earlier": what.earlier,
    }


def _version_of(item_id: UUID) -> tuple[int | None, str | None]:
    """Number and mark of one version; neither, where it is gone."""
    row = db.session.execute(select(Item.version, Item.body).where(Item.id == item_id)).one_or_none()
    return (row.version, mark_of(row.body)) if row else (None, None)


def mark_of(body: bytes | None) -> str | None:
    """The mark of one version: the SHA-256 of its sealed bytes, which tells nobody what they say (ADR 15)."""
    return hashlib.sha256(body).hexdigest() if body else None


def _person(person_id: UUID) -> dict[str, Any]:
    held = set(
        db.session.scalars(
            select(Membership.role).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        )
    )
    name = db.session.scalar(select(Person.name).where(Person.id == person_id)) or "Someone"
    return {
        "id": str(person_id),
        "name": name,
        "is_trusted": Role.CONFIDANT in held and Role.THERAPIST not in held,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
