"""Asking, and the second person's answer.

45 CFR 164.312(a)(2)(ii) asks for a way in; that it takes two people and a reason is ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, limits, mail
from portal.domain.access import find, hold, readable
from portal.domain.audit import Event, record
from portal.models.caseload import Assignment
from portal.models.emergency import Emergency
from portal.models.people import Membership, Person

HOURS = (1, 8, 24, 72)
WAITS = timedelta(hours=72)  # for a second person; after that one asks anew
FEWEST, FOUND, SHOWN = 2, 20, 100  # letters to look for; names shown; cases on the page, newest first
NOT_TWO = lazy(
    "Another officer or admin answers this: somebody who had been one for two days before it was asked, and who did not"
    " come here or to their role through the same person as whoever asked within 30 days. You can decline."
)
OVER = lazy("This is over, or somebody has answered it already.")


class Covers(StrEnum):
    """What is to be opened."""

    RECORD = "record"
    OWN_NOTES = "own-notes"  # a therapist's process notes


class Reason(StrEnum):
    """Why. Sentences stand in the templates; a free text would put words about a client into the table."""

    DANGER = "danger"
    ABSENT = "absent"
    LAW = "law"
    WISH = "wish"


class State(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as officers and admins see it: names and moments."""

    id: UUID
    client_id: UUID
    client: str
    covers: Covers
    therapist_id: UUID | None
    therapist: str | None
    reason: Reason
    hours: int
    asked_by: str
    is_mine: bool
    asked_at: datetime
    answered_by: str | None
    until: datetime | None
    state: State
    why_not: str = ""  # why whoever looks cannot agree, while it waits


def clients_named(officer: Actor, words: str) -> list[tuple[UUID, str]]:
    """Clients whose name holds these words, by name; also those who have left.

    Raises:
        Invalid: on `words`: too few letters to look for.
    """
    _only(officer, Role.OFFICER)
    wanted = " ".join(words.split())
    if len(wanted) < FEWEST:
        raise Invalid("words", _("Type at least %(fewest)s letters of the name.", fewest=FEWEST))
    like = Person.name.icontains(wanted, autoescape=True)
    return [(row.id, row.name) for row in db.session.execute(_CLIENTS.where(like).order_by(Person.name).limit(FOUND))]


def name_of(officer: Actor, client_id: UUID) -> str:
    """What a client of the practice is called; raises NotFound for anybody else."""
    _only(officer, Role.OFFICER)
    found = db.session.execute(_CLIENTS.where(Person.id == client_id)).first()
    if found is None:
        raise NotFound(client_id)
    return str(found.name)


_CLIENTS = (
    select(Person.id, Person.name)
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.role == Role.CLIENT)
)


def writers(officer: Actor, client_id: UUID) -> list[tuple[UUID, str]]:
    """Who has looked after this client, by name: whose own notes there may be. Whether there are any is not told."""
    _only(officer, Role.OFFICER)
    query = select(Person.id, Person.name).join(Assignment, Assignment.therapist_id == Person.id)
    rows = db.session.execute(query.where(Assignment.client_id == client_id).distinct()).all()
    return sorted(((row.id, row.name) for row in rows), key=lambda one: one[1].casefold())


def ask(  # noqa: PLR0913, PLR0917 - what the form asks for
    officer: Actor,
    client_id: UUID,
    covers: Covers | None,
    reason: Reason | None,
    hours: int | None,
    case_id: UUID,
    therapist_id: UUID | None = None,
) -> UUID:
    """Ask a second person to agree. Nothing opens by that.

    Args:
        officer: who is to read.
        client_id: a client of the practice, also one who has left.
        covers: the record, or one therapist's own notes.
        reason: one of the list.
        hours: how long it stays open once agreed; one of HOURS.
        case_id: made when the form was shown: sent twice, it is one case.
        therapist_id: whose own notes.

    Returns:
        the case's id.

    Raises:
        NotFound: no client of the practice.
        Invalid: on the field of that name.
        TooSoon: many were asked for in a short time.
    """
    name_of(officer, client_id)
    if covers is None:
        raise Invalid("covers", _("Choose what is to be opened."))
    if reason is None:
        raise Invalid("reason", _("Choose the reason. It is written down, and the client can read it."))
    if hours not in HOURS:
        raise Invalid("hours", _("Choose for how long."))
    whose = therapist_id if covers is Covers.OWN_NOTES else None
    if covers is Covers.OWN_NOTES and whose not in {one for one, _ in writers(officer, client_id)}:
        raise Invalid("therapist_id", _("Choose whose notes: one of those who have looked after this client."))
    row = Emergency(id=case_id, practice_id=officer.practice_id, client_id=client_id, asked_by=officer.person_id)
    row.covers, row.therapist_id, row.reason, row.hours = covers, whose, reason, hours
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
            limits.use(officer, limits.Act.EMERGENCY)  # counted once, and a case too many is not kept
    except IntegrityError:
        return case_id
    record(officer, Event.EMERGENCY_ASKED, row.id, client_id, reason=str(reason), covers=str(covers))
    return row.id


