"""In the worker: whether a mail is to go out, and now. At most one a day, in the hours allowed, not into silence."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.language import speaking
from portal.core.mail import Letter
from portal.domain import contact, outbox, settings, vault
from portal.domain.contact import Mode, Opened
from portal.domain.mail import rows
from portal.domain.mail.letters import ALONE, Kind, render
from portal.domain.outbox import GivenUp, Problem, Task
from portal.domain.preferences import language_of
from portal.models.mail import Message
from portal.models.people import Invitation, Membership, Person
from portal.models.practices import Practice

OF_SAFETY = (Kind.NOTICE, Kind.NEW_DEVICE)  # an alarm comes although others went unanswered, and on the same day
IN_THEIR_HOURS = (Kind.MOVED, Kind.LEAVING)  # of those that go their own way
READERS = (Role.THERAPIST, Role.CONFIDANT)
UNANSWERED = 3  # mails without a sign-in since: then there is no more until the person comes


class Dropped(StrEnum):
    """Why a mail was not sent after all."""

    OFF = "off"  # the person wants no mail, or none that was asked for before they said so
    UNANSWERED = "unanswered"
    MERGED = "merged"  # one that was sent meanwhile says the same
    DONE = "done"  # there is no reason any more


def prepare(
    task: Task,
    is_over: Callable[[UUID], bool] = lambda _message_id: False,
    waits: Callable[[UUID, datetime], bool] = lambda _person_id, _since: False,
) -> Letter | None:
    """Ask again whether this mail is to go out, and now.

    Args:
        task: a job of the name `mail.send`.
        is_over: says of a reminder's message, by its id, whether its reason is gone.
        waits: says whether something that came to a person since a moment waits for them, besides what was opened.

    Returns:
        the mail, or None: there is none to send, or not yet.

    Raises:
        GivenUp: an invitation's link is gone.
        Overtaken: it is no longer this worker's.
    """
    message = db.session.scalar(select(Message).where(Message.id == task.subject_id).with_for_update())
    if message is None or message.sent_at or message.dropped:
        outbox.finish(task)
        return None
    open_to = contact.open_for(message.person_id)
    person = db.session.scalars(select(Person).where(Person.id == message.person_id)).one()
    why = _why_not(message, person, open_to, waits)
    open_to = _before(task, message) if message.kind == Kind.MOVED and not why else open_to
    is_idle = message.kind == Kind.REMINDER and is_over(message.id)
    if why or open_to is None or is_idle:
        message.dropped = why or Dropped.DONE
        outbox.finish(task)
        return None
    moment = _when(message, person, open_to)
    if moment > now():
        outbox.postpone(task, moment)
        return None
    return _letter(task, message, open_to)


def sent(task: Task) -> None:
    """The server has taken it."""
    db.session.scalars(select(Message).where(Message.id == task.subject_id)).one().sent_at = now()
    outbox.finish(task)


def _why_not(
    message: Message, person: Person, open_to: Opened | None, waits: Callable[[UUID, datetime], bool]
) -> Dropped | None:
    stopped_at = open_to and open_to.stopped_at
    if open_to is None or person.closed_at or (stopped_at and message.asked_at <= stopped_at):
        return Dropped.OFF
    if message.kind in ALONE:
        return Dropped.DONE if _is_late(message, person) else None
    if message.kind not in OF_SAFETY and rows.unanswered(person.id) >= UNANSWERED:
        return Dropped.UNANSWERED
    last = rows.last_sent(person.id)
    if last and last >= max(message.asked_at, message.not_before):
        return Dropped.MERGED
    if message.kind == Kind.SOMETHING_NEW and _reads_for_others(person.id):
        since = message.asked_at - rows.BREATH
        return None if vault.opened_to_since(person.id, since) or waits(person.id, since) else Dropped.DONE
    return None


def _is_late(message: Message, person: Person) -> bool:
    """Whether the invitation is used or ended, or the practice stays after all."""
    if message.kind == Kind.ACCOUNT_READY:
        return bool(person.joined_at) or not _is_invited(person.id)
    stays = select(Practice.id).where(Practice.id == message.practice_id, Practice.leaves_at.is_(None))
    return message.kind == Kind.LEAVING and db.session.scalar(stays) is not None


def _before(task: Task, message: Message) -> Opened:
    """Where mail went before; plainly, whatever it was then."""
    if task.bundle is None:
        raise GivenUp(Problem.PRESS_AGAIN)
    sealed = vault.open_by_worker(task.bundle, "before", task.id)
    return Opened(Mode.PLAIN, contact.open_before(message.person_id, sealed), None)


def _is_invited(person_id: UUID) -> bool:
    """Whether the link would still open anything: the office may have ended the invitation meanwhile."""
    query = select(Invitation.id).where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
    return db.session.scalar(query.where(Invitation.expires_at > now()).limit(1)) is not None


def _when(message: Message, person: Person, open_to: Opened) -> datetime:
    """The first moment for it: in the allowed hours, and on a day of the person's own that had no mail yet."""
    if message.kind in IN_THEIR_HOURS:
        return open_to.reach.next_from(now(), person.time_zone)
    if message.kind in ALONE:
        return now()
    moment, here = max(now(), message.not_before), zone(person.time_zone)
    last = rows.last_sent(person.id)
    if last and message.kind not in OF_SAFETY:  # an alarm waits for the morning, but not behind other mail
        day_after = last.astimezone(here).date() + timedelta(days=1)
        moment = max(moment, datetime.combine(day_after, time(), here))
    return open_to.reach.next_from(moment, person.time_zone)


def _letter(task: Task, message: Message, open_to: Opened) -> Letter:
    practice = db.session.scalars(select(Practice).where(Practice.id == message.practice_id)).one()
    kind, door, link = Kind(message.kind), f"{settings.address(practice.id)}/", None
    if kind is Kind.ACCOUNT_READY:
        if task.bundle is None:
            raise GivenUp(Problem.PRESS_AGAIN)
        link = f"{door}invited/{vault.open_by_worker(task.bundle, 'link', task.id).decode()}"
    elif open_to.mode is Mode.NORMAL:
        link = door
    with speaking(language_of(message.person_id)):
        found = render(kind, practice.name, link)
    return Letter(open_to.reach.address, found.sender_name, found.subject, found.body, str(message.id))


def _reads_for_others(person_id: UUID) -> bool:
    """Whether what is new for them is what somebody opened to them."""
    query = select(Membership.person_id).where(Membership.person_id == person_id, Membership.role.in_(READERS))
    return db.session.scalar(query.where(Membership.ended_at.is_(None)).limit(1)) is not None
