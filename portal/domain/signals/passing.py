"""When nobody has answered: whoever covers is told that something waits, and never what. Nobody's key is here."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _
from portal.domain import mail, rhythm, vault
from portal.domain.audit import Event, record
from portal.domain.signals.standing import standing
from portal.models.practices import Practice
from portal.models.signals import Signal

HOURS = (4, 12, 24, 48, 72, 0)  # 0: a mark is never passed on because of the time


def hours(actor: Actor) -> int:
    """After how many hours a mark that waits is passed on in this practice; 0: never, unless somebody is away."""
    return db.session.scalars(select(Practice.cover_hours).where(Practice.id == actor.practice_id)).one()


def set_hours(admin: Actor, chosen: int | None) -> None:
    """Choose anew, for everything that is raised from now on: what waits keeps what its client was told.

    Raises:
        Invalid: on `cover_hours`: none of those there are.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    if chosen not in HOURS:
        raise Invalid("cover_hours", _("Choose one of these."))
    practice = db.session.scalars(select(Practice).where(Practice.id == admin.practice_id).with_for_update()).one()
    practice.cover_hours = chosen
    db.session.flush()
    record(admin, Event.COVER_HOURS_SET, practice.id, hours=chosen)


def sweep() -> None:
    """End what does not stand any more, without a word; pass on what has waited as long as its client was told.

    What its client has laid aside with everything else waits for their choice.
    All of it in one transaction: a round that is broken off has done nothing, and a second one finds nothing to do.
    """
    rows = db.session.scalars(
        select(Signal).where(Signal.answered_at.is_(None), Signal.paused_at.is_(None)).with_for_update(skip_locked=True)
    ).all()
    open_or_soon, open_now = standing(rows, soon=True), standing(rows)
    due = [row for row in rows if row.passed_on_at is None and row.pass_on_at and row.pass_on_at <= now()]
    at_work = rhythm.at_work(row.cover_id for row in due if row.cover_id) if due else set()
    for row in rows:
        if row.id not in open_or_soon:
            _end(row)
        elif row.id in open_now and row in due and row.cover_id in at_work:
            _pass_on(row, row.cover_id)


def uncovered(admin: Actor) -> int:
    """How many marks nobody has answered within the practice's hours (24 where it has set none), and nobody covers."""
    if admin.role is not Role.ADMIN:
        raise Forbidden
    late = now() - timedelta(hours=hours(admin) or 24)
    waits = (Signal.answered_at.is_(None), Signal.paused_at.is_(None), Signal.passed_on_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Signal).where(*waits, Signal.raised_at < late)) or 0


def waits_for(person_id: UUID, since: datetime) -> bool:
    """Whether a mark that came to this person since then still waits, for the mail that says so."""
    raised = and_(Signal.therapist_id == person_id, Signal.raised_at >= since)
    passed = and_(Signal.cover_id == person_id, Signal.passed_on_at >= since)
    rows = db.session.scalars(select(Signal).where(Signal.answered_at.is_(None), or_(raised, passed))).all()
    return bool(standing(rows))


def _end(row: Signal) -> None:
    vault.forget([row.id])
    db.session.execute(delete(Signal).where(Signal.id == row.id))
    record(None, Event.SIGNAL_ENDED, row.id, row.client_id)


def _pass_on(row: Signal, cover_id: UUID) -> None:
    row.passed_on_at = now()
    db.session.flush()
    record(Actor(cover_id, row.practice_id, Role.THERAPIST), Event.SIGNAL_REACHED, row.id, row.client_id)
    mail.notify(Actor(row.therapist_id, row.practice_id, Role.THERAPIST), cover_id, mail.Kind.SOMETHING_NEW)
