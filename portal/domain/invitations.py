"""Invitations: a link and a spoken code, handed over in person. The pair opens a person's first keys; neither alone does."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.db import practice_id as practice_at_work
from portal.core.errors import Forbidden, Invalid, Locked, NotFound, NoTenant
from portal.domain import accounts, sessions, vault
from portal.domain.access import readable, writable
from portal.domain.accounts.people import INVITATION_TRIES
from portal.domain.audit import Event, record
from portal.models.people import Invitation, Membership, Person
from portal.models.practices import Practice

LIVES = timedelta(days=14)
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no two look or sound like each other on paper, and they make no words
CODE_LENGTH = 6
OVER = "This invitation cannot be used any more. Ask the person who gave it to you for a new one."
WayBack = Literal["practice", "only_me"]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed over: the token of the link, and the code. Neither is kept."""

    person_id: UUID
    name: str
    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whose link and code agree."""

    name: str
    sign_in_name: str
    is_client: bool


# ------------------------------------------------------------------ the admin's side


def invite(admin: Actor, name: str, sign_in_name: str, role: Role, person_id: UUID | None = None) -> Slip:
    """Make an account with its first keys, locked by a link and a code.

    Args:
        admin: who invites.
        name: what the person is called until they choose.
        sign_in_name: an e-mail address or a name; nothing is sent to it.
        role: client, therapist or admin.
        person_id: the form's random id: sent twice, it makes one person, and the second slip counts.

    Raises:
        Forbidden: not an admin.
        Invalid: on `name` or `sign_in_name`.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    name, sign_in_name = accounts.a_name("name", name), accounts.a_sign_in_name(sign_in_name)
    person_id = person_id or uuid4()
    try:
        with db.session.begin_nested():
            zone = db.session.scalars(readable(Person, admin).where(Person.id == admin.person_id)).one().time_zone
            person, keys = accounts.add_person(admin.practice_id, name, sign_in_name, role, zone, person_id)
    except IntegrityError:
        return _again(admin, sign_in_name, person_id)
    record(admin, Event.PERSON_INVITED, person.id, person.id, role=str(role))
    return _slip(admin, person, keys)


def renew(admin: Actor, person_id: UUID) -> Slip:
    """Another link and code for somebody who has not joined; what was handed over before stops working.

    Raises:
        NotFound: nobody of that id here.
        Invalid: on `name`: they have joined already.
    """
    query = writable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    person = db.session.scalar(query.execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    if person.joined_at is not None:
        raise Invalid("name", f"{person.name} has joined already.")
    db.session.execute(delete(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None)))
    vault.shred(vault.principal_of(person.id).id)  # nobody can open it without the old slip, and nothing is in it
    keys = accounts.first_keys(admin.practice_id, person.id, _role_of(person.id))
    record(admin, Event.PERSON_INVITED, person.id, person.id, again=1)
    return _slip(admin, person, keys)


def _again(admin: Actor, sign_in_name: str, person_id: UUID) -> Slip:
    """The same form twice gives the same person; the same name on another form is somebody else's."""
    query = readable(Person, admin).where(Person.id == person_id, Person.sign_in_name == sign_in_name)
    if db.session.scalar(query) is None:
        raise Invalid("sign_in_name", "Somebody here signs in with this already. Choose another.")
    return renew(admin, person_id)


def _slip(admin: Actor, person: Person, keys: Keys) -> Slip:
    token = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    vault.set_invitation(keys, code, token)
    expires_at = now() + LIVES
    db.session.add(
        Invitation(
            practice_id=admin.practice_id,
            person_id=person.id,
            token_hash=_hash(token),
            made_by=admin.person_id,
            expires_at=expires_at,
        )
    )
    return Slip(person.id, person.name, token, code, expires_at)


# ------------------------------------------------------------------ the guest's side


def stands(token: str) -> bool:
    """Whether this link may still be tried; asking uses nothing up."""
    row = _row(token)
    return row is not None and _is_open(row)


def look_in(token: str, code: str) -> Guest:
    """Who is invited, if the link and the code agree. A good code costs no try.

    Runs units of work of its own, because a wrong code must be counted: call it with nothing unsaved.

    Raises:
        Invalid: on `code`.
    """
    let_go()
    practice_id = _here()
    with unit_of_work(practice_id):
        _count_a_try(token)
    with unit_of_work(practice_id):
        if _opened(token, code):
            row = _still_open(token)
            row.tries -= 1
            person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
            return Guest(person.name, person.sign_in_name, _role_of(person.id) is Role.CLIENT)
    raise Invalid("code", _refusal(practice_id, token))


