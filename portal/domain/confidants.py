"""Someone you trust: invited by the client with a link and a spoken code, few at a time, ended silently."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import accounts, caseload, invitations, limits, receipts, vault
from portal.domain.access import writable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.invitations import Slip
from portal.domain.receipts import Act
from portal.models.confidants import Trust
from portal.models.people import Invitation, Person

MOST = 3  # people at a time
DAYS = (7, 14, 30)  # how long what is opened to somebody may stay open
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class Trusted:
    """Somebody the client trusts. `days`: how long what is opened to them stays open, at most."""

    id: UUID
    name: str
    since: datetime
    days: int
    has_joined: bool


def trusted(actor: Actor) -> list[Trusted]:
    """Everyone this client trusts now, by name."""
    rows = (
        writable(Trust, actor).join(Person, Person.id == Trust.confidant_id).add_columns(Person.name, Person.joined_at)
    )
    rows = rows.where(Trust.ended_at.is_(None), Person.closed_at.is_(None))
    found = [
        Trusted(row.confidant_id, name, row.since, row.days, joined_at is not None)
        for row, name, joined_at in db.session.execute(rows)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def invite(actor: Actor, name: str, days: int = USUAL_DAYS, person_id: UUID | None = None) -> Slip:
    """An account of their own for somebody the client trusts, opened by a link and a code said aloud.

    What they sign in with is made up, so that nobody learns here who has an account already.

    Args:
        actor: a client.
        name: what the client calls them.
        days: how long what is opened to them stays open, at most: 7, 14 or 30.
        person_id: the form's random id: sent twice, it makes one person, and the second slip counts.

    Raises:
        Forbidden: not a client.
        Invalid: on `name` or `days`, or there are as many as there can be.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    name = accounts.a_name("name", name)
    if days not in DAYS:
        raise Invalid("days", _("Choose one of these."))
    db.session.scalars(select(Person).where(Person.id == actor.person_id).with_for_update(key_share=True)).one()
    standing = {one.id for one in trusted(actor)}
    if person_id in standing:
        return renew(actor, person_id)
    if len(standing) >= MOST:
        raise Invalid("name", _("There can be %(most)s people at a time. End it with one of them first.", most=MOST))
    limits.use(actor, limits.Act.TRUST)
    return invitations.slip(actor, *_account(actor, name, days, person_id or uuid4()))


def renew(actor: Actor, person_id: UUID) -> Slip:
    """Another link and code for somebody who has not joined; the ones before stop working.

    Raises:
        NotFound: nobody this client trusts now.
        Invalid: on `name`: they have joined already.
    """
    _standing(actor, person_id)
    return invitations.fresh_slip(actor, person_id)


def let_back_in(actor: Actor, person_id: UUID) -> Slip:
    """A new link and code for somebody who lost the way in; what is open to them stays open to them.

    Only the client knows who they are, and the account opens nothing but what this client gives to its new keys.

    Raises:
        NotFound: nobody this client trusts now, or somebody else trusts them, too: the account is not this client's
            alone to begin again, nor is what others open to it from then on.
    """
    caseload.hold(actor.person_id)
    others = _trusts(person_id).where(Trust.client_id != actor.person_id)
    if db.session.scalar(others.limit(1)) is not None:
        raise NotFound(person_id)
    _standing(actor, person_id)
    limits.use(actor, limits.Act.TRUST)
    return invitations.slip_anew(actor, person_id)


def end(actor: Actor, person_id: UUID) -> None:
    """From now on they can open nothing of this client's and are not told. Needs no key; twice changes nothing.

    Raises:
        NotFound: nobody this client ever trusted.
    """
    caseload.hold(actor.person_id)
    rows = writable(Trust, actor).where(Trust.confidant_id == person_id)
    if db.session.scalar(rows.limit(1)) is None:
        raise NotFound(person_id)
    for row in db.session.scalars(rows.where(Trust.ended_at.is_(None)).with_for_update()):
        _close(row)
        number = receipts.write(actor, Act.TRUST_ENDED, person_id)
        record(actor, Event.TRUST_ENDED, person_id, actor.person_id, reader=person_id, receipt=number)


def leave(actor: Actor) -> None:
    """Somebody trusted would rather not: everything that was opened to them closes, whoever opened it."""
    rows = select(Trust).where(Trust.confidant_id == actor.person_id, Trust.ended_at.is_(None))
    for row in db.session.scalars(rows.order_by(Trust.id).with_for_update()):
        _close(row)
        record(actor, Event.TRUST_LEFT, actor.person_id, row.client_id, reader=actor.person_id)


# ------------------------------------------------------------------ rows


def _account(actor: Actor, name: str, days: int, person_id: UUID) -> tuple[Person, Keys]:
    sign_in_name = f"{_plain(name)}-{secrets.token_hex(3)}"
    try:
        with db.session.begin_nested():
            made = accounts.add_person(actor.practice_id, name, sign_in_name, Role.CONFIDANT, zone_of(actor), person_id)
            db.session.add(
                Trust(practice_id=actor.practice_id, client_id=actor.person_id, confidant_id=person_id, days=days)
            )
    except IntegrityError:
        raise NotFound(person_id) from None  # an id that somebody else's form made
    record(actor, Event.TRUST_GIVEN, person_id, actor.person_id, reader=person_id)
    return made


def _plain(name: str) -> str:
    """The letters of a first name that every keyboard has."""
    first = "".join(sign for sign in name.split(maxsplit=1)[0].lower() if sign.isascii() and sign.isalpha())
    return first[:12] or "guest"


def _standing(actor: Actor, person_id: UUID) -> Trust:
    row = db.session.scalar(writable(Trust, actor).where(Trust.confidant_id == person_id, Trust.ended_at.is_(None)))
    if row is None:
        raise NotFound(person_id)
    return row


def _trusts(person_id: UUID) -> Select[UUID]:
    """Those that stand for somebody, whoever's they are."""
    return select(Trust.id).where(Trust.confidant_id == person_id, Trust.ended_at.is_(None))


def _close(row: Trust) -> None:
    """The trust, every consent under it, and, when nobody else trusts them, the way in that was never used."""
    row.ended_at = now()
    db.session.flush()
    vault.end_all_between(row.client_id, row.confidant_id)
    if db.session.scalar(_trusts(row.confidant_id).limit(1)) is None:
        unused = (Invitation.person_id == row.confidant_id, Invitation.used_at.is_(None))
        db.session.execute(delete(Invitation).where(*unused))
