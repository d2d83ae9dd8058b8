"""The other practices of the house: one of a first day, and one that is to be removed, where a client began anew."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import accounts, consent, journal, practices, recovery, sessions, vault, wordings
from portal.domain.demo.wordings import word
from portal.domain.operators import leaving
from portal.models.factors import Factor
from portal.models.practices import Practice
from portal.web.session import ROOMS
from tests import second_step
from tests.acts import also_trusts, at_work, trust
from tests.cast import PASSWORD, add_person, found_practice, hold_the_key, look_after
from tests.recovery_stories import agreed
from tests.screens import office
from tests.summary_stories import here

FIRST_DAY = {  # of a practice where nothing has happened yet
    "new-client": ("Ana Nowak", Role.CLIENT),
    "new-therapist": ("Idris Cole", Role.THERAPIST),
    "new-admin": ("Vera Stein", Role.ADMIN),
    "new-confidant": ("Jo Nowak", Role.CONFIDANT),
}
LEAVING = {  # of one that is to be removed
    "leaving-client": ("Ruth Amsel", Role.CLIENT),
    "leaving-therapist": ("Idris Wolf", Role.THERAPIST),
    "leaving-admin": ("Olga Lind", Role.ADMIN),
    "leaving-confidant": ("Jo Amsel", Role.CONFIDANT),
}
OPERATOR = "operator"
NOTE = "We talked for an hour, and neither of us looked at the time."


@dataclass(frozen=True)
class Person:
    """Who looks, and how they sign in."""

    slug: str
    sign_in_name: str
    password: str


def first_day() -> dict[str, Person]:
    """A practice that was founded a moment ago: the client has a therapist, and nobody has written anything."""
    practice_id = found_practice("elm", "Elm Yard")
    actors = _joined(practice_id, FIRST_DAY)
    here(actors["new-admin"], word, actors["new-admin"])
    here(actors["new-client"], wordings.ask_at_joining, actors["new-client"])
    look_after(actors["new-client"], add_person(practice_id, "Mara Lindqvist", Role.THERAPIST))
    return _at_the_door("elm", FIRST_DAY)


def leaves() -> tuple[dict[str, Person], dict[str, dict[str, object]]]:
    """A practice in its last days: who is there, and what they come to.

    Ruth began anew, and asks three people to hand back what she had shared; one of them has.
    """
    practice_id = found_practice("birch", "Birch Row")
    actors, people = _joined(practice_id, LEAVING), _at_the_door("birch", LEAVING)
    ruth, idris, jo = (actors[f"leaving-{who}"] for who in ("client", "therapist", "confidant"))
    tova = add_person(practice_id, "Tova Berg", Role.OFFICER)
    hold_the_key(tova)
    look_after(ruth, idris)
    friend = trust(ruth, "Mina Roth")
    also_trusts(ruth, jo)
    entry_id = here(ruth, journal.write, ruth, NOTE, "An evening")
    private_id = here(ruth, journal.write, ruth, "Only for me.")
    for reader in (idris, jo, friend):
        here(ruth, consent.share, ruth, entry_id, reader.person_id)
    with at_work(ruth):
        vault.stop_hold(ruth.unlocked().principal_id, vault.practice_principal("recovery").id)
    office.begin_anew(tova, ruth, PASSWORD)
    ruth = acting(people["leaving-client"])
    for reader in (idris, jo, friend):
        here(ruth, consent.ask_back, ruth, reader.person_id)
    here(friend, consent.hand_back, friend, ruth.person_id)
    with unit_of_work(None):
        db.session.get(Practice, practice_id).leaves_at = now() + leaving.GRACE
    ids = {"leaving-client": {"entry_id": private_id}, "leaving-therapist": {"client_id": ruth.person_id}}
    return people, ids | {OPERATOR: {"leaving_id": practice_id}}


def passkey(person: Actor) -> dict[str, object]:
    """Somebody who signs in by a passkey, for the name of this installation, and has nothing else."""
    row = Factor(id=uuid4(), practice_id=person.practice_id, person_id=person.person_id, kind="passkey")
    with at_work(person):
        db.session.add(row)
    return {"with_passkeys": person.practice_id}


def may_hasten(tova: Actor, client: Actor) -> dict[str, str]:
    """A browser that waits, an officer having agreed, for somebody with an app: the cookies of that browser."""
    here(client, recovery.let_help, client)
    with at_work(client):
        second_step.give(client)
    cookie, _ = agreed(client, tova)
    return {"waiting": urlsafe_b64encode(cookie).decode()}


def acting(person: Person) -> Actor:
    """This person with their keys, as after signing in."""
    with unit_of_work(None, writes=False):
        practice_id = practices.at_door(person.slug).id
    cookie = accounts.sign_in(practice_id, person.sign_in_name, person.password, "127.0.0.1")
    with unit_of_work(practice_id, writes=False):
        visitor = sessions.open_with(cookie)
    return visitor.acting_as(next(role for role in ROOMS if role in visitor.roles))


def _joined(practice_id: UUID, people: dict[str, tuple[str, Role]]) -> dict[str, Actor]:
    return {who: add_person(practice_id, name, role, password=PASSWORD) for who, (name, role) in people.items()}


def _at_the_door(slug: str, people: dict[str, tuple[str, Role]]) -> dict[str, Person]:
    return {who: Person(slug, f"{name.lower()}@example.org", PASSWORD) for who, (name, _) in people.items()}
