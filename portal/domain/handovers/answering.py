"""The client's answer: all of it, some of it, or nothing; each is one act, and nothing opens without it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import audit, caseload, consent, mail, vault
from portal.domain.access import hold, readable
from portal.domain.audit import Event, record
from portal.domain.consent import Came, Stood
from portal.domain.handovers.ending import forget_what_stood, works_here
from portal.domain.handovers.looking import WAITS, names_of
from portal.domain.handovers.reasons import TO_THE_CLIENT, Reason
from portal.models import handovers as rows
from portal.models.handovers import Handover

KIND = "handover-answer"


class Choice(StrEnum):
    """What the client says."""

    ALL = "all"
    SOME = "some"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of therapist as its client is told. `has_begun`: the one before looks after them no longer.

    `choice`: what the client said, once they have; None while it is asked. `had`: which standing consents there were
    then, keys of `consent.STREAMS`: they do not go on by themselves.
    """

    id: UUID
    from_id: UUID
    before: str
    therapist_id: UUID
    after: str
    why: str
    letter: str
    asked_at: datetime
    ends_at: datetime
    has_begun: bool
    choice: Choice | None = None
    had: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the change, and what was or is open to the one before."""

    change: Change
    things: list[Stood]
    came: list[Came]

    @property
    def is_nothing(self) -> bool:
        return not (self.things or any(one.items for one in self.came))


def waits(client: Actor) -> Change | None:
    """The change this client is asked about, if any: for a line on a page."""
    row = db.session.scalar(readable(Handover, client).where(*WAITS).order_by(Handover.asked_at.desc()).limit(1))
    return _change(row) if row else None


def question(client: Actor) -> Question | None:
    """The same with all that was or is open.

    Args:
        client: with keys.
    """
    change = waits(client)
    return Question(change, *_stood(client, change)) if change else None


def last_answered(client: Actor) -> Change | None:
    """The newest change this client has answered, with what they said.

    Args:
        client: with keys.
    """
    answered = readable(Handover, client).where(Handover.answered_at.is_not(None), Handover.taken_back_at.is_(None))
    row = db.session.scalar(answered.order_by(Handover.answered_at.desc()).limit(1))
    if row is None:
        return None
    found = vault.latest_readable(client.unlocked(), [row.id])
    if row.id not in found:
        return _change(row)
    said = json.loads(found[row.id].data)
    return replace(_change(row), choice=Choice(said["choice"]), had=tuple(said["had"]))


def answer(
    client: Actor,
    handover_id: UUID,
    choice: Choice,
    things: Collection[UUID] = (),
    came: Collection[str] = (),
) -> None:
    """Say what the next therapist can open, at once; from now on they look after the client.

    Args:
        client: with keys: the consents are theirs.
        handover_id: what was asked.
        choice: everything that stands, these, or nothing.
        things: with `SOME`, of what was open by choice.
        came: with `SOME`, of what came by itself so far: keys of `consent.STREAMS`.

    Raises:
        NotFound: no such question to this client.
        Invalid: on `choice`: it was answered or taken back meanwhile, or whoever was to come does not work here.
    """
    caseload.hold(client.person_id)
    row = hold(Handover, client, handover_id)
    if row.answered_at is not None:
        raise Invalid("choice", _("You have answered this already, perhaps in another window."))
    if row.taken_back_at is not None:
        raise Invalid("choice", _("The practice has taken this question back. Nothing has changed."))
    if not works_here(row.therapist_id):
        raise Invalid("choice", _("This therapist does not work here any more. The practice will ask you again."))
    all_things, all_came = _stood(client, _change(row))
    had = [one.what for one in all_came if one.goes_on]
    row.answered_at = now()
    db.session.flush()
    caseload.begin(None, row.practice_id, row.client_id, row.therapist_id)
    vault.write(client.unlocked(), KIND, json.dumps({"choice": choice, "had": had}).encode(), row.id)
    record(client, Event.HANDOVER_ANSWERED, row.id, client.person_id)
    mail.notify(client, row.therapist_id, mail.Kind.SOMETHING_NEW)  # for each of the three answers
    if choice is not Choice.NOTHING:
        everything = choice is Choice.ALL
        chosen = [one for one in all_things if everything or one.id in things]
        consent.hand_on(client, row.therapist_id, chosen, [one for one in all_came if everything or one.what in came])
    forget_what_stood(row.id)


# ------------------------------------------------------------------ rows


def _change(row: Handover) -> Change:
    names = names_of([row.from_id, row.therapist_id])
    why = TO_THE_CLIENT[Reason(row.reason)].format(name=names[row.from_id])
    people = (row.from_id, names[row.from_id], row.therapist_id, names[row.therapist_id])
    begun = row.ends_at <= now()
    return Change(row.id, *people, why, row.letter, row.asked_at, row.ends_at, begun)


def _stood(client: Actor, change: Change) -> tuple[list[Stood], list[Came]]:
    """What is open to the one before, or was when that ended; a note deleted since is private, brought back."""
    found: list[Any] = caseload.what_stands(client.person_id, change.from_id)
    kept = select(rows.Stood).where(rows.Stood.client_id == client.person_id, rows.Stood.handover_id == change.id)
    found += db.session.scalars(kept.order_by(rows.Stood.given_at, rows.Stood.id)).all()
    things, came = consent.what_stood(client, found)
    back = {
        line.subject_id
        for line in audit.since(client.person_id, [Event.ENTRY_BROUGHT_BACK], 0)
        if line.at > change.asked_at
    }
    return [one for one in things if one.id not in back], came
