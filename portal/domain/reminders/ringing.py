"""When nobody is there: the scheduler sees that a moment has come, the worker looks whether it is to be mailed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select

from portal.core.actor import Actor, Role
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.jobs import Job
from portal.domain import mail, outbox, vault
from portal.domain.accounts.zones import day_for
from portal.domain.outbox import Task
from portal.domain.reminders.done import is_done
from portal.domain.reminders.rules import Rule
from portal.domain.reminders.setting import place
from portal.models.outbox import JobRow
from portal.models.people import Person
from portal.models.reminders import Reminder

AGAIN_AFTER = timedelta(hours=1)  # a job that came to nothing is asked for once more
KEPT_WHEN_OVER = timedelta(days=2)  # it may still be shown on its day, wherever that is
JOB_KEPT = timedelta(days=1)  # of a ringing that came to nothing
LATE = timedelta(hours=6)  # after a longer standstill a reminder is let go: the next one comes


def sweep() -> None:
    """Have the worker look at every reminder of this practice whose moment has come; forget those that had but one.

    What is left of jobs that came to nothing goes too: their moments would tell the rule.
    """
    moment = now()
    ended = delete(JobRow).where(JobRow.name == Job.RING, JobRow.ended_at < moment - JOB_KEPT)
    db.session.execute(ended, execution_options={"synchronize_session": False})
    over = select(Reminder.id).where(Reminder.next_at.is_(None), Reminder.rung_at < moment - KEPT_WHEN_OVER)
    for reminder_id in db.session.scalars(over).all():
        db.session.execute(delete(Reminder).where(Reminder.id == reminder_id))
        vault.forget([reminder_id])
    unheard = or_(Reminder.rung_at.is_(None), Reminder.rung_at < moment - AGAIN_AFTER)
    due = select(Reminder).where(Reminder.next_at <= moment, unheard).with_for_update(skip_locked=True)
    for row in db.session.scalars(due):
        row.rung_at = moment
        outbox.later(Actor(row.client_id, row.practice_id, Role.CLIENT), Job.RING, row.id)


def ring(task: Task) -> None:
    """In the worker: ask for the mail, unless it is done already, and reckon when it comes again.

    Raises:
        Overtaken: it is no longer this worker's.
    """
    row = db.session.scalar(select(Reminder).where(Reminder.id == task.subject_id).with_for_update())
    if row is not None and row.next_at is not None and row.next_at <= now():
        zone_name, rule = _zone_of(row), _rule_of(row)
        due_at = _last_due(rule, zone_name) or row.next_at
        day = day_for(row.client_id, due_at)
        if rule.by_mail and now() - due_at <= LATE and not is_done(row.client_id, rule.about, day):
            actor = Actor(row.client_id, row.practice_id, Role.CLIENT)
            row.message_id = mail.notify(actor, row.client_id, mail.Kind.REMINDER)
        row.next_at = rule.next_after(now(), zone_name)
        row.rung_at = None if row.next_at else now()
    outbox.forget(task)


def is_over(message_id: UUID) -> bool:
    """In the worker: whether everything this mail would remind of was done today, or its reminders were ended."""
    rows = list(db.session.scalars(select(Reminder).where(Reminder.message_id == message_id)))
    return all(is_done(row.client_id, _rule_of(row).about, day_for(row.client_id, now())) for row in rows)


def _last_due(rule: Rule, zone_name: str) -> datetime | None:
    """Its time of this day, when that has come."""
    today = now().astimezone(zone(zone_name)).date()
    due_at = rule.moment_on(today, zone_name)
    return due_at if rule.falls_on(today) and due_at <= now() else None


def _rule_of(row: Reminder) -> Rule:
    return Rule.from_bytes(vault.open_by_worker(row.rule_sealed, *place(row)))


def _zone_of(row: Reminder) -> str:
    return db.session.scalars(select(Person.time_zone).where(Person.id == row.client_id)).one()