def cases(actor: Actor) -> list[Case]:
    """The newest cases of the practice, for officers and admins: those that wait for a second person first."""
    _only(actor, Role.OFFICER, Role.ADMIN)
    rows = db.session.scalars(readable(Emergency, actor).order_by(Emergency.asked_at.desc()).limit(SHOWN)).all()
    return sorted(_told(actor, rows), key=lambda one: list(State).index(one.state))


def case(actor: Actor, case_id: UUID) -> Case:
    """One case; raises NotFound."""
    _only(actor, Role.OFFICER, Role.ADMIN)
    row = find(Emergency, actor, case_id)
    [found] = _told(actor, [row])
    may = found.state is not State.WAITING or found.is_mine or _are_two(row, actor)
    return found if may else replace(found, why_not=NOT_TWO)


def allow(second: Actor, case_id: UUID) -> datetime:
    """Agree, as another person than the one who asked. From now on it is open to them, for so many hours.

    The client is told: a line in their log, and a mail that says that there is something, if they get mail. A therapist
    whose own notes are opened is told as well, by mail and on their Today (`telling`).

    Returns:
        until when.

    Raises:
        NotFound: no such case.
        Conflict: one's own, over, answered already, or the two do not count as two people (`accounts.are_two`).
    """
    row = _waiting(second, case_id)
    if not _are_two(row, second):
        raise Conflict(NOT_TWO)
    row.answered_by, row.answered_at = second.person_id, now()
    row.until = row.answered_at + timedelta(hours=row.hours)
    db.session.flush()
    record(second, Event.EMERGENCY_ALLOWED, row.id, row.client_id, reason=row.reason, covers=row.covers)
    mail.notify(second, row.client_id, mail.Kind.SOMETHING_NEW)
    if row.therapist_id:
        record(second, Event.EMERGENCY_NOTES_ALLOWED, row.id, row.therapist_id, reason=row.reason)
        mail.notify(second, row.therapist_id, mail.Kind.SOMETHING_NEW)
    return row.until


def decline(second: Actor, case_id: UUID) -> None:
    """Say no; whoever asked can ask anew.

    Raises:
        NotFound: no such case.
        Conflict: one's own, over, or answered already.
    """
    row = _waiting(second, case_id)
    row.answered_by = second.person_id
    row.answered_at = row.ended_at = now()
    record(second, Event.EMERGENCY_DECLINED, row.id, row.client_id)


def end(actor: Actor, case_id: UUID) -> None:
    """Close a case before its time, or take back the question. Any officer or admin may; twice is once."""
    row = _locked(actor, case_id)
    if _state(row) is State.OVER:
        return
    row.ended_at = now()
    record(actor, Event.EMERGENCY_ENDED, row.id, row.client_id)


def _waiting(second: Actor, case_id: UUID) -> Emergency:
    row = _locked(second, case_id)
    if row.asked_by == second.person_id:
        raise Conflict(_("Somebody else answers this: nobody agrees to what they asked for themselves."))
    if _state(row) is not State.WAITING:
        raise Conflict(OVER)
    return row


def _are_two(row: Emergency, second: Actor) -> bool:
    return accounts.are_two(row.asked_by, second, row.asked_at)


def _locked(actor: Actor, case_id: UUID) -> Emergency:
    _only(actor, Role.OFFICER, Role.ADMIN)
    return hold(Emergency, actor, case_id)


def _state(row: Emergency) -> State:
    if row.ended_at is not None or (row.until or row.asked_at + WAITS) <= now():
        return State.OVER
    return State.OPEN if row.until else State.WAITING


def _told(actor: Actor, rows: Iterable[Emergency]) -> list[Case]:
    found = list(rows)
    ids = {one for row in found for one in (row.client_id, row.therapist_id, row.asked_by, row.answered_by) if one}
    known = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    names = {row.id: row.name for row in known}
    return [
        Case(
            row.id,
            row.client_id,
            names[row.client_id],
            Covers(row.covers),
            row.therapist_id,
            names[row.therapist_id] if row.therapist_id else None,
            Reason(row.reason),
            row.hours,
            names[row.asked_by],
            row.asked_by == actor.person_id,
            row.asked_at,
            names[row.answered_by] if row.answered_by else None,
            row.until,
            _state(row),
        )
        for row in found
    ]


def _only(actor: Actor, *roles: Role) -> None:
    if actor.role not in roles:
        raise Forbidden
