"""Which mails there are for somebody: waiting, sent, and unanswered."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from portal.core.db import db
from portal.domain import audit
from portal.domain.audit import Event
from portal.domain.mail.letters import ALONE
from portal.domain.outbox import State
from portal.models.mail import Message
from portal.models.outbox import JobRow
from portal.models.sessions import SignedIn

BREATH = timedelta(minutes=1)  # what was opened and then told of in one unit of work has the earlier moment
IN_LINE = (State.WAITING, State.CHECKING, State.DRAWING)


def waiting(person_id: UUID) -> Select[Any]:
    """What is still to be sent; what goes its own way is not among it."""
    return in_line(person_id).where(Message.kind.not_in(ALONE))


def in_line(person_id: UUID) -> Select[Any]:
    """All that is still to be sent."""
    query = select(Message).join(JobRow, JobRow.id == Message.job_id).where(JobRow.state.in_(IN_LINE))
    return query.where(Message.person_id == person_id, Message.sent_at.is_(None), Message.dropped.is_(None))


def last_sent(person_id: UUID) -> datetime | None:
    return db.session.scalar(_sent(person_id).with_only_columns(func.max(Message.sent_at)))


def unanswered(person_id: UUID) -> int:
    """How many were sent since this person was last here."""
    here, query = last_here(person_id), _sent(person_id).with_only_columns(func.count())
    return db.session.scalar(query if here is None else query.where(Message.sent_at > here)) or 0


def last_here(person_id: UUID) -> datetime | None:
    """When this person last signed in, or was last seen in a session that still stands."""
    came = [line.at for line in audit.about(person_id, [Event.SIGNED_IN], most=1)]
    seen = db.session.scalar(select(func.max(SignedIn.seen_at)).where(SignedIn.person_id == person_id))
    return max([*came, *([seen] if seen else [])], default=None)


def _sent(person_id: UUID) -> Select[Any]:
    query = select(Message).where(Message.person_id == person_id, Message.sent_at.is_not(None))
    return query.where(Message.kind.not_in(ALONE))
