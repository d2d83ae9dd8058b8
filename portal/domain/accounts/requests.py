"""Requests to be helped back in: how one that waits ends, whoever ends it and why; and who is told of it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.domain import mail
from portal.domain.audit import Event, record
from portal.domain.mail import Kind
from portal.models.recovery import RecoveryRequest

STANDS = timedelta(days=7)  # a request nobody took up, and one that is ready and not used


def end_requests(actor: Actor, *which: ColumnElement[bool]) -> None:
    """No browser of those that wait goes on by these any more.

    Args:
        actor: whose deed ends them; what they wait for may be somebody else's account.
        which: of the requests of the practice at work.
    """
    waiting = select(RecoveryRequest).where(
        RecoveryRequest.used_at.is_(None), RecoveryRequest.vetoed_at.is_(None), *which
    )
    waiting = waiting.order_by(RecoveryRequest.id).with_for_update().execution_options(populate_existing=True)
    for row in db.session.scalars(waiting).all():
        end_request(actor, row)


def end_request(actor: Actor, row: RecoveryRequest) -> None:
    """This one, which is locked and waits. Its person is told as they were when somebody agreed to it.

    Of what nobody had agreed to, or what was over by itself, nothing is told: a stranger who types a name sends nobody
    a mail by that.
    """
    ended_at = now()
    row.vetoed_at, row.sealed = ended_at, None
    db.session.flush()
    if row.person_id and row.ready_at and ended_at < row.ready_at + STANDS:
        record(actor, Event.BACK_IN_STOPPED, row.id, row.person_id)
        mail.notify(actor, row.person_id, Kind.NOTICE)
