"""Everyone the access tests talk about: two practices, named people, one note shared and one not."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import consent, journal, vault
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from tests import second_step

PASSWORD = "a quiet harbour at dusk"
WORKED = timedelta(days=3)  # how long staff have been here: long enough to be a second person
KIT = "7H3K9-2MQXR-4TBWC-8YDNJ-5VFGZ-6"  # what lies on paper in the practice's safe


def found_practice(slug: str, name: str = "Willow House") -> UUID:
    """A practice with its recovery and records principals, without pages."""
    practice = Practice(slug=slug, name=name)
    with unit_of_work(None):
        db.session.add(practice)
    with unit_of_work(practice.id):
        recovery, recovery_keys = vault.new_principal(practice.id, "recovery")
        _, records_keys = vault.new_principal(practice.id, "records")
        vault.let_hold(records_keys, recovery)
        vault.set_code(recovery_keys, KIT)
    return practice.id


def add_person(practice_id: UUID, name: str, *roles: Role, password: str | None = None) -> Actor:
    """A person who has joined, acting in the first of the roles; with a password only when a test signs in by page."""
    since = now() - WORKED if STAFF.intersection(roles) else now()
    with unit_of_work(practice_id):
        person = Person(
            practice_id=practice_id, id=uuid4(), name=name, sign_in_name=f"{name.lower()}@example.org", joined_at=since
        )
        db.session.add(person)
        db.session.flush()
        for role in roles:
            db.session.add(Membership(practice_id=practice_id, person_id=person.id, role=role, since=since))
        _, keys = vault.new_principal(practice_id, "person", person.id)
        vault.let_hold(keys, vault.practice_principal("recovery"))
        if roles[0] is not Role.CLIENT:
            vault.give(keys, vault.practice_principal("records").id, "record", "the practice's record", "record-1")
        if password:
            vault.set_password(keys, password)
        actor = Actor(person.id, practice_id, roles[0], keys)
        if STAFF.intersection(roles):
            second_step.give(actor)
    return actor


def also_an_officer(actor: Actor) -> Actor:
    """Somebody who works here is an officer besides, for as long, and nobody at hand has made them one."""
    with unit_of_work(actor.practice_id):
        row = Membership(practice_id=actor.practice_id, person_id=actor.person_id, role=Role.OFFICER)
        row.since = now() - WORKED
        db.session.add(row)
    hold_the_key(actor)
    return Actor(actor.person_id, actor.practice_id, Role.OFFICER, actor.keys)


def hold_the_key(officer: Actor) -> None:
    """Let an officer hold the recovery key, as one who can open it does."""
    with unit_of_work(officer.practice_id):
        recovery_keys = vault.open_with_code(vault.practice_principal("recovery").id, KIT)
        vault.let_hold(recovery_keys, vault.principal_of(officer.person_id))


def look_after(client: Actor, therapist: Actor, *, ended: bool = False) -> UUID:
    with unit_of_work(client.practice_id):
        row = Assignment(
            practice_id=client.practice_id,
            client_id=client.person_id,
            therapist_id=therapist.person_id,
            ended_at=now() if ended else None,
        )
        db.session.add(row)
    return row.id


@dataclass
class Cast:
    """`cast.ana` is an Actor with her keys; `cast.entry_id` is shared with her therapist, `cast.private_id` is not."""

    people: dict[str, Actor] = field(default_factory=dict)
    entry_id: UUID | None = None
    private_id: UUID | None = None

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def gather() -> Cast:
    here, there = found_practice("willow", "Willow House"), found_practice("oak", "Oak Yard")
    cast = Cast()
    for name, practice, role in (
        ("ana", here, Role.CLIENT),
        ("ben", here, Role.CLIENT),
        ("mara", here, Role.THERAPIST),  # looks after Ana
        ("idris", here, Role.THERAPIST),  # looks after Ben
        ("vera", here, Role.THERAPIST),  # looked after Ana once
        ("olga", here, Role.ADMIN),
        ("tova", here, Role.OFFICER),
        ("foreign_client", there, Role.CLIENT),
        ("foreign_therapist", there, Role.THERAPIST),
        ("foreign_admin", there, Role.ADMIN),
    ):
        cast.people[name] = add_person(practice, name.replace("_", " ").title(), role)
    hold_the_key(cast.tova)
    look_after(cast.ana, cast.mara)
    look_after(cast.ana, cast.vera)
    look_after(cast.ben, cast.idris)
    look_after(cast.foreign_client, cast.foreign_therapist)
    with unit_of_work(here):
        cast.entry_id = journal.write(cast.ana, "We talked at last.", title="After we talked")
        cast.private_id = journal.write(cast.ana, "Not for anyone.", title="Mine")
    with unit_of_work(here):
        consent.share(cast.ana, cast.entry_id, cast.mara.person_id)
        consent.share(cast.ana, cast.entry_id, cast.vera.person_id)
    with unit_of_work(here):
        vera_row = db.session.query(Assignment).filter_by(therapist_id=cast.vera.person_id).one()
        vera_row.ended_at = now()  # by hand: her consent is left standing, so that the caseload clause alone must hold
    return cast
