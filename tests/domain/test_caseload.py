"""The caseload: assigning, ending, and that neither gives anybody anything to read."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound
from portal.domain import caseload, vault
from portal.domain.audit import Event
from portal.models.audit import AuditRow
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.vault import Grant
from tests.cast import add_person, found_practice


class Here:
    """One practice: an admin, two therapists, two clients; nobody looks after anybody yet."""

    def __init__(self):
        self.practice_id = found_practice("willow")
        self.olga = add_person(self.practice_id, "Olga", Role.ADMIN)
        self.mara, self.idris = (add_person(self.practice_id, name, Role.THERAPIST) for name in ("Mara", "Idris"))
        self.ana, self.ben = (add_person(self.practice_id, name, Role.CLIENT) for name in ("Ana", "Ben"))


@pytest.fixture
def here(house):
    return Here()


def assign(admin, client, therapist):
    with unit_of_work(admin.practice_id):
        return caseload.assign(admin, client.person_id, therapist.person_id)


def names(known):
    return [one.name for one in known]


def a_share(writer, reader):
    """A text the writer has shared with the reader."""
    with unit_of_work(writer.practice_id):
        item_id = vault.write(writer.keys, "entry", b"words", uuid4())
        grant = vault.give(writer.keys, vault.principal_of(reader.person_id).id, "chosen", "to read", "share-1")
        vault.share(writer.keys, [item_id], grant)
    return item_id


def can_read(reader, item_id):
    with unit_of_work(reader.practice_id):
        return bool(vault.read(reader.keys, [item_id]))


def test_both_sides_see_one_another_by_name(here):
    assign(here.olga, here.ana, here.mara)
    assign(here.olga, here.ben, here.mara)
    assign(here.olga, here.ana, here.idris)
    with unit_of_work(here.practice_id):
        assert names(caseload.my_clients(here.mara)) == ["Ana", "Ben"]
        assert names(caseload.my_clients(here.idris)) == ["Ana"]
        assert names(caseload.my_therapists(here.ana)) == ["Idris", "Mara"]
        assert [(pair.therapist, pair.client) for pair in caseload.pairings(here.olga)] == [
            ("Idris", "Ana"),
            ("Mara", "Ana"),
            ("Mara", "Ben"),
        ]


def test_assigning_twice_gives_the_same_assignment(here):
    assert assign(here.olga, here.ana, here.mara) == assign(here.olga, here.ana, here.mara)


def test_two_admins_at_the_same_moment_make_one_assignment(house, here):
    made = []

    def act():
        with house.app_context():
            made.append(assign(here.olga, here.ana, here.mara))
            db.session.remove()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_an_assignment_opens_nothing(here):
    with unit_of_work(here.practice_id):
        item_id = vault.write(here.ana.keys, "entry", b"words", uuid4())
    assign(here.olga, here.ana, here.mara)
    assert not can_read(here.mara, item_id)


def test_a_move_gives_the_new_therapist_nothing(here):
    first = assign(here.olga, here.ana, here.mara)
    item_id = a_share(here.ana, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, first)
        caseload.assign(here.olga, here.ana.person_id, here.idris.person_id)
    assert not can_read(here.idris, item_id)
    assert not can_read(here.mara, item_id)
    assert can_read(here.ana, item_id)


def test_ending_ends_the_consents_to_that_therapist_and_to_nobody_else(here):
    to_mara, _to_idris = assign(here.olga, here.ana, here.mara), assign(here.olga, here.ana, here.idris)
    hers, his, bens = a_share(here.ana, here.mara), a_share(here.ana, here.idris), a_share(here.ben, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, to_mara)
    assert [can_read(here.mara, hers), can_read(here.idris, his), can_read(here.mara, bens)] == [False, True, True]
    with unit_of_work(here.practice_id):
        assert names(caseload.my_clients(here.mara)) == []
        assert names(caseload.my_therapists(here.ana)) == ["Idris"]


def test_a_consent_does_not_wake_up_with_the_next_assignment(here):
    first = assign(here.olga, here.ana, here.mara)
    item_id = a_share(here.ana, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, first)
    second = assign(here.olga, here.ana, here.mara)
    assert second != first
    assert not can_read(here.mara, item_id)


def test_ending_twice_changes_nothing(here):
    first = assign(here.olga, here.ana, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, first)
        ended_at = db.session.scalars(select(Assignment.ended_at)).one()
    a_share(here.ana, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, first)
        assert db.session.scalars(select(Assignment.ended_at)).one() == ended_at
        assert db.session.scalars(select(Grant).where(Grant.scope == "chosen")).one().ended_at is None


def test_it_is_written_down_about_the_client(here):
    first = assign(here.olga, here.ana, here.mara)
    a_share(here.ana, here.mara)
    with unit_of_work(here.practice_id):
        caseload.end(here.olga, first)
    with unit_of_work(here.practice_id):
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert [row.event for row in rows] == [Event.CASELOAD_ASSIGNED, Event.CASELOAD_ENDED, Event.PERSON_STOPPED]
        assert {row.about_id for row in rows} == {here.ana.person_id}
        assert {row.actor_id for row in rows} == {here.olga.person_id}


def test_who_is_no_client_or_no_therapist_is_not_put_together(here):
    for client, therapist, field in (
        (here.mara, here.idris, "client_id"),
        (here.ana, here.ben, "therapist_id"),
        (here.ana, here.olga, "therapist_id"),
        (here.ana, here.ana, "therapist_id"),
    ):
        with unit_of_work(here.practice_id), pytest.raises(Invalid) as problem:
            caseload.assign(here.olga, client.person_id, therapist.person_id)
        assert problem.value.field == field


def test_whoever_has_left_gets_nobody(here):
    with unit_of_work(here.practice_id):
        db.session.scalars(select(Membership).where(Membership.person_id == here.mara.person_id)).one().ended_at = now()
        db.session.scalars(select(Person).where(Person.id == here.ben.person_id)).one().closed_at = now()
    with unit_of_work(here.practice_id), pytest.raises(Invalid):
        caseload.assign(here.olga, here.ana.person_id, here.mara.person_id)
    with unit_of_work(here.practice_id), pytest.raises(NotFound):
        caseload.assign(here.olga, here.ben.person_id, here.idris.person_id)


def test_only_an_admin_arranges_the_caseload(here):
    first = assign(here.olga, here.ana, here.mara)
    for actor in (here.ana, here.mara):
        with unit_of_work(here.practice_id):
            assert caseload.pairings(actor) == []
            with pytest.raises(NotFound):
                caseload.assign(actor, here.ben.person_id, here.mara.person_id)
            with pytest.raises(NotFound):
                caseload.end(actor, first)


def test_another_practices_people_and_assignments_are_not_there(cast):
    with unit_of_work(cast.foreign_admin.practice_id):
        foreign = caseload.pairings(cast.foreign_admin)[0]
    with unit_of_work(cast.olga.practice_id):
        for client_id in (cast.foreign_client.person_id, uuid4()):
            with pytest.raises(NotFound):
                caseload.assign(cast.olga, client_id, cast.mara.person_id)
        with pytest.raises(Invalid):
            caseload.assign(cast.olga, cast.ana.person_id, cast.foreign_therapist.person_id)
        for assignment_id in (foreign.id, uuid4()):
            with pytest.raises(NotFound):
                caseload.end(cast.olga, assignment_id)
