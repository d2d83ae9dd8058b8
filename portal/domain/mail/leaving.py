"""The practice is due to be removed: whoever gets mail is told to come while what is theirs is still there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, func, select

from portal.core import mail as post
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain.contact import Mode
from portal.domain.mail import rows
from portal.domain.mail.asking import ask
from portal.domain.mail.letters import Kind
from portal.models.contact import Contact
from portal.models.mail import Message
from portal.models.outbox import JobRow
from portal.models.people import Membership, Person

ROUND = 100  # in one look of the scheduler, a minute apart: thousands leave in turn, and other mail between them


def tell_all(practice_id: UUID, since: datetime, besides: Collection[Role]) -> None:
    """Ask for this mail to the next of those who have not been told since then, nor have it waiting for them.

    Args:
        practice_id: the practice at work.
        since: when the time began for which one such mail is enough.
        besides: whoever stands in one of these roles is told in another way.
    """
    if not post.is_set():
        return
    mine = Message.person_id == Person.id, Message.kind == Kind.LEAVING
    told = exists().where(*mine, Message.asked_at >= since)
    waits = exists().where(*mine, JobRow.id == Message.job_id, JobRow.state.in_(rows.IN_LINE))
    others = select(Membership.person_id).where(Membership.role.in_(besides), Membership.ended_at.is_(None))
    query = (
        select(Person.id, func.min(Membership.role))
        .join(Membership, Membership.person_id == Person.id)
        .join(Contact, Contact.person_id == Person.id)
        .where(Membership.ended_at.is_(None), Person.joined_at.is_not(None), Person.closed_at.is_(None))
        .where(Contact.mode != Mode.NONE, Person.id.not_in(others), ~told, ~waits)
    )
    for person_id, role in db.session.execute(query.group_by(Person.id).order_by(Person.id).limit(ROUND)).all():
        ask(Actor(person_id, practice_id, Role(role)), person_id, Kind.LEAVING, now(), uuid4())
