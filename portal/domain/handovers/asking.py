"""Asking for a move: every check comes before anything is changed, so that a refused one leaves nothing half done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from portal.core import dates
from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import caseload, mail
from portal.domain.access import readable, stands, writable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.audit import Event, record
from portal.domain.handovers.ending import carry_out, carry_out_due, forget_what_stood, works_here
from portal.domain.handovers.looking import names_of
from portal.domain.handovers.reasons import Reason
from portal.models.caseload import Assignment
from portal.models.handovers import Handover
from portal.models.people import Person
from portal.models.rhythm import Rhythm

FARTHEST = 365  # days from today
LONGEST_LETTER = 4_000  # signs
GONE = lazy("This person does not work here as a therapist any more. Choose somebody else.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for all who are asked in one act. `last_day`: of the one before; None: it ends at once."""

    reason: str
    last_day: date | None = None
    letter: str = ""


def ask(admin: Actor, assignment_id: UUID, therapist_id: UUID | None, terms: Terms, once_id: UUID) -> None:
    """Ask one client what somebody else can open, who is to look after them; that one gets nothing by it.

    Args:
        admin: who arranges it.
        assignment_id: of the therapist who looks after them now.
        therapist_id: who is to.
        terms: why, until when, and the practice's own words.
        once_id: made when the form was shown, so that sending it twice asks once.

    Raises:
        NotFound: no such assignment here.
        Invalid: on `therapist_id`, `reason`, `last_day` or `letter`, with what stands in the way.
    """
    ask_all(admin, {assignment_id: therapist_id}, terms, once_id)


def ask_all(admin: Actor, moves: Mapping[UUID, UUID | None], terms: Terms, once_id: UUID) -> list[UUID]:
    """Ask several clients in one act: all of them, or, where something stands in the way of one, nobody.

    Args:
        admin: who arranges it.
        moves: to whom, by the assignment whose place it takes.
        terms: the same for all.
        once_id: made when the form was shown.

    Returns:
        the ids of the moves.

    Raises:
        NotFound: no such assignment here.
        Invalid: as `ask`; the sentence names the client.
    """
    ends_at = _ends_at(admin, terms)
    held = _held(admin, moves)
    ids = {assignment.id: uuid5(once_id, str(assignment.id)) for assignment in held}
    before = set(db.session.scalars(select(Handover.id).where(Handover.id.in_(ids.values()))))
    new = [assignment for assignment in held if ids[assignment.id] not in before]
    if len({assignment.client_id for assignment in new}) < len(new):
        raise Invalid(
            "therapist_id", _("One client is here twice, with two therapists. Move them one after the other.")
        )
    for assignment in new:
        _check(assignment, moves[assignment.id], terms, ends_at)
    for assignment in new:
        about: dict[str, Any] = {"client_id": assignment.client_id, "from_id": assignment.therapist_id}
        about |= {"therapist_id": moves[assignment.id], "asked_by_id": admin.person_id}
        about |= {"reason": terms.reason, "letter": terms.letter}
        row = Handover(id=ids[assignment.id], practice_id=admin.practice_id, ends_at=ends_at, **about)
        _begin(admin, row, assignment)
    return list(ids.values())


def arrange(
    admin: Actor, firsts: Mapping[UUID, UUID], moves: Mapping[UUID, UUID | None], terms: Terms, once_id: UUID
) -> None:
    """Give those who wait their first therapist, and ask those who are to move: all of it, or nothing.

    Args:
        admin: who arranges it.
        firsts: to whom, by the client who waits.
        moves: to whom, by the assignment whose place it takes.
        terms: the same for all who are asked.
        once_id: made when the form was shown.

    Raises:
        NotFound, Invalid: as `ask_all` and `caseload.take_on`.
    """
    for client_id in sorted(firsts):
        caseload.check_waits(admin, client_id, firsts[client_id])
        if not works_here(firsts[client_id]):
            raise Invalid("therapist_id", GONE)
    if moves:
        ask_all(admin, moves, terms, once_id)
    for client_id, therapist_id in firsts.items():
        caseload.assign(admin, client_id, therapist_id)


def take_back(admin: Actor, handover_id: UUID) -> None:
    """Ask no longer: whoever looks after the client now goes on, before the date and after it. Twice changes nothing.

    Raises:
        NotFound: no such move here.
        Invalid: on `handover_id`: the client has answered.
    """
    asked = readable(Handover, admin).where(Handover.id == handover_id)
    client_id = db.session.scalar(asked.with_only_columns(Handover.client_id))
    if client_id is None:
        raise NotFound(handover_id)
    _hold(client_id)
    row = db.session.scalars(
        writable(Handover, admin).where(Handover.id == handover_id).execution_options(**FRESH)
    ).one()
    if row.answered_at is not None:
        raise Invalid(
            "handover_id", _("%(client)s has answered meanwhile, so the move goes on.", client=_name(client_id))
        )
    if row.taken_back_at is None:
        _take_back(admin, row)


# ------------------------------------------------------------------ one of them

FRESH = {"populate_existing": True}


