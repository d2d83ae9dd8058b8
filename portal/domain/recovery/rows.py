"""The rows of requests: found, stamped, and whether they still wait."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select

from portal.core.clock import now
from portal.core.crypto import same, stamp
from portal.core.db import db
from portal.core.errors import Locked
from portal.core.keyring import ring
from portal.domain.accounts.requests import STANDS
from portal.models.people import Person
from portal.models.recovery import RecoveryRequest

WAITS = timedelta(hours=48)  # from the one officer's word, when nobody and nothing else bears it out
TOLD = timedelta(days=30)  # how long the person is told on each page of theirs


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    AGREED = "agreed"
    READY = "ready"
    OVER = "over"


def state_of(row: RecoveryRequest) -> State:
    """Where it stands now."""
    last = row.ready_at or row.asked_at
    if row.vetoed_at or row.used_at or now() >= last + STANDS:
        return State.OVER
    if row.ready_at is None:
        return State.ASKED
    return State.READY if row.ready_at <= now() else State.AGREED


def one(*where: ColumnElement[bool], locked: bool = False) -> RecoveryRequest | None:
    """The one such row; checked, so that an altered one is nobody's."""
    query = select(RecoveryRequest).where(*where)
    query = query.with_for_update() if locked else query
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row and not same(row.stamp, stamp_of(row)):
        raise Locked("a request without our stamp")
    return row


def stamp_of(row: RecoveryRequest) -> bytes:
    """Over whose it is, the browser's key, who agreed, to what, and from when on it opens."""
    return stamp(
        ring().pepper,
        "request",
        *(row.practice_id, row.id, row.person_id, row.asked_at, row.browser_public_key.hex()),
        *(row.approved_at, row.approved_by, row.second_by, row.ready_at, row.factors_lost_at),
        *([row.anew_at] if row.anew_at else []),
    )


def put_off(length: timedelta) -> None:
    """For so long nobody could see it and say no: what was not ready when that began is ready so much later."""
    query = select(RecoveryRequest).where(
        RecoveryRequest.ready_at > now() - length,
        RecoveryRequest.used_at.is_(None),
        RecoveryRequest.vetoed_at.is_(None),
    )
    for row in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        if same(row.stamp, stamp_of(row)) and row.ready_at:
            row.ready_at += length
            row.stamp = stamp_of(row)
            person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
            person.told_until = row.ready_at + STANDS + TOLD
    db.session.flush()


def sweep() -> None:
    """What is over opens nothing; a month later it goes."""
    moment = now()
    late = select(RecoveryRequest).where(
        RecoveryRequest.sealed.is_not(None), RecoveryRequest.ready_at < moment - STANDS
    )
    for row in db.session.scalars(late):
        row.sealed = None
    unmet = (RecoveryRequest.ready_at.is_(None), RecoveryRequest.asked_at < moment - STANDS)
    db.session.execute(delete(RecoveryRequest).where(*unmet))
    db.session.execute(delete(RecoveryRequest).where(RecoveryRequest.ready_at < moment - STANDS - TOLD))
