"""The officers' side: who waits, agreeing to let somebody back in, and calling it off; and the person's own no."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, mail, vault
from portal.domain.accounts.coming_in import account_named
from portal.domain.accounts.requests import STANDS, end_request
from portal.domain.audit import Event, record
from portal.domain.mail import Kind
from portal.domain.recovery import browsers, rows
from portal.domain.recovery.holding import open_key
from portal.domain.recovery.rows import State
from portal.models.people import Person
from portal.models.recovery import RecoveryRequest

NO_SUCH_CODE = lazy("No browser waits with this code. Ask them to read it again from their screen.")
BY_KIT = lazy("Somebody with the practice kit")
NOT_TWO = lazy(
    "The two days run on. For them to end sooner, a second officer agrees who had been one for two days before this was"
    " asked, and who did not come here or to the role through the same person as the first within 30 days."
)
NOT_ANEW = lazy("No browser waits with this code for whoever signs in with this name.")
NOT_SELF = lazy("Somebody else helps you back in: nobody agrees to their own request.")


@dataclass(frozen=True, slots=True)
class Request:
    """A request that an officer has taken up or takes up now."""

    id: UUID
    person_id: UUID
    name: str
    state: State
    asked_at: datetime
    approved_at: datetime | None
    approved_by: str | None
    by_me: bool
    ready_at: datetime | None
    factors_lost: bool
    is_anew: bool  # the recovery key does not open their keys: they begin anew, and what they wrote stays closed


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits: when browsers asked that nobody has taken up yet, whose they are not told; and what was agreed to."""

    asked: list[datetime]
    agreed: list[Request]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told on each page of theirs: that somebody is being helped back in as them, or was."""

    request_id: UUID
    by: str
    at: datetime
    ready_at: datetime | None
    was_used: bool
    factors_lost: bool = False  # the second step is taken away as well
    is_anew: bool = False  # with new keys: what was there before stays closed


def desk(officer: Actor) -> Desk:
    """What waits for officers, newest first."""
    _only_officers(officer)
    query = select(RecoveryRequest).where(RecoveryRequest.used_at.is_(None), RecoveryRequest.vetoed_at.is_(None))
    found = list(db.session.scalars(query.order_by(RecoveryRequest.asked_at.desc()).limit(200)))
    by_state = {state: [row for row in found if rows.state_of(row) is state] for state in State}
    agreed = [*by_state[State.AGREED], *by_state[State.READY]]
    return Desk([row.asked_at for row in by_state[State.ASKED]], [_told(officer, row) for row in agreed])


def find(officer: Actor, pairing: str) -> Request | None:
    """The request with this pairing code; None when nobody can be helped with it, for one of reasons not told apart.

    Raises:
        Invalid: on `pairing`: no browser waits with it.
    """
    _only_officers(officer)
    row = rows.one(RecoveryRequest.pairing == browsers.hash_of_pairing(pairing))
    if row is None or rows.state_of(row) is State.OVER:
        raise Invalid("pairing", NO_SUCH_CODE)
    return _told(officer, row) if _is_held(row) or row.anew_at else None


def taken_up(officer: Actor, request_id: UUID) -> Request:
    """One that an officer has agreed to; raises NotFound for any other."""
    _only_officers(officer)
    row = rows.one(RecoveryRequest.id == request_id)
    if row is None or row.approved_at is None:
        raise NotFound
    return _told(officer, row)


def agree(officer: Actor, request_id: UUID, pairing: str = "", *, factors_lost: bool = False) -> datetime:
    """Seal the person's keys to the browser that waits; it can go on after 48 hours, or once a second officer agrees.

    Args:
        officer: who has spoken with the person; their own keys open the recovery key.
        request_id: the request.
        pairing: its code, as the person read it out; the second officer needs none.
        factors_lost: they have lost their second step, too: it is not asked from then on. The first officer's to say.

    Returns:
        from when on the browser goes on.

    Raises:
        NotFound: no such request, or not with this code.
        Conflict: it is over, it is the officer's own, they have agreed before, they and the first do not count as two
            people (`accounts.are_two`), or it cannot be done.
    """
    recovery_keys = open_key(officer)
    row = rows.one(RecoveryRequest.id == request_id, locked=True)
    if row is None or (row.approved_at is None and row.pairing != browsers.hash_of_pairing(pairing)):
        raise NotFound
    if rows.state_of(row) is State.OVER:
        raise Conflict(_("This request is over. They can ask again from their browser."))
    if row.person_id == officer.person_id:
        raise Conflict(NOT_SELF)
    if row.approved_by == officer.person_id:
        raise Conflict(_("You have agreed already. A second officer can agree as well, or the two days pass."))
    if row.second_by is not None:
        raise Conflict(_("Two officers have agreed already."))
    if row.approved_by and not accounts.are_two(row.approved_by, officer, row.asked_at):
        raise Conflict(NOT_TWO)
    if not _is_held(row) and not row.anew_at:
        raise Conflict(_("Nobody can be helped with this request."))
    return agreed(officer, row, recovery_keys, factors_lost=factors_lost)


def let_begin_anew(officer: Actor, pairing: str, sign_in_name: str) -> datetime:
    """For a client whose keys nobody opens: in the browser that waits they begin anew, after the same two days.

    An officer who tries a name learns that it chose "Only me" by nothing but an agreement, which that person is told.

    Args:
        officer: who has spoken with the person.
        pairing: the code, as they read it out.
        sign_in_name: what they sign in with, as they said it.

    Returns:
        from when on the browser goes on.

    Raises:
        Invalid: on `sign_in_name`, one sentence for every cause.
    """
    recovery_keys = open_key(officer)
    account = account_named(sign_in_name)
    row = rows.one(RecoveryRequest.pairing == browsers.hash_of_pairing(pairing), locked=True)
    if row is None or account is None or row.person_id != account.person_id or account.roles != {Role.CLIENT}:
        raise Invalid("sign_in_name", NOT_ANEW)
    if rows.state_of(row) is not State.ASKED or _is_held(row):
        raise Invalid("sign_in_name", NOT_ANEW)
    row.anew_at = now()
    return agreed(officer, row, recovery_keys)


def agreed(officer: Actor, row: RecoveryRequest, recovery_keys: Keys, *, factors_lost: bool = False) -> datetime:
    """Note it, seal the keys to the browser, tell the person; whoever calls has asked whether it may be."""
    moment, person_id = now(), _whose(row)
    if row.approved_at is None:
        if not row.anew_at:
            keys = vault.open_held(vault.principal_of(person_id).id, recovery_keys)
            row.sealed = browsers.seal_to_browser(keys, row.id, row.browser_public_key)
        row.approved_at, row.approved_by, row.ready_at = moment, officer.person_id, moment + rows.WAITS
        row.factors_lost_at = moment if factors_lost else None
        what = Event.BACK_IN_AGREED
    else:
        row.second_by, row.ready_at = officer.person_id, min(row.ready_at or moment, moment)
        what = Event.BACK_IN_SECONDED
    ready_at: datetime = row.ready_at
    row.stamp = rows.stamp_of(row)
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    person.told_until = ready_at + STANDS + rows.TOLD
    db.session.flush()
    record(officer, what, row.id, person_id)
    mail.notify(officer, person_id, Kind.NOTICE)
    return ready_at


def call_off(officer: Actor, request_id: UUID) -> None:
    """An officer thinks better of it; the browser that waited can do nothing any more."""
    _only_officers(officer)
    _stop(officer, RecoveryRequest.id == request_id)


def veto(actor: Actor, request_id: UUID) -> None:
    """The person says that it was not them: nothing opens, whatever was agreed. Twice changes nothing.

    Raises:
        NotFound: not about this person.
        Conflict: it was used before.
    """
    _stop(actor, RecoveryRequest.id == request_id, RecoveryRequest.person_id == actor.person_id)


def told(actor: Actor) -> list[Told]:
    """What this person is told: what waits to let somebody in as them, and what has in the last thirty days."""
    query = select(RecoveryRequest, Person.name).join(Person, Person.id == RecoveryRequest.approved_by)
    query = query.where(RecoveryRequest.person_id == actor.person_id, RecoveryRequest.vetoed_at.is_(None))
    found = []
    for row, officer in db.session.execute(query.order_by(RecoveryRequest.approved_at.desc())):
        name = BY_KIT if row.approved_by == row.person_id else officer
        if row.used_at and now() < row.used_at + rows.TOLD:
            found.append(Told(row.id, name, row.used_at, None, was_used=True, is_anew=bool(row.anew_at)))
        elif row.approved_at and rows.state_of(row) is not State.OVER:
            taken = {"factors_lost": bool(row.factors_lost_at), "is_anew": bool(row.anew_at)}
            found.append(Told(row.id, name, row.approved_at, row.ready_at, was_used=False, **taken))
    return found


def _stop(actor: Actor, *where: ColumnElement[bool]) -> None:
    row = rows.one(*where, locked=True)
    if row is None or row.person_id is None or row.approved_at is None:
        raise NotFound
    if row.used_at:
        raise Conflict(_("Somebody has come in this way already. Change your password, and sign out everywhere."))
    if row.vetoed_at:
        return
    end_request(actor, row)


def _whose(row: RecoveryRequest) -> UUID:
    if row.person_id is None:
        raise NotFound
    return row.person_id


def _is_held(row: RecoveryRequest) -> bool:
    """Whether the recovery key opens their keys: it is somebody's request, and they have not chosen otherwise."""
    if row.person_id is None:
        return False
    try:
        return vault.practice_principal("recovery").id in vault.holders(vault.principal_of(row.person_id).id)
    except (NotFound, Locked):
        return False


def _told(officer: Actor, row: RecoveryRequest) -> Request:
    query = select(Person.id, Person.name).where(Person.id.in_({row.person_id, row.approved_by}))
    names: dict[UUID | None, str] = {row.id: row.name for row in db.session.execute(query)}
    return Request(
        row.id,
        _whose(row),
        names.get(row.person_id, ""),
        rows.state_of(row),
        row.asked_at,
        row.approved_at,
        names.get(row.approved_by),
        officer.person_id in (row.approved_by, row.second_by),
        row.ready_at,
        bool(row.factors_lost_at),
        bool(row.anew_at),
    )


def _only_officers(officer: Actor) -> None:
    if officer.role is not Role.OFFICER:
        raise Forbidden
