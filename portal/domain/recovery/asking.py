"""The signed-out side: the recovery code, or asking the practice and waiting in this very browser.

Nothing here tells whether an account exists, and no mail leads back in. A person's keys are made anew on the way in, so
that nothing that opened them before opens them after.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.core.language import lazy
from portal.domain import accounts, factors, mail, sessions, vault
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import Account, account_named, account_of, begin, begin_whole
from portal.domain.accounts.requests import end_requests
from portal.domain.audit import Event, record
from portal.domain.mail import Kind
from portal.domain.recovery import browsers, rows
from portal.domain.recovery.hastening import may_hasten
from portal.domain.recovery.rows import State
from portal.domain.sessions import halfway
from portal.models.people import Person
from portal.models.practices import Practice
from portal.models.recovery import RecoveryRequest
from portal.models.vault import Principal

REFUSED = lazy("That didn't match. Check the name and the code, or ask the practice.")
OVER = lazy("This can no longer be used. Ask again, and read the new code to the practice.")
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the waiting browser shows: where it stands, the code to read out, and from when on it goes on."""

    state: State
    pairing: str
    ready_at: datetime | None
    may_hasten: bool = False  # by a code of their app


def ask(practice_id: UUID, sign_in_name: str, address: str) -> bytes:
    """Let this browser wait for the practice's help. For a name nobody has, it waits just so, for ever in vain.

    Runs units of work of its own, because a try must be counted: call it with nothing unsaved.

    Returns:
        the cookie of the waiting browser, 32 bytes.

    Raises:
        TooSoon: too many tries for this name or from this address.
    """
    let_go()
    with unit_of_work(practice_id):
        tries.knock(practice_id, *_doors(practice_id, sign_in_name, address))
    with unit_of_work(practice_id):
        account = account_named(sign_in_name)
        request_id, asked_at = uuid4(), now()
        new = browsers.fresh(request_id)
        row = RecoveryRequest(
            id=request_id,
            practice_id=practice_id,
            person_id=account and account.person_id,
            asked_at=asked_at,
            cookie_hash=browsers.name_of(new.cookie),
            pairing=browsers.hash_of_pairing(browsers.pairing_of(new.cookie)),
            browser_public_key=new.public,
            browser_key_box=new.private_box,
        )
        row.stamp = rows.stamp_of(row)
        db.session.add(row)
        record(None, Event.BACK_IN_ASKED, request_id, row.person_id)
        return new.cookie


def waiting(cookie: bytes) -> Waiting | None:
    """How it stands for the browser with this cookie; None when it does not wait, or the cookie is nobody's."""
    row = rows.one(RecoveryRequest.cookie_hash == browsers.name_of(cookie))
    if row is None:
        return None
    return Waiting(rows.state_of(row), browsers.pairing_of(cookie), row.ready_at, may_hasten(row))


def come_back(practice_id: UUID, cookie: bytes, password: str) -> bytes:
    """Go on in the browser that waited: a password of one's own, and a session in it. Works once.

    Returns:
        the session's cookie.

    Raises:
        Invalid: on `password`: not ready, over, or no password that may be used.
    """
    let_go()
    with unit_of_work(practice_id):
        row = rows.one(RecoveryRequest.cookie_hash == browsers.name_of(cookie), locked=True)
        account = row and row.person_id and account_of(row.person_id)
        if row is None or not account or rows.state_of(row) is not State.READY:
            raise Invalid("password", OVER)
        keys = None if row.anew_at else browsers.open_by_browser(cookie, row.id, row.browser_key_box, row.sealed)
        password = _acceptable(account, password)
        row.used_at, row.sealed = now(), None
        db.session.flush()
        new = _anew(account, practice_id, keys, password) if keys else _fresh_start(account, practice_id, password)
        if row.factors_lost_at and factors.has(account.person_id):
            factors.forget(account.person_id)
        session = begin(practice_id, account, new)
        _is_told(account.person_id)
        actor = account.acting(practice_id)
        record(actor, Event.BACK_IN_USED, row.id, account.person_id)
        mail.notify(actor, account.person_id, Kind.NEW_DEVICE)
        return session


