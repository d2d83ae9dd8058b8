"""Somebody asks to be helped back in, and an officer agrees: what several tests begin with."""

from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db, unit_of_work
from portal.domain import recovery, vault
from portal.models.people import Person
from portal.models.vault import Grant

ADDRESS = "192.0.2.7"


def name_of(actor: Actor) -> str:
    """What this person signs in with."""
    with unit_of_work(actor.practice_id, writes=False):
        name: str = db.session.get(Person, actor.person_id).sign_in_name
    return name


def asked(person: Actor, name: str | None = None) -> tuple[bytes, str]:
    """A browser waits in this person's name: its cookie, and the code it shows."""
    cookie = recovery.ask(person.practice_id, name or name_of(person), ADDRESS)
    with unit_of_work(person.practice_id, writes=False):
        return cookie, recovery.waiting(cookie).pairing


def agreed(person: Actor, officer: Actor) -> tuple[bytes, UUID]:
    """The same, and this officer has agreed: the cookie, and the request."""
    cookie, pairing = asked(person)
    with unit_of_work(person.practice_id):
        found = recovery.find(officer, pairing)
        recovery.agree(officer, found.id, pairing)
    return cookie, found.id


def consent_keys(actor: Actor) -> set[bytes]:
    """The key of each consent that stands of theirs, to themselves and to others: what a thief would keep."""
    with unit_of_work(actor.practice_id, writes=False):
        query = select(Grant).where(Grant.owner_id == actor.unlocked().principal_id, Grant.ended_at.is_(None))
        return {vault.seals.grant_key(actor.unlocked(), grant) for grant in db.session.scalars(query)}
