"""The guest's side: link and code together open the first keys, which the person then exchanges for their own."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.db import practice_id as practice_at_work
from portal.core.errors import Invalid, Locked, NoTenant
from portal.core.language import _, lazy, ngettext
from portal.domain import accounts, contact, sessions, vault, wordings
from portal.domain.accounts.people import INVITATION_TRIES
from portal.domain.audit import Event, record
from portal.domain.contact import Mode
from portal.domain.invitations.slips import hash_of
from portal.models.people import Invitation, Person
from portal.models.practices import Practice

OVER = lazy("This invitation cannot be used any more. Ask the person who gave it to you for a new one.")
WayBack = Literal["practice", "only_me"]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whose link and code agree."""

    name: str
    sign_in_name: str
    is_client: bool
    is_trusted: bool


def stands(token: str) -> bool:
    """Whether this link may still be tried; asking uses nothing up."""
    row = _row(token)
    return row is not None and row.used_at is None and row.expires_at > now() and row.tries < INVITATION_TRIES


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
            roles = accounts.roles_of(person.id)
            return Guest(person.name, person.sign_in_name, Role.CLIENT in roles, Role.CONFIDANT in roles)
    raise Invalid("code", _refusal(practice_id, token))


def join(  # noqa: PLR0913, PLR0917 - what the form asks for
    token: str,
    code: str,
    name: str,
    password: str,
    way_back: WayBack | None = None,
    address: str = "",
    mail: tuple[Mode, str] | None = None,
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
        mail: how they want to be mailed, and where ("": where the practice was told); None: not at all.

    Returns:
        the session's cookie, 32 bytes.

    Raises:
        Invalid: on `code`, `name`, `password`, `way_back` or `address`.
    """
    let_go()
    practice_id = _here()
    try:
        return _join(practice_id, token, code, name, password, way_back, mail)
    except Invalid:
        with unit_of_work(practice_id, writes=False):
            joined_as = _joined_with(token)
        if joined_as is None:
            raise
    try:
        return accounts.sign_in(practice_id, joined_as, password, address)
    except Invalid:
        raise Invalid("code", OVER) from None


def _join(  # noqa: PLR0913, PLR0917 - as `join`
    practice_id: UUID,
    token: str,
    code: str,
    name: str,
    password: str,
    way_back: WayBack | None,
    mail: tuple[Mode, str] | None,
) -> bytes:
    guest = look_in(token, code)  # first of all: the link alone must not even learn what a password may not hold
    with unit_of_work(practice_id):
        name, password = _checked(guest, practice_id, name, password, way_back)
        if keys := _opened(token, code):
            return _taken_over(_still_open(token), keys, name, password, way_back, mail)
    raise Invalid("code", OVER)


def _taken_over(  # noqa: PLR0913, PLR0917 - as `join`
    row: Invitation, keys: Keys, name: str, password: str, way_back: WayBack | None, mail: tuple[Mode, str] | None
) -> bytes:
    person = db.session.scalars(select(Person).where(Person.id == row.person_id)).one()
    roles = accounts.roles_of(person.id)
    row.used_at = person.joined_at = now()
    person.name = name
    db.session.flush()
    fresh = vault.rotate(keys)  # the code's lock dies with the first pair
    vault.renew(fresh)  # else the slip and an old backup would open what is written from now on
    vault.set_password(fresh, password)
    if roles & STAFF:
        accounts.works_here(fresh)
    elif way_back == "practice":
        accounts.trust_the_practice(fresh)
    cookie = sessions.start(person.practice_id, person.id, fresh)
    joined = Actor(person.id, person.practice_id, min(roles), fresh)
    contact.at_joining(joined, *(mail or (Mode.NONE, "")))
    if Role.CLIENT in roles:
        wordings.ask_at_joining(joined)
    record(joined, Event.PERSON_JOINED, person.id, person.id)
    record(joined, Event.SIGNED_IN, about_id=person.id)
    return cookie


def _checked(guest: Guest, practice_id: UUID, name: str, password: str, way_back: WayBack | None) -> tuple[str, str]:
    if guest.is_client and way_back not in ("practice", "only_me"):
        raise Invalid("way_back", _("Choose one of the two. There is no wrong answer."))
    practice = db.session.scalars(select(Practice).where(Practice.id == practice_id)).one()
    name = accounts.a_name("name", name)
    return name, accounts.acceptable(password, name, guest.name, guest.sign_in_name, practice.name, practice.slug)


def _opened(token: str, code: str) -> Keys | None:
    """The first keys, if link and code agree; else the refusal is written down."""
    person_id = _still_open(token).person_id
    try:
        return vault.open_invitation(vault.principal_of(person_id).id, code, token)
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


def _refusal(practice_id: UUID, token: str) -> str:
    """How many tries are left, in words."""
    with unit_of_work(practice_id, writes=False):
        row = _row(token)
        left = INVITATION_TRIES - row.tries if row else 0
    if left <= 0:
        return OVER
    return ngettext(
        "That is not the code for this link. %(num)s try is left.",
        "That is not the code for this link. %(num)s tries are left.",
        left,
    )


def _row(token: str, *, locked: bool = False) -> Invitation | None:
    query = select(Invitation).join(Person, Person.id == Invitation.person_id)
    query = query.where(Invitation.token_hash == hash_of(token), Person.closed_at.is_(None))
    if locked:
        query = query.with_for_update(of=Invitation)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _joined_with(token: str) -> str | None:
    """The sign-in name of whoever has used this invitation."""
    query = select(Person.sign_in_name).join(Invitation, Invitation.person_id == Person.id)
    return db.session.scalar(query.where(Invitation.token_hash == hash_of(token), Invitation.used_at.is_not(None)))


def _here() -> UUID:
    found = practice_at_work()
    if found is None:
        raise NoTenant("an invitation belongs to a practice")
    return found
