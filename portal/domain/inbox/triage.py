"""Putting something behind oneself, or off; and taking that back. What is done to one thing one had before oneself."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import caseload, consent
from portal.domain.access import writable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.appointments import Appointment
from portal.domain.consent import Version
from portal.domain.inbox.looking import opened
from portal.domain.inbox.piles import Pile, in_pile, of_client, piles, things
from portal.domain.inbox.rows import row_of, rows_of
from portal.models.inbox import Triage
from portal.models.vault import Item

BEFORE = timedelta(hours=1)  # a thing put off until the next session is there again this long before it
FARTHEST = timedelta(days=90)  # that something can be put off
MORNING = time(6)  # of a day something was put off to


def read(actor: Actor, thing_id: UUID, act_id: UUID) -> None:
    """Put it behind oneself. Doing something with it opens it.

    Args:
        actor: a therapist.
        thing_id: what is shown.
        act_id: made when the form was shown, so that sent twice is once; and to undo it by.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    _put(actor, act(actor, thing_id), act_id, now(), None)


def later(actor: Actor, thing_id: UUID, until: datetime, act_id: UUID) -> None:
    """Put it off until a moment; then it is to be read again.

    Raises:
        NotFound: not open to them: nobody can tell why.
        Invalid: on `until`: gone by, or too far.
    """
    if not now() < until <= now() + FARTHEST:
        raise Invalid("until", _("Choose a day from tomorrow on, at most %(days)s days away.", days=FARTHEST.days))
    _put(actor, act(actor, thing_id), act_id, None, until)


def to_read(actor: Actor, thing_id: UUID, act_id: UUID) -> None:
    """Put it back with what is to be read.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    _put(actor, act(actor, thing_id), act_id, None, None)


def when(actor: Actor, session: Appointment | None, day: date | None = None) -> datetime:
    """Until when something is put off: the morning of a day, or else before the client's next session.

    Without a session, or with one so soon that there is nothing to put off, it is tomorrow morning; and with one that
    is very far away, as late as anything can be put off.
    """
    if day is None and session and session.starts_at - BEFORE > now():
        return min(session.starts_at - BEFORE, (now() + FARTHEST).astimezone(session.starts_at.tzinfo))
    return datetime.combine(day or today_of(actor) + timedelta(days=1), MORNING, zone(zone_of(actor)))


def read_all(actor: Actor, client_id: UUID, newest: datetime, act_id: UUID) -> int:
    """Put everything of a client's that was to be read behind oneself, without opening any of it.

    Args:
        actor: a therapist.
        client_id: whose.
        newest: nothing that was shared after this: it did not stand on the page yet.
        act_id: made when the form was shown; to undo it by.

    Returns:
        how many things.

    Raises:
        NotFound: nobody on their caseload (any more).
    """
    caseload.my_client(actor, client_id)
    found = things(actor, in_pile(actor, Pile.TO_READ), of_client(client_id)).subquery()
    mine = select(found.c.item_id).where(found.c.given_at <= newest)
    wanted = consent.open_versions(actor, db.session.scalars(mine).all())
    for row in rows_of(actor, wanted):
        _change(row, act_id, now(), None)
    return len(wanted)


def undo(actor: Actor, act_id: UUID) -> list[UUID]:
    """Everything as it was before this was done; what has been done since with the same things stays.

    Returns:
        the things.
    """
    mine = writable(Triage, actor).where(Triage.act_id == act_id).join(Item, Item.id == Triage.item_id)
    rows = db.session.execute(mine.add_columns(Item.thing_id).with_for_update(of=Triage)).all()
    for row, _thing_id in rows:
        row.read_at, row.later_until = row.was_read_at, row.was_later_until
        row.act_id = row.was_read_at = row.was_later_until = None
    db.session.flush()
    return [thing_id for _, thing_id in rows]


def pile_of(actor: Actor, item_id: UUID) -> Pile:
    """Where this version lies now."""
    found = db.session.scalar(piles(actor, item_id))
    return Pile(found) if found else Pile.TO_READ


def act(actor: Actor, thing_id: UUID) -> Version:
    """Something is done with what is shown, so it was opened: the version.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    version = consent.version_of(actor, thing_id)
    opened(actor, thing_id)
    return version


def _put(actor: Actor, version: Version, act_id: UUID, read_at: datetime | None, until: datetime | None) -> None:
    _change(row_of(actor, version.item_id), act_id, read_at, until)


def _change(row: Triage, act_id: UUID, read_at: datetime | None, until: datetime | None) -> None:
    if row.act_id == act_id:
        return
    row.act_id, row.was_read_at, row.was_later_until = act_id, row.read_at, row.later_until
    row.read_at, row.later_until = read_at, until
    db.session.flush()