def join(  # noqa: PLR0913 - what the form asks for
    token: str, code: str, name: str, password: str, way_back: WayBack | None = None, address: str = ""
) -> bytes:
    """Take the account over: fresh keys behind the person's own password; link and code are worth nothing from now on.

    Sent twice, the second one signs in with the password just chosen. Runs units of work of its own, as `look_in`.

    Args:
        token: from the link.
        code: as it was spoken.
        name: what the person wants to be called.
        password: new.
        way_back: a client's choice: "practice" lets the practice help after a lost password, "only_me" nobody.
            Staff have none: the practice can always help.
        address: of the network, as for `accounts.sign_in`.

    Returns:
        the session's cookie, 32 bytes.

    Raises:
        Invalid: on `code`, `name`, `password` or `way_back`.
    """
    let_go()
    practice_id = _here()
    try:
        return _join(practice_id, token, code, name, password, way_back)
    except Invalid:
        with unit_of_work(practice_id, writes=False):
            joined_as = _joined_with(token)
        if joined_as is None:
            raise
    try:
        return accounts.sign_in(practice_id, joined_as, password, address)
    except Invalid:
        raise Invalid("code", OVER) from None


def _join(  # noqa: PLR0913 - as `join`
    practice_id: UUID, token: str, code: str, name: str, password: str, way_back: WayBack | None
) -> bytes:
    with unit_of_work(practice_id):
        name, password = _checked(token, name, password, way_back)
        _count_a_try(token)
    with unit_of_work(practice_id):
        if keys := _opened(token, code):
            return _taken_over(_still_open(token), keys, name, password, way_back)
    raise Invalid("code", _refusal(practice_id, token))


def _taken_over(row: Invitation, keys: Keys, name: str, password: str, way_back: WayBack | None) -> bytes:
    person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
    role = _role_of(person.id)
    row.used_at = person.joined_at = now()
    person.name = name
    db.session.flush()
    fresh = vault.rotate(keys)  # the code's lock dies with the first pair, and old backups of it open nothing new
    vault.set_password(fresh, password)
    if role in STAFF or way_back == "practice":
        accounts.trust_the_practice(fresh)
    cookie = sessions.start(person.practice_id, person.id, fresh)
    joined = Actor(person.id, person.practice_id, role, fresh)
    record(joined, Event.PERSON_JOINED, person.id, person.id)
    record(joined, Event.SIGNED_IN, about_id=person.id)
    return cookie


def _checked(token: str, name: str, password: str, way_back: WayBack | None) -> tuple[str, str]:
    """What can be refused without costing a try."""
    row = _still_open(token)
    person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
    practice = db.session.scalars(select(Practice).where(Practice.id == person.practice_id)).one()
    if _role_of(person.id) is Role.CLIENT and way_back not in ("practice", "only_me"):
        raise Invalid("way_back", "Choose one of the two. There is no wrong answer.")
    name = accounts.a_name("name", name)
    return name, accounts.acceptable(password, name, person.name, person.sign_in_name, practice.name, practice.slug)


def _opened(token: str, code: str) -> Keys | None:
    """The first keys, if link and code agree; else the refusal is written down."""
    row = _row(token)
    person_id = row and row.person_id
    try:
        return vault.open_invitation(person_id and vault.principal_of(person_id).id, code, token)
    except Locked:
        record(None, Event.CODE_FAILED, about_id=person_id)
        return None


def _count_a_try(token: str) -> None:
    """Before it is known how it ends, so that many at once count as many."""
    row = _still_open(token)
    if row.tries >= INVITATION_TRIES:
        raise Invalid("code", OVER)
    row.tries += 1


def _still_open(token: str) -> Invitation:
    """The invitation, locked, unless it is over, used or was never made: one sentence for all."""
    row = _row(token, locked=True)
    if row is None or row.used_at is not None or row.expires_at <= now():
        raise Invalid("code", OVER)
    return row


def _is_open(row: Invitation) -> bool:
    return row.used_at is None and row.expires_at > now() and row.tries < INVITATION_TRIES


def _refusal(practice_id: UUID, token: str) -> str:
    """How many tries are left, in words."""
    with unit_of_work(practice_id, writes=False):
        row = _row(token)
        left = INVITATION_TRIES - row.tries if row else 0
    if left <= 0:
        return OVER
    return f"That is not the code for this link. {left} {'try is' if left == 1 else 'tries are'} left."


def _row(token: str, *, locked: bool = False) -> Invitation | None:
    query = select(Invitation).where(Invitation.token_hash == _hash(token))
    if locked:
        query = query.with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _joined_with(token: str) -> str | None:
    """The sign-in name of whoever has used this invitation."""
    query = select(Person.sign_in_name).join(Invitation, Invitation.person_id == Person.id)
    return db.session.scalar(query.where(Invitation.token_hash == _hash(token), Invitation.used_at.is_not(None)))


def _role_of(person_id: UUID) -> Role:
    standing = select(Membership.role).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return Role(db.session.scalars(standing).one())


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"invitation" + token.encode(errors="replace")).digest()


def _here() -> UUID:
    found = practice_at_work()
    if found is None:
        raise NoTenant("an invitation belongs to a practice")
    return found
