"""One mail to oneself, to see that mail arrives: the way of every other, through the outbox and the worker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from portal.core import mail as post
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden
from portal.domain.access import readable
from portal.domain.mail import rows
from portal.domain.mail.asking import ask, comes_to
from portal.domain.mail.letters import Kind
from portal.domain.outbox import Problem, State
from portal.models.mail import Message
from portal.models.outbox import JobRow


class Outcome(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    AWAY = "away"  # the server did not answer, or asks us to come again: we do
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"  # three times away
    OFF = "off"  # meanwhile the person has chosen to get none


@dataclass(frozen=True, slots=True)
class Trial:
    """The newest of them: when it was asked for, what became of it, and when."""

    asked_at: datetime
    outcome: Outcome
    at: datetime | None

    @property
    def is_under_way(self) -> bool:
        return self.outcome in {Outcome.WAITING, Outcome.AWAY}


@dataclass(frozen=True, slots=True)
class Server:
    """What may be said of the mail server: never who signs in to it, or with what."""

    host: str
    port: int
    sender: str
    security: str


def server() -> Server | None:
    """The mail server whoever runs this installation has set, if any."""
    found = post.server()
    return Server(found.host, found.port, found.sender, found.security) if found else None


def try_out(admin: Actor) -> UUID | None:
    """Mail the acting admin, where and if they want mail; while one is under way, that one is it.

    Returns:
        the message's id, or None when they get no mail.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    if not comes_to(admin.person_id):
        return None
    query = rows.in_line(admin.person_id).where(Message.kind == Kind.TRIAL).with_for_update(of=Message)
    if (waiting := db.session.scalars(query).first()) is not None:
        return waiting.id  # type: ignore[no-any-return]  # a row
    return ask(admin, admin.person_id, Kind.TRIAL, now(), uuid4())


def last_trial(admin: Actor) -> Trial | None:
    """How the newest of them stands."""
    query = readable(Message, admin).join(JobRow, JobRow.id == Message.job_id).add_columns(JobRow)
    query = query.where(Message.kind == Kind.TRIAL).order_by(Message.asked_at.desc(), Message.id).limit(1)
    found = db.session.execute(query).first()
    if found is None:
        return None
    message, job = found
    return Trial(message.asked_at, _outcome(message, job), message.sent_at or job.ended_at)


def _outcome(message: Message, job: JobRow) -> Outcome:
    if message.sent_at:
        return Outcome.SENT
    if message.dropped:
        return Outcome.OFF
    if job.state == State.FAILED:
        return Outcome.REFUSED if job.problem == Problem.REFUSED else Outcome.FAILED
    return Outcome.AWAY if job.problem else Outcome.WAITING
