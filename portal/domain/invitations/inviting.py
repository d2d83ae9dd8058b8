"""The admin's side: an account with its first keys, and the slip that opens them."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import accounts, contact, factors, limits, mail, sessions, settings, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.contact import Mode
from portal.domain.invitations.slips import hash_of
from portal.models.people import Invitation, Person
from portal.models.vault import Grant, Principal

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no two look alike on paper, and they make no words
CODE_LENGTH = 6


def lives() -> timedelta:
    """How long an invitation stands, as the practice has it."""
    return timedelta(days=settings.here().invitation_days)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed over: the token of the link, and the code. Neither is kept."""

    person_id: UUID
    name: str
    token: str
    code: str
    expires_at: datetime
    is_mailed: bool  # the link alone; the code is said or written down


def invite(  # noqa: PLR0913 - what the form asks for
    admin: Actor,
    name: str,
    sign_in_name: str,
    role: Role,
    person_id: UUID | None = None,
    *,
    mode: Mode = Mode.NONE,
    address: str = "",
    also: Collection[Role] = (),
) -> Slip:
    """Make an account with its first keys, locked by a link and a code.

    Args:
        admin: who invites.
        name: what the person is called until they choose.
        sign_in_name: an e-mail address or a name.
        role: client, therapist, admin or officer.
        person_id: the form's random id: sent twice, it makes one person, and the second slip counts.
        mode: how they may be mailed, as they told whoever invites; from then on only they themselves can change it.
        address: where to; the sign-in name when left empty.
        also: what else somebody who works here does. A client's account is nothing else.

    Raises:
        Forbidden: not an admin.
        Invalid: on `name`, `sign_in_name` or `address`.
        TooSoon: many in a short time.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    if role is Role.CONFIDANT or (also and not STAFF.issuperset({role, *also})):
        raise Invalid("role", _("Choose one of these."))
    name, sign_in_name = accounts.a_name("name", name), accounts.a_sign_in_name(sign_in_name)
    limits.use(admin, limits.Act.INVITATION)
    person_id = person_id or uuid4()
    try:
        with db.session.begin_nested():
            zone = db.session.scalars(readable(Person, admin).where(Person.id == admin.person_id)).one().time_zone
            person, keys = accounts.add_person(admin.practice_id, name, sign_in_name, role, zone, person_id, also)
            contact.first(keys, admin.practice_id, person.id, mode, address or sign_in_name)
    except IntegrityError:
        return _again(admin, sign_in_name, person_id)
    for each in (role, *also):
        record(admin, Event.PERSON_INVITED, person.id, person.id, role=str(each))
    return slip(admin, person, keys)


def renew(admin: Actor, person_id: UUID) -> Slip:
    """Another link and code for somebody who has not joined; what was handed over before stops working.

    Raises:
        NotFound: nobody of that id here, or somebody whom a client invited: only that client renews it.
        Invalid: on `name`: they have joined already.
        TooSoon: many in a short time.
    """
    limits.use(admin, limits.Act.INVITATION)
    return renew_one(admin, person_id)


def renew_one(admin: Actor, person_id: UUID) -> Slip:
    """The same for whoever has counted it already."""
    query = writable(Person, admin).where(Person.id == person_id, Person.closed_at.is_(None))
    if db.session.scalar(query) is None or Role.CONFIDANT in accounts.roles_of(person_id):
        raise NotFound
    return fresh_slip(admin, person_id)


def fresh_slip(actor: Actor, person_id: UUID) -> Slip:
    """The same for whoever may renew it: they have asked for that first.

    Raises:
        NotFound: nobody of that id here.
        Invalid: on `name`: they have joined already.
    """
    query = select(Person).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    person = db.session.scalar(query.execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    if person.joined_at is not None:
        raise Invalid("name", _("%(person)s has joined already.", person=person.name))
    db.session.execute(delete(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None)))
    tell_who_shared(actor, person.id)
    vault.shred(vault.principal_of(person.id).id)  # nobody can open it without the old slip
    keys = accounts.first_keys(actor.practice_id, person.id, accounts.roles_of(person.id))
    record(actor, Event.PERSON_INVITED, person.id, person.id, again=1)
    return slip(actor, person, keys)


def slip_anew(actor: Actor, person_id: UUID) -> Slip:
    """A link and a code for somebody who has joined and cannot come in any more: new keys, the old ones put aside.

    What the acting person opened to them goes on to the new keys; every session and second step of theirs ends. Whoever
    may do it has been asked for that first.

    Args:
        actor: with keys.
        person_id: who; one who has not joined gets another slip (`fresh_slip`).

    Raises:
        NotFound: nobody of that id here.
    """
    query = select(Person).where(Person.id == person_id, Person.closed_at.is_(None)).with_for_update()
    person = db.session.scalar(query.execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    if person.joined_at is None:
        return fresh_slip(actor, person_id)
    sessions.end_all(person.id)
    if factors.has(person.id):
        factors.forget(person.id)
    vault.retire(vault.principal_of(person.id).id)
    keys = accounts.first_keys(actor.practice_id, person.id, accounts.roles_of(person.id))
    vault.follow(actor.unlocked(), person.id)
    person.joined_at = None
    db.session.flush()
    record(actor, Event.PERSON_INVITED, person.id, person.id, again=1)
    return slip(actor, person, keys)


def tell_who_shared(actor: Actor, person_id: UUID) -> None:
    """What was shared with somebody before they joined ends with their first keys, and the log says so."""
    me, other = aliased(Principal), aliased(Principal)
    query = select(other.person_id).join(Grant, Grant.owner_id == other.id).join(me, me.id == Grant.reader_id)
    query = query.where(me.person_id == person_id, other.person_id.is_distinct_from(person_id), vault.live())
    for owner_id in db.session.scalars(query.distinct()):
        record(actor, Event.PERSON_STOPPED, person_id, owner_id, reader=person_id)


def _again(admin: Actor, sign_in_name: str, person_id: UUID) -> Slip:
    """The same form twice gives the same person; the same name on another form is somebody else's."""
    query = readable(Person, admin).where(Person.id == person_id, Person.sign_in_name == sign_in_name)
    if db.session.scalar(query) is None:
        raise Invalid("sign_in_name", _("Somebody here signs in with this already. Choose another."))
    return renew_one(admin, person_id)


def slip(actor: Actor, person: Person, keys: Keys) -> Slip:
    """A link and a code for somebody's first keys; neither is kept."""
    token = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    vault.set_invitation(keys, code, token)
    expires_at = now() + lives()
    db.session.add(
        Invitation(
            practice_id=actor.practice_id,
            person_id=person.id,
            token_hash=hash_of(token),
            made_by=actor.person_id,
            expires_at=expires_at,
        )
    )
    return Slip(person.id, person.name, token, code, expires_at, mail.invite(actor, person.id, token))