def come_back_with_code(  # noqa: PLR0913, PLR0917 - what the form asks for
    practice_id: UUID, sign_in_name: str, code: str, password: str, address: str, stepped: UUID | None = None
) -> bytes:
    """Open the account with the recovery code, which is used up by this. Runs units of work of its own, as `ask`.

    Where a second factor is asked for, that comes first: until then code, keys, password and sessions stay as they are.

    Args:
        practice_id: the practice.
        sign_in_name: however it was typed.
        code: the recovery code.
        password: new.
        address: of the network.
        stepped: whose second step this browser has just taken.

    Returns:
        the session's cookie; of half a session, while the second step is still to come.

    Raises:
        Invalid: on `code`, one sentence for every cause, or on `password`.
        TooSoon: too many tries.
    """
    let_go()
    name_door, address_door = _doors(practice_id, sign_in_name, address)
    with unit_of_work(practice_id):
        tries.knock(practice_id, name_door, address_door)
    with unit_of_work(practice_id):
        account = account_named(sign_in_name)
        keys = _by_code(account.principal_id if account else NOBODY, code)
        if account and keys:
            password = _acceptable(account, password)
            tries.opened(name_door, address_door)
            if factors.has(account.person_id) and stepped != account.person_id:
                return halfway.start(practice_id, account.person_id, keys)
            session = begin_whole(practice_id, account, _anew(account, practice_id, keys, password))
            actor = account.acting(practice_id)
            record(actor, Event.RECOVERY_CODE_USED, about_id=account.person_id)
            mail.notify(actor, account.person_id, Kind.NEW_DEVICE)
            return session
        record(None, Event.SIGN_IN_FAILED, about_id=account.person_id if account else None)
    raise Invalid("code", REFUSED)


def _by_code(principal_id: UUID, code: str) -> Keys | None:
    try:
        return vault.open_with_code(principal_id, code)
    except Locked:
        return None


def _fresh_start(account: Account, practice_id: UUID, password: str) -> Keys:
    """New keys beside the old, which are put aside with all they open: their password or code may yet be found.

    The second step goes: what it is checked against lies under the old keys.
    """
    if factors.has(account.person_id):
        factors.forget(account.person_id)
    vault.retire(account.principal_id)
    _, new = vault.new_principal(practice_id, "person", account.person_id)
    vault.set_password(new, password)
    end_requests(account.acting(practice_id), RecoveryRequest.person_id == account.person_id)
    sessions.end_all(account.person_id)
    record(account.acting(practice_id), Event.BEGUN_ANEW, about_id=account.person_id)
    return new


def _anew(account: Account, practice_id: UUID, keys: Keys, password: str) -> Keys:
    """A fresh key pair behind the new password. Old passwords, codes and sessions are worth nothing from now on."""
    held_by = vault.holders(keys.principal_id)
    new = vault.rotate(keys)
    vault.renew(new)  # else what opened them before and an old backup would open what is written from now on
    vault.set_password(new, password)
    for principal in db.session.scalars(select(Principal).where(Principal.id.in_(held_by))):
        vault.let_hold(new, principal)
    end_requests(account.acting(practice_id), RecoveryRequest.person_id == account.person_id)
    sessions.end_all(account.person_id)
    return new


def _acceptable(account: Account, password: str) -> str:
    query = select(Person.name, Practice.name, Practice.slug).join(Practice, Practice.id == Person.practice_id)
    names = db.session.execute(query.where(Person.id == account.person_id)).one()
    return accounts.acceptable(password, account.sign_in_name, *names)


def _is_told(person_id: UUID) -> None:
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    person.told_until = now() + rows.TOLD


def _doors(practice_id: UUID, sign_in_name: str, address: str) -> tuple[tries.Door, tries.Door]:
    return tries.of_way_back(practice_id, sign_in_name), tries.of_address(practice_id, address)
