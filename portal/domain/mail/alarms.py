"""What changes a way in, or where mail goes, is told to whose it is: by mail in the words of every other.

What it was stands on the page of devices (`accounts.changes`) and, for clients, in their own log.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select

from portal.core import mail as post
from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import contact, vault
from portal.domain.contact import Mode
from portal.domain.mail import rows
from portal.domain.mail.asking import ask, notify
from portal.domain.mail.letters import Kind
from portal.models.mail import Message
from portal.models.outbox import JobRow
from portal.models.people import Person

SETTLING = timedelta(hours=1)  # after joining one sets all of it up oneself
BEFORE_LASTS = timedelta(days=9)  # an address of before, sealed to the worker: until its next hour, a week at most


def alarm(actor: Actor) -> None:
    """A way into the acting person's account has changed, by them or by whoever sits at their browser: they are told.

    Not within the hour after joining.
    """
    joined_at = db.session.scalar(select(Person.joined_at).where(Person.id == actor.person_id))
    if joined_at and joined_at <= now() - SETTLING:
        notify(actor, actor.person_id, Kind.NOTICE)


def choose(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor, mode: Mode, address: str, first: int, until: int, weekdays: Iterable[int], version: int
) -> None:
    """`contact.keep`, and word of it: to where mail goes from now on, and once to another address it went to before.

    When there is to be no mail from now on, none goes: that word counts more than the alarm.

    Raises:
        Invalid: as `contact.keep`.
    """
    before, sealed = contact.mine(actor), contact.sealed_now(actor.person_id)
    contact.keep(actor, mode, address, first, until, weekdays, version)
    _forget_those_before(actor)
    notify(actor, actor.person_id, Kind.NOTICE)
    kept = contact.mine(actor).reach
    if sealed and kept and post.is_set() and (before.reach is None or before.reach.address != kept.address):
        job_id = uuid4()
        bundle = vault.seal_to_worker(sealed, "before", job_id)
        ask(actor, actor.person_id, Kind.MOVED, now(), job_id, bundle, BEFORE_LASTS)


def _forget_those_before(actor: Actor) -> None:
    """What still waits to go to an address of before, once there is to be no mail: the address is to be forgotten."""
    if contact.mode_of(actor.person_id) is Mode.NONE:
        left = rows.in_line(actor.person_id).where(Message.kind == Kind.MOVED)
        for message in db.session.scalars(left.with_for_update(of=Message)).all():
            db.session.execute(delete(Message).where(Message.id == message.id))
            db.session.execute(delete(JobRow).where(JobRow.id == message.job_id))
