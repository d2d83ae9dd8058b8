"""The client's side: setting reminders, ending them, and what is due on this day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import mail, vault
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import day_for, today_of, zone_of
from portal.domain.audit import Event, record
from portal.domain.reminders.done import done_of
from portal.domain.reminders.rules import About, Rule
from portal.models.reminders import Reminder

KIND = "reminder"
MOST = 12  # reminders of one client


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder, for its owner."""

    id: UUID
    rule: Rule
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Today:
    """What is due now and not done. `paused_at`: mail had stopped, because nobody came; None when it had not."""

    due: tuple[About, ...]
    paused_at: datetime | None


def mine(actor: Actor) -> list[Line]:
    """Every reminder of this client that will come again, the next one first."""
    rows = [row for row in db.session.scalars(readable(Reminder, actor)) if row.next_at]
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows]) if rows else {}
    lines = [Line(row.id, Rule.from_bytes(texts[row.id].data), row.next_at) for row in rows if row.id in texts]
    return sorted(lines, key=lambda line: (line.next_at, line.id))


def set(  # noqa: A001, PLR0913 - what a reminder is, and its name where it is called: reminders.set
    actor: Actor,
    about: About,
    at: time,
    weekdays: Iterable[int] = (),
    *,
    by_mail: bool = False,
    on_day: date | None = None,
    reminder_id: UUID | None = None,
) -> UUID:
    """Set a reminder, or set this one anew.

    Args:
        actor: a client, with keys.
        about: what for.
        at: a time of their own day.
        weekdays: on which days it comes, Monday is 0; not needed with `on_day`.
        by_mail: also by mail, if their safe contact allows any.
        on_day: on one day only.
        reminder_id: of the form, so that sending it twice sets one; or of a reminder that is to be set anew.

    Returns:
        the reminder's id.

    Raises:
        Invalid: on `about`, `at` or `weekdays`.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    rule = Rule(About(about), tuple(sorted({*weekdays})), at.replace(second=0, microsecond=0), by_mail, on_day)
    if on_day is None and (not rule.weekdays or not {*rule.weekdays} <= {*range(7)}):
        raise Invalid("weekdays", _("Choose at least one day."))
    next_at = rule.next_after(now(), zone_of(actor))
    if next_at is None:  # before anything is touched: what is refused leaves the one there is as it was
        raise Invalid("at", _("This time has gone by."))
    row = _row(actor, reminder_id)
    row.next_at = next_at
    row.rule_sealed = vault.seal_to_worker(rule.to_bytes(), *place(row))
    db.session.flush()
    vault.drop(actor.unlocked(), row.id)
    vault.write(actor.unlocked(), KIND, rule.to_bytes(), row.id, row.version)
    record(actor, Event.REMINDER_SET, row.id, actor.person_id)
    return row.id


def end(actor: Actor, reminder_id: UUID) -> None:
    """Have this reminder come no more.

    Raises:
        NotFound: it is somebody else's, or has ended.
    """
    row = db.session.scalar(writable(Reminder, actor).where(Reminder.id == reminder_id))
    if row is None:
        raise NotFound(reminder_id)
    db.session.execute(delete(Reminder).where(Reminder.id == row.id))
    vault.drop(actor.unlocked(), row.id)
    record(actor, Event.REMINDER_ENDED, row.id, actor.person_id)


def recount(actor: Actor) -> None:
    """The client's clock has changed: each reminder comes by the new one."""
    zone_name = zone_of(actor)
    for line in mine(actor):
        row = db.session.scalars(writable(Reminder, actor).where(Reminder.id == line.id).with_for_update()).one()
        row.next_at = line.rule.next_after(now(), zone_name)
        if row.next_at is None:  # its one day is past by the new clock: it goes like one that rang
            row.rung_at = now()


def today(actor: Actor) -> Today:
    """What is due at this moment of the client's own day and not done yet; for the first page."""
    rows = list(db.session.scalars(readable(Reminder, actor)))
    if not rows:
        return Today((), None)
    zone_name = zone_of(actor)
    day = today_of(actor)
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows])
    rules = [Rule.from_bytes(texts[row.id].data) for row in rows if row.id in texts]
    due = [rule.about for rule in rules if _is_due(actor, rule, day, zone_name)]
    done = done_of(actor.person_id, due, day)
    by_mail = any(rule.by_mail for rule in rules)
    paused_at = mail.standing(actor).paused_at if by_mail else None
    return Today(tuple(about for about in dict.fromkeys(due) if about not in done), paused_at)


def _is_due(actor: Actor, rule: Rule, day: date, zone_name: str) -> bool:
    """Whether its moment of one's own day has come: where that begins at four, midnight is of the date after."""
    dates = [date_ for date_ in (day, day + timedelta(days=1)) if rule.falls_on(date_)]
    moments = [rule.moment_on(date_, zone_name) for date_ in dates]
    return any(moment <= now() and day_for(actor.person_id, moment) == day for moment in moments)


def place(row: Reminder) -> tuple[object, ...]:
    """Where the worker's copy of a rule belongs."""
    return (KIND, row.client_id, row.id, row.version)


def _row(actor: Actor, reminder_id: UUID | None) -> Reminder:
    """The row to be set: a new one, or one's own with the next version."""
    if mine_ := _held(actor, reminder_id):
        return mine_
    if len(list(db.session.scalars(readable(Reminder, actor).with_only_columns(Reminder.id)))) >= MOST:
        raise Invalid("about", _("There are %(most)s reminders already. End one of them first.", most=MOST))
    row = Reminder(
        id=reminder_id or uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, version=1, rule_sealed=b""
    )
    if not add_new(row):
        mine_ = _held(actor, reminder_id)
        if mine_ is None:
            raise NotFound(reminder_id)
        return mine_
    return row


def _held(actor: Actor, reminder_id: UUID | None) -> Reminder | None:
    """One's own of this id, for its next version."""
    mine_ = db.session.scalar(writable(Reminder, actor).where(Reminder.id == reminder_id).with_for_update())
    if mine_ is not None:
        mine_.version += 1
    return mine_