def _ends_at(admin: Actor, terms: Terms) -> datetime:
    """From when on the one before has nothing: midnight where the admin is, or now."""
    if terms.reason not in set(Reason):
        raise Invalid("reason", _("Choose why."))
    if len(terms.letter) > LONGEST_LETTER:
        raise Invalid("letter", _("Use at most %(longest)s characters.", longest=LONGEST_LETTER))
    if terms.last_day is None:
        return now()
    today = today_of(admin)
    if terms.last_day < today:
        raise Invalid("last_day", _("This day has gone by. Choose today or a later day."))
    if terms.last_day > today + timedelta(days=FARTHEST):
        raise Invalid("last_day", _("Choose a day at most %(farthest)s days away.", farthest=FARTHEST))
    return datetime.combine(terms.last_day + timedelta(days=1), time(), zone(zone_of(admin))).astimezone(UTC)


def _held(admin: Actor, moves: Mapping[UUID, UUID | None]) -> list[Assignment]:
    """The assignments, each client held: in one order, so that two admins wait for and do not lock one another."""
    query = writable(Assignment, admin).where(Assignment.id.in_(list(moves)))
    found = db.session.scalars(query).all()
    if len(found) < len(moves):
        raise NotFound
    for client_id in sorted({row.client_id for row in found}):
        _hold(client_id)
        carry_out_due(client_id)
    order = query.order_by(Assignment.client_id, Assignment.id)
    return list(db.session.scalars(order.execution_options(**FRESH)))


def _hold(client_id: UUID) -> None:
    """Whoever arranges, answers or shares for the same client at the same moment waits."""
    db.session.execute(select(Person.id).where(Person.id == client_id).with_for_update())


def _name(person_id: UUID | None) -> str:
    return names_of([person_id])[person_id] if person_id else _("Nobody")


def _check(assignment: Assignment, therapist_id: UUID | None, terms: Terms, ends_at: datetime) -> None:
    """Say what stands in the way of one move, if anything does."""
    client, before = _name(assignment.client_id), _name(assignment.therapist_id)
    if therapist_id is None:
        raise Invalid("therapist_id", _("Choose who is to look after %(client)s.", client=client))
    closed = select(Person.closed_at).where(Person.id == assignment.client_id)
    if db.session.scalar(closed) is not None:
        raise Invalid(
            "therapist_id", _("%(client)s has closed their account meanwhile. Nobody was asked.", client=client)
        )
    if assignment.ended_at is not None:
        raise Invalid(
            "therapist_id",
            _(
                "%(before)s does not look after %(client)s any more. Open the board again to see who does.",
                before=before,
                client=client,
            ),
        )
    asked = select(Handover.ended_at).where(
        Handover.client_id == assignment.client_id, Handover.taken_back_at.is_(None), Handover.ended_at.is_(None)
    )
    if db.session.execute(asked.limit(1)).first() is not None:
        raise Invalid(
            "therapist_id",
            _("A move of %(client)s is under way already. Nobody was asked a second time.", client=client),
        )
    if therapist_id == assignment.therapist_id:
        raise Invalid(
            "therapist_id",
            _("%(before)s looks after %(client)s already. Choose somebody else.", before=before, client=client),
        )
    if not works_here(therapist_id):
        raise Invalid("therapist_id", GONE)
    pair = (Assignment.client_id == assignment.client_id, Assignment.therapist_id == therapist_id)
    if db.session.scalar(select(Assignment.id).where(*pair, stands(Assignment))):
        raise Invalid(
            "therapist_id",
            _(
                "%(therapist)s looks after %(client)s, too. Choose somebody else.",
                therapist=_name(therapist_id),
                client=client,
            ),
        )
    _check_away(therapist_id, terms.last_day, ends_at)


def _check_away(therapist_id: UUID, last_day: date | None, ends_at: datetime) -> None:
    """Nobody is handed to somebody who is not there when it begins."""
    first = last_day + timedelta(days=1) if last_day else ends_at.date()
    row = db.session.scalar(select(Rhythm).where(Rhythm.therapist_id == therapist_id))
    if row and row.away_from and row.back_on and row.away_from <= first < row.back_on:
        back = dates.said(row.back_on, "day")
        name = _name(therapist_id)
        raise Invalid(
            "therapist_id",
            _("%(name)s is away until %(back)s. Choose a later last day, or somebody else.", name=name, back=back),
        )


def _begin(admin: Actor, row: Handover, assignment: Assignment) -> None:
    for earlier in db.session.scalars(_waiting(row.client_id)).all():  # of a move that was carried out unanswered
        _take_back(admin, earlier)
    db.session.add(row)
    assignment.ends_at = row.ends_at
    db.session.flush()
    record(admin, Event.HANDOVER_ASKED, row.id, row.client_id, therapist=row.therapist_id)
    mail.notify(admin, row.client_id, mail.Kind.SOMETHING_NEW)
    if row.ends_at <= now():
        carry_out(admin, row)


def _waiting(client_id: UUID) -> Any:
    waits = (Handover.answered_at.is_(None), Handover.taken_back_at.is_(None))
    return select(Handover).where(Handover.client_id == client_id, *waits).execution_options(**FRESH)


def _take_back(admin: Actor, row: Handover) -> None:
    row.taken_back_at = now()
    if row.ended_at is None:
        pair = (Assignment.client_id == row.client_id, Assignment.therapist_id == row.from_id)
        for assignment in db.session.scalars(select(Assignment).where(*pair, Assignment.ended_at.is_(None))):
            assignment.ends_at = None
    forget_what_stood(row.id)
    db.session.flush()
    record(admin, Event.HANDOVER_TAKEN_BACK, row.id, row.client_id, therapist=row.therapist_id)
