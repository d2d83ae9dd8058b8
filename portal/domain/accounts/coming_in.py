"""Coming in and going out: the password opens the keys, the keys begin a session."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import STAFF, Actor, Role
from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.core.language import lazy
from portal.domain import factors, mail, sessions, vault
from portal.domain.accounts import tries
from portal.domain.accounts.closing import keep_open
from portal.domain.accounts.names import folded
from portal.domain.accounts.passwords import acceptable
from portal.domain.accounts.people import works_here
from portal.domain.accounts.requests import end_requests
from portal.domain.audit import Event, record
from portal.domain.sessions import Visitor, halfway
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from portal.models.recovery import RecoveryRequest
from portal.models.vault import Principal

NOT_NOW = lazy("That is not your password now.")
REFUSED = lazy("That didn't match. Check both fields, or ask for help to get back in.")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    person_id: UUID
    principal_id: UUID
    roles: frozenset[Role]
    sign_in_name: str

    @property
    def role(self) -> Role:
        """The one they come in as."""
        return min(self.roles)

    def acting(self, practice_id: UUID, keys: Keys | None = None) -> Actor:
        return Actor(self.person_id, practice_id, self.role, keys)


def sign_in(practice_id: UUID, sign_in_name: str, password: str, address: str) -> bytes:
    """Open the keys with the password and begin a session, or half of one where a second factor is to come.

    Unknown name, wrong password, closed account and not yet joined get the same answer for the same work: one password
    hash and one audit row each (ASVS 5.0: 6.3.8). Runs units of work of its own, because a refusal
    must be remembered: call it with nothing unsaved.

    Args:
        practice_id: the practice whose door this is.
        sign_in_name: as typed.
        password: as typed.
        address: of the network the try comes from; only a keyed hash of it is kept.

    Returns:
        the session's cookie, 32 bytes; of a half session (`finish`) for whoever has a second factor.

    Raises:
        Invalid: on `sign_in_name`, one sentence for every cause.
        TooSoon: too many tries for this account or from this address.
    """
    let_go()
    account_door, address_door = tries.of_account(practice_id, sign_in_name), tries.of_address(practice_id, address)
    with unit_of_work(practice_id):
        tries.knock(practice_id, account_door, address_door)
    with unit_of_work(practice_id):
        account = account_named(sign_in_name)
        keys = opened(account.principal_id if account else None, password)
        if account and keys:
            tries.opened(account_door, address_door)
            return begin(practice_id, account, keys)
        record(None, Event.SIGN_IN_FAILED, about_id=account.person_id if account else None)
    raise Invalid("sign_in_name", REFUSED)


def change_password(actor: Actor, old: str, new: str) -> bytes:
    """Lock the keys with another password; every session of the person ends, this browser gets a new one.

    Runs units of work of its own, like `sign_in`, and grows the same waits.

    Returns:
        the new session's cookie, 32 bytes.

    Raises:
        Invalid: on `old_password` or `password`.
        TooSoon: too many tries.
    """
    let_go()
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(actor.practice_id, account.sign_in_name)
        new = checked(account, new)
        tries.knock(actor.practice_id, door)
    with unit_of_work(actor.practice_id):
        keys = opened(account.principal_id, old)
        if keys:
            tries.opened(door)
            vault.set_password(keys, new)
            sessions.end_all(actor.person_id)
            record(actor, Event.PASSWORD_CHANGED, about_id=actor.person_id)
            mail.alarm(actor)
            return begin_whole(actor.practice_id, account, keys)
        record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise Invalid("old_password", NOT_NOW)


def sign_out(visitor: Visitor) -> None:
    """End the session of this browser."""
    sessions.end(visitor)
    record(_somebody(visitor), Event.SIGNED_OUT, about_id=visitor.person_id)


def sign_out_there(visitor: Visitor, session_id: UUID) -> None:
    """End one session of the person's, on any browser; one that has ended stays so. Nobody else's is touched."""
    if sessions.end_one(visitor.person_id, session_id):
        record(_somebody(visitor), Event.SIGNED_OUT, about_id=visitor.person_id)


def sign_out_everywhere(visitor: Visitor) -> int:
    """End every session of the person, this one too; returns how many there were."""
    ended = sessions.end_all(visitor.person_id)
    record(_somebody(visitor), Event.SIGNED_OUT_EVERYWHERE, about_id=visitor.person_id, sessions=ended)
    return ended


def _somebody(visitor: Visitor) -> Actor:
    return visitor.acting_as(min(visitor.roles))


def begin(practice_id: UUID, account: Account, keys: Keys) -> bytes:
    """Their keys are open, by whatever way: a session on this browser, or half of one where a second factor is to come.

    Returns:
        its cookie; no way in goes past this.
    """
    if factors.has(account.person_id):
        return halfway.start(practice_id, account.person_id, keys)
    return begin_whole(practice_id, account, keys)


def begin_whole(practice_id: UUID, account: Account, keys: Keys) -> bytes:
    """A session for whoever has given everything that is asked of them; returns its cookie."""
    if account.roles & STAFF:
        works_here(keys)
    cookie = sessions.start(practice_id, account.person_id, keys)
    actor = account.acting(practice_id, keys)
    record(actor, Event.SIGNED_IN, about_id=account.person_id)
    if keep_open(account.person_id):
        record(actor, Event.CLOSING_STOPPED, account.person_id, account.person_id)
    _has_not_lost_it(actor)
    return cookie


def _has_not_lost_it(actor: Actor) -> None:
    """Who begins anew has lost password, code and second step. Whoever has all that is asked ends such a wait."""
    end_requests(actor, RecoveryRequest.person_id == actor.person_id, RecoveryRequest.anew_at.is_not(None))


def account_of(person_id: UUID) -> Account | None:
    """The account of this person, if it may be signed in to."""
    return _find(Person.id == person_id)


def account_named(sign_in_name: str) -> Account | None:
    """The account of whoever signs in with this name, however it was typed."""
    return _find(Person.sign_in_name == folded(sign_in_name))


def _find(which: ColumnElement[bool]) -> Account | None:
    """The account, if it may be signed in to: joined, open, with a role that stands."""
    query = (
        select(Person.id, Principal.id, Membership.role, Person.sign_in_name)
        .join(Principal, Principal.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Principal.retired_at.is_(None), Membership.ended_at.is_(None))
        .where(Person.joined_at.is_not(None), Person.closed_at.is_(None), which)
    )
    found = db.session.execute(query).all()
    if not found:
        return None
    person_id, principal_id, _, sign_in_name = found[0]
    return Account(person_id, principal_id, frozenset(Role(row.role) for row in found), sign_in_name)


def checked(account: Account, password: str) -> str:
    """A new password of theirs, as `acceptable`; raises Invalid."""
    return acceptable(password, account.sign_in_name, *_names(account.person_id))


def opened(principal_id: UUID | None, password: str) -> Keys | None:
    """The keys, if this is the password; the work is the same where there is nobody."""
    try:
        return vault.open_with_password(principal_id, password)
    except Locked:
        return None


def _names(person_id: UUID) -> tuple[str, ...]:
    query = select(Person.name, Practice.name, Practice.slug).join(Practice, Practice.id == Person.practice_id)
    return tuple(db.session.execute(query.where(Person.id == person_id)).one())
