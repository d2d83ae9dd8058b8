"""Arranging sessions: adding one or a weekly series, moving, cancelling, and undoing any of it.

A series is laid out as rows at once, a year of them at most, and not kept as a rule. So each session can be moved or
cancelled by itself, "the next one" is one question to an index, a calendar program gets plain moments, and no rule has
to be read anew when the clocks change: each row has its own moment, reckoned from the clock on the wall. The price is
that a series ends, and that somebody looks after a year whether it goes on. That is as it should be in a practice.

Rows are never changed. Each act (adding, moving, cancelling) has an id, made when its form was shown. It ends rows and
makes rows, and both remember it: so it happens once however often the form is sent, and undoing it means to take away
what it made and to bring back what it ended. A form about a row that another window has ended finds it gone.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, or_

from portal.core.actor import Actor, Role
from portal.core.clock import now, zone
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import caseload
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import zone_of
from portal.domain.appointments.looking import today
from portal.domain.appointments.overlaps import Meeting, check
from portal.domain.appointments.rules import Repeat, Slot
from portal.domain.audit import Event, record
from portal.models.appointments import Appointment
from portal.models.people import Person

UNDONE_WITHIN = timedelta(days=1)  # how long what an act ended is kept, so that it can be undone
NOT_YOURS = lazy("Choose one of your clients.")
OTHER_WINDOW = lazy("This session was moved or cancelled in another window. Here is how the week stands now.")


def slot(actor: Actor, day: date | None, at: time | None, minutes: int | None, kind: str) -> Slot:
    """What a form said, by the clock of this therapist; raises Invalid as `Slot.checked` does."""
    return Slot.checked(day, at, minutes, kind, today(actor))


def add(  # noqa: PLR0913 - what the form asks for
    actor: Actor, client_id: UUID, slot: Slot, act_id: UUID, repeat: Repeat | None = None, *, beside: bool = False
) -> UUID:
    """Arrange a session, or one every week.

    Args:
        actor: a therapist.
        client_id: of their caseload.
        slot: of the first one.
        act_id: made when the form was shown: sent twice, it is arranged once; something else is arranged besides.
        repeat: every week; None: once.
        beside: it may stand beside sessions with others at the same time, as with a couple.

    Returns:
        The act's id, by which it can be undone.

    Raises:
        Invalid: at "client", "at", "times", "until" or "beside".
    """
    _hold(actor, client_id)
    if db.session.scalar(readable(Person, actor).where(Person.id == client_id, Person.closed_at.is_(None))) is None:
        raise Invalid("client", NOT_YOURS)
    days = repeat.days_from(slot.day) if repeat else [slot.day]
    series_id = uuid5(act_id, "series") if repeat else None
    meetings = _at(actor, slot, days)
    if done := _made_by(actor, act_id):
        same = _is_same(done, client_id, slot, meetings)
        return act_id if same else add(actor, client_id, slot, uuid5(act_id, "again"), repeat, beside=beside)
    check(actor, client_id, meetings, beside=beside)
    _make(actor, act_id, client_id, slot, [(moment, series_id) for moment, _ in meetings])
    record(actor, Event.APPOINTMENTS_ADDED, act_id, None, client=client_id, count=len(days))
    return act_id


def move(  # noqa: PLR0913 - what the form asks for
    actor: Actor, appointment_id: UUID, slot: Slot, act_id: UUID, *, later: bool = False, beside: bool = False
) -> int:
    """Have a session at another time, for another length or in another way.

    Args:
        actor: the therapist.
        appointment_id: the session.
        slot: how it is to be.
        act_id: made when the form was shown.
        later: also what comes later in its series: by as many days, at the same time of the clock on the wall.
        beside: as in `add`.

    Returns:
        How many sessions it is.

    Raises:
        NotFound: no such session, not theirs, or with somebody who has left their caseload.
        Conflict: it was moved or cancelled since the page was shown.
        Invalid: at "day", "at" or "beside".
    """
    rows = _affected(actor, appointment_id, act_id, later=later)
    if done := _made_by(actor, act_id):
        if not _is_same(done[:1], rows[0].client_id, slot, _at(actor, slot, [slot.day])):
            raise Conflict(OTHER_WINDOW)
        return len(done)
    if rows[0].starts_at <= now():
        raise Invalid("day", _("This session has begun already, so it stays where it was."))
    zone_name = zone_of(actor)
    by = slot.day - _day(rows[0], zone_name)
    meetings = _at(actor, slot, [_day(row, zone_name) + by for row in rows])
    check(actor, rows[0].client_id, meetings, beside=beside, but={row.id for row in rows})
    _end(rows, act_id)
    made = [(moment, row.series_id) for (moment, _), row in zip(meetings, rows, strict=True)]
    _make(actor, act_id, rows[0].client_id, slot, made)
    record(actor, Event.APPOINTMENTS_MOVED, act_id, None, client=rows[0].client_id, count=len(rows))
    return len(rows)


def cancel(actor: Actor, appointment_id: UUID, act_id: UUID, *, later: bool = False) -> date:
    """Have a session no more; a past one too, if it did not take place.

    Args:
        actor: the therapist.
        appointment_id: the session.
        act_id: made when the form was shown.
        later: also what comes later in its series.

    Returns:
        The day of the first of them.

    Raises:
        NotFound: no such session, not theirs, or with somebody who has left their caseload.
        Conflict: it was moved or cancelled since the page was shown.
    """
    rows = _affected(actor, appointment_id, act_id, later=later)
    if rows[0].ended_at is None:
        _end(rows, act_id)
        record(actor, Event.APPOINTMENTS_CANCELLED, act_id, None, client=rows[0].client_id, count=len(rows))
    return _day(rows[0], zone_of(actor))


def undo(actor: Actor, act_id: UUID) -> bool:
    """Take back an act of this therapist's, for a day. Done twice, it is undone once.

    Returns:
        whether there was anything to take back.

    Raises:
        Conflict: what it made was changed since, or something else stands in its place.
    """
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    caseload.hold(actor.person_id)
    touched = or_(Appointment.made_by == act_id, Appointment.ended_by == act_id)
    rows = list(db.session.scalars(writable(Appointment, actor).where(touched).with_for_update()))
    made = [row for row in rows if row.made_by == act_id]
    if any(row.ended_at is not None for row in made):
        raise Conflict(_("This was changed once more since then, so it is not taken back."))
    if not rows:
        return False
    back = [row for row in rows if row.ended_by == act_id]
    if min([*(row.made_at for row in made), *(row.ended_at for row in back if row.ended_at)]) < now() - UNDONE_WITHIN:
        raise Conflict(_("This was done more than a day ago, so it is not taken back."))
    if back:
        try:
            meetings = [(row.starts_at, row.minutes) for row in back]
            check(actor, rows[0].client_id, meetings, beside=True, but={row.id for row in made})
        except Invalid as problem:
            raise Conflict(_("%(problem)s So it is not taken back.", problem=problem)) from None
    for row in made:
        db.session.delete(row)
    for row in back:
        row.ended_at = row.ended_by = None
    db.session.flush()
    record(actor, Event.APPOINTMENTS_UNDONE, act_id, None, client=rows[0].client_id, count=len(rows))
    return True


def sweep() -> None:
    """What was moved away or cancelled and cannot be put back any more goes for good."""
    over = delete(Appointment).where(Appointment.ended_at < now() - UNDONE_WITHIN)
    db.session.execute(over, execution_options={"synchronize_session": False})


# ------------------------------------------------------------------ rows


def _hold(actor: Actor, client_id: UUID) -> None:
    """One act after another: for this client, because they may leave meanwhile; for this therapist, for overlaps."""
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    caseload.hold(client_id)
    caseload.hold(actor.person_id)


def _made_by(actor: Actor, act_id: UUID) -> Sequence[Appointment]:
    """What this act has made, in order."""
    made = readable(Appointment, actor).where(Appointment.made_by == act_id)
    return db.session.scalars(made.order_by(Appointment.starts_at, Appointment.id)).all()


def _is_same(made: Sequence[Appointment], client_id: UUID, slot: Slot, meetings: Sequence[Meeting]) -> bool:
    """Whether what was made is what is asked for now: a form that was changed and sent again is another act."""
    asked = [(client_id, slot.kind, *meeting) for meeting in meetings]
    return [(row.client_id, row.kind, row.starts_at, row.minutes) for row in made] == asked


def _affected(actor: Actor, appointment_id: UUID, act_id: UUID, *, later: bool) -> list[Appointment]:
    """The session, and what comes later in its series if that is meant; what this very act has ended, just as it was.

    Raises:
        NotFound, Conflict: as in `move`.
    """
    this = db.session.scalar(writable(Appointment, actor).where(Appointment.id == appointment_id))
    if this is None:
        raise NotFound(appointment_id)
    _hold(actor, this.client_id)
    query = writable(Appointment, actor).where(Appointment.id == appointment_id)
    this = db.session.scalar(query.execution_options(populate_existing=True))
    if this is None:
        raise NotFound(appointment_id)
    if this.ended_by == act_id:
        return [this]
    if this.ended_at is not None:
        raise Conflict(OTHER_WINDOW)
    if not later or this.series_id is None:
        return [this]
    rest = writable(Appointment, actor).where(
        Appointment.series_id == this.series_id,
        Appointment.ended_at.is_(None),
        Appointment.starts_at > this.starts_at,
    )
    return [this, *db.session.scalars(rest.order_by(Appointment.starts_at, Appointment.id))]


def _day(row: Appointment, zone_name: str) -> date:
    return row.starts_at.astimezone(zone(zone_name)).date()


def _end(rows: Iterable[Appointment], act_id: UUID) -> None:
    for row in rows:
        row.ended_at, row.ended_by = now(), act_id
    db.session.flush()


def _at(actor: Actor, slot: Slot, days: Iterable[date]) -> list[Meeting]:
    zone_name = zone_of(actor)
    return [(slot.moment_on(day, zone_name), slot.minutes) for day in days]


def _make(
    actor: Actor, act_id: UUID, client_id: UUID, slot: Slot, made: Sequence[tuple[datetime, UUID | None]]
) -> None:
    """Rows at these moments, each with the series it belongs to."""
    rows = [
        Appointment(
            id=uuid5(act_id, str(place)),
            practice_id=actor.practice_id,
            client_id=client_id,
            therapist_id=actor.person_id,
            starts_at=moment,
            minutes=slot.minutes,
            kind=slot.kind,
            series_id=series_id,
            made_by=act_id,
        )
        for place, (moment, series_id) in enumerate(made)
    ]
    if not add_new(*rows):
        raise NotFound(act_id)  # an act of somebody else's
