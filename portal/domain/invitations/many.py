"""Many invitations at once, from a list: each with keys of its own, without a slow hash for each (ADR 20)."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.crypto import stamp
from portal.core.db import db
from portal.domain import accounts, contact, vault
from portal.domain.audit import Event, record
from portal.domain.contact import Mode
from portal.domain.invitations.inviting import CODE_LENGTH, LETTERS, lives
from portal.domain.invitations.slips import hash_of
from portal.models.people import Invitation, Membership, Person


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody to be invited, with the link's token and the code that follow from the list's own secret."""

    person_id: UUID
    name: str = field(default="", repr=False)
    sign_in: str = field(default="", repr=False)
    roles: tuple[Role, ...] = (Role.CLIENT,)
    mode: Mode = Mode.NONE
    address: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


def pair(seed: bytes, at: int) -> tuple[str, str]:
    """The token and the code of one seat: from 256 secret bits, so that neither need be kept.

    Args:
        seed: the list's secret.
        at: the number of the seat.
    """
    token = base64.urlsafe_b64encode(stamp(seed, "token", at)).rstrip(b"=").decode()
    left, code = int.from_bytes(stamp(seed, "code", at)), ""
    while len(code) < CODE_LENGTH:
        left, letter = divmod(left, len(LETTERS))
        code += LETTERS[letter]
    return token, code


def invite_many(admin: Actor, seats: Sequence[Seat], time_zone: str) -> None:
    """Make an account with its first keys for each, in as many statements as for one.

    Args:
        admin: on whose behalf; the caller has asked whether they may.
        seats: whose ids and sign-in names are free, and whose names and addresses were checked.
        time_zone: of whoever invites, until each says otherwise.
    """
    practice_id, moment = admin.practice_id, now()
    until = moment + lives()
    db.session.add_all(
        Person(
            id=seat.person_id, practice_id=practice_id, name=seat.name, sign_in_name=seat.sign_in, time_zone=time_zone
        )
        for seat in seats
    )
    db.session.flush()
    db.session.add_all(
        Membership(practice_id=practice_id, person_id=seat.person_id, role=role)
        for seat in seats
        for role in sorted(seat.roles)
    )
    found = vault.new_people(practice_id, [seat.person_id for seat in seats])
    for seat, keys in zip(seats, found, strict=True):
        if STAFF.intersection(seat.roles):
            accounts.works_here(keys)
    vault.set_invitations((keys, seat.code, seat.token) for seat, keys in zip(seats, found, strict=True))
    contact.first_of(practice_id, [(seat.person_id, seat.mode, seat.address) for seat in seats])
    db.session.add_all(
        Invitation(
            practice_id=practice_id,
            person_id=seat.person_id,
            token_hash=hash_of(seat.token),
            made_by=admin.person_id,
            made_at=moment,
            expires_at=until,
        )
        for seat in seats
    )
    db.session.flush()
    for seat in seats:
        for role in seat.roles:
            record(admin, Event.PERSON_INVITED, seat.person_id, seat.person_id, role=str(role))
