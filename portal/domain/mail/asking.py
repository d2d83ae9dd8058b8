"""Asking for a mail: a row that says who and which of five, never what; and how things stand, for the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, exists

from portal.core import mail as post
from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.jobs import Job
from portal.domain import contact, outbox, vault
from portal.domain.access import readable
from portal.domain.audit import Event
from portal.domain.contact import Mode
from portal.domain.mail import rows
from portal.domain.mail.letters import ALONE, Kind
from portal.domain.outbox import State
from portal.models.audit import AuditRow
from portal.models.mail import Message
from portal.models.outbox import JobRow
from portal.models.sessions import SignedIn

LINK_LASTS = timedelta(
    hours=1
)  # from its turn on: an invitation's link, sealed to the worker; opens nothing without the spoken code
LOOK_BACK = timedelta(days=30)  # how long a person is told of what did not go out
KEPT = timedelta(days=90)
ORDER = list(Kind)


@dataclass(frozen=True, slots=True)
class Standing:
    """How mail to somebody stands. Each moment is None when there was none in the last thirty days."""

    waits: bool
    sent_at: datetime | None
    paused_at: datetime | None  # three mails had gone unanswered, one more was not sent, and none has been since
    failed_at: datetime | None  # the mail server did not take it


def is_set() -> bool:
    """Whether this installation can mail at all."""
    return post.is_set()


def comes_to(person_id: UUID) -> bool:
    """Whether this person has chosen to get any mail from here."""
    return post.is_set() and contact.own_mode_of(person_id) is not Mode.NONE


def notify(actor: Actor, person_id: UUID, kind: Kind, not_before: datetime | None = None) -> UUID | None:
    """Let somebody know, if and as they have chosen. It says which of five things; never what, from whom or why.

    What waits for the same person becomes one mail with this. Nothing is noted for somebody who gets no mail.

    Args:
        actor: on whose behalf.
        person_id: who is to know.
        kind: any but the invitation.
        not_before: when it becomes true: the end of a hold.

    Returns:
        the id of the message this is part of, or None.
    """
    if not comes_to(person_id):
        return None
    moment = max(not_before or now(), now())
    waiting = db.session.scalars(rows.waiting(person_id).with_for_update(of=Message)).first()
    if waiting is None:
        return ask(actor, person_id, kind, moment, uuid4())
    waiting.kind = max(Kind(waiting.kind), kind, key=ORDER.index)
    waiting.not_before = max(waiting.not_before, moment)
    found: UUID = waiting.id
    return found


def take_back(person_id: UUID) -> None:
    """Forget the mail about what was to open to this reader and was taken back before; another reason for it stays.

    One whose hour has come is left to the worker: it asks the same again before it sends.
    """
    query = rows.waiting(person_id).where(Message.kind == Kind.SOMETHING_NEW, JobRow.state == State.WAITING)
    query = query.where(Message.not_before > now())
    waiting = db.session.scalars(query.with_for_update(of=Message)).first()
    if waiting and not vault.opened_to_since(person_id, waiting.asked_at - rows.BREATH, or_opens=True):
        db.session.execute(delete(Message).where(Message.id == waiting.id))
        db.session.execute(delete(JobRow).where(JobRow.id == waiting.job_id))


def invite(actor: Actor, person_id: UUID, token: str, not_before: datetime | None = None) -> bool:
    """Mail the link of an invitation, if an address was given. The code travels by word of mouth.

    Returns:
        whether a mail was asked for.
    """
    if not is_set() or contact.mode_of(person_id) is Mode.NONE:
        return False
    job_id = uuid4()
    moment = not_before or now()
    ask(actor, person_id, Kind.ACCOUNT_READY, moment, job_id, vault.seal_to_worker(token.encode(), "link", job_id))
    return True


def ask(  # noqa: PLR0913, PLR0917 - what a message and its job need
    actor: Actor,
    person_id: UUID,
    kind: Kind,
    moment: datetime,
    job_id: UUID,
    bundle: bytes | None = None,
    lasts: timedelta = LINK_LASTS,
) -> UUID:
    """The row and its job; whoever calls this has asked whether there may be one. Returns the message's id."""
    row = Message(
        id=uuid4(), practice_id=actor.practice_id, person_id=person_id, kind=kind, job_id=job_id, not_before=moment
    )
    db.session.add(row)
    lasts += max(moment - now(), timedelta())
    outbox.later(actor, Job.SEND_MAIL, row.id, job_id=job_id, bundle=bundle, bundle_lasts=lasts, not_before=moment)
    return row.id


def standing(actor: Actor) -> Standing:
    """How mail to the acting person stands, for their own page."""
    query = readable(Message, actor).add_columns(JobRow.state, JobRow.ended_at)
    query = query.join(JobRow, JobRow.id == Message.job_id).where(Message.kind.not_in(ALONE))
    query = query.where(Message.asked_at > now() - LOOK_BACK)
    found = [(message, state, ended_at) for message, state, ended_at in db.session.execute(query)]
    sent_at = max((message.sent_at for message, *_ in found if message.sent_at), default=None)
    paused_at = max((message.asked_at for message, *_ in found if message.dropped == "unanswered"), default=None)
    return Standing(
        any(state in rows.IN_LINE for _, state, _ in found),
        sent_at,
        paused_at if paused_at and not (sent_at and sent_at > paused_at) else None,
        max((ended_at for _, state, ended_at in found if state == State.FAILED), default=None),
    )


def sweep() -> None:
    """Forget what was asked for long ago, in one statement.

    What was sent is counted until its person has been here since: that stays, three mails at most.
    """
    came = exists().where(
        AuditRow.about_id == Message.person_id, AuditRow.event == str(Event.SIGNED_IN), AuditRow.at > Message.sent_at
    )
    seen = exists().where(SignedIn.person_id == Message.person_id, SignedIn.seen_at > Message.sent_at)
    waits = exists().where(JobRow.id == Message.job_id, JobRow.state.in_(rows.IN_LINE))
    counts = and_(Message.sent_at.is_not(None), ~came, ~seen)
    old = delete(Message).where(Message.asked_at < now() - KEPT, ~counts, ~waits).returning(Message.job_id)
    gone = list(db.session.scalars(old, execution_options={"synchronize_session": False}))
    if gone:
        db.session.execute(delete(JobRow).where(JobRow.id.in_(gone)))
