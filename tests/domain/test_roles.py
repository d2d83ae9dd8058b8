"""What people do here: begun, ended, and what an end ends at once; never the practice's last way of being run."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import accounts, caseload, recovery, sessions, vault
from portal.domain.accounts import Sought, Status, roles
from portal.domain.audit import Event
from portal.models.audit import AuditRow
from portal.models.vault import Grant
from tests import second_step
from tests.cast import KIT, add_person, found_practice, look_after
from tests.domain.guesses import PASSWORD
from tests.domain.slips import invite, join, refused


class Here:
    """A practice with an admin, two therapists, and a client of Mara's."""

    def __init__(self):
        self.practice_id = found_practice("willow")
        self.olga = add_person(self.practice_id, "Olga", Role.ADMIN, password=PASSWORD)
        self.mara = add_person(self.practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
        self.idris = add_person(self.practice_id, "Idris", Role.THERAPIST)
        self.ana = add_person(self.practice_id, "Ana", Role.CLIENT)
        self.assignment_id = look_after(self.ana, self.mara)


@pytest.fixture
def here(house):
    return Here()


def act(verb, admin, *args):
    with unit_of_work(admin.practice_id):
        return verb(admin, *args)


def begin(admin, person, role):
    act(accounts.begin_role, admin, person.person_id, role)


def end(admin, person, role):
    act(accounts.end_role, admin, person.person_id, role)


def roles_of(person):
    with unit_of_work(person.practice_id, writes=False):
        return accounts.roles_of(person.person_id)


def signed_in(person):
    with unit_of_work(person.practice_id):
        return sessions.start(person.practice_id, person.person_id, person.keys)


def is_open(person, cookie):
    with unit_of_work(person.practice_id, writes=False):
        return sessions.open_with(cookie) is not None


def test_one_person_is_therapist_and_admin_and_each_change_ends_their_sessions(here):
    cookie = signed_in(here.mara)
    begin(here.olga, here.mara, Role.ADMIN)
    assert roles_of(here.mara) == {Role.THERAPIST, Role.ADMIN}
    assert not is_open(here.mara, cookie)
    cookie = signed_in(here.mara)
    begin(here.olga, here.mara, Role.ADMIN)
    assert is_open(here.mara, cookie), "begun already"
    end(here.olga, here.mara, Role.ADMIN)
    end(here.olga, here.mara, Role.ADMIN)
    assert (roles_of(here.mara), is_open(here.mara, cookie)) == ({Role.THERAPIST}, False)
    begin(here.olga, here.mara, Role.ADMIN)
    assert roles_of(here.mara) == {Role.THERAPIST, Role.ADMIN}, "and can begin again"
    with unit_of_work(here.practice_id):
        happened = select(AuditRow.event).where(AuditRow.subject_id == here.mara.person_id).order_by(AuditRow.seq)
        begun, ended = str(Event.ROLE_BEGUN), str(Event.ROLE_ENDED)
        assert db.session.scalars(happened).all() == [begun, ended, begun]


def test_a_sign_in_gives_the_keys_of_staff_what_they_lack(here):
    with unit_of_work(here.practice_id):
        recovery = vault.practice_principal("recovery").id
        vault.stop_hold(here.mara.keys.principal_id, recovery)
        db.session.execute(
            update(Grant)
            .where(Grant.owner_id == here.mara.keys.principal_id, Grant.scope == vault.RECORD)
            .values(purpose="else")
        )
    for step in range(2):  # a code counts once
        with time_machine.travel(now() + step * timedelta(minutes=1)):
            second_step.finished(here.mara, accounts.sign_in(here.practice_id, "mara@example.org", PASSWORD, "here"))
    with unit_of_work(here.practice_id):
        assert vault.holders(here.mara.keys.principal_id) == {recovery}
        given = select(Grant.scope).where(
            Grant.owner_id == here.mara.keys.principal_id, Grant.purpose.not_in(("else", ""))
        )
        assert db.session.scalars(given).all() == [vault.RECORD], "once"


@pytest.mark.parametrize("role", [Role.CLIENT, Role.CONFIDANT])
def test_a_clients_account_never_becomes_one_of_staff(here, role):
    somebody = add_person(here.practice_id, "Somebody", role)
    assert "their own" in str(refused(begin, here.olga, somebody, Role.THERAPIST))
    assert refused(begin, here.olga, here.mara, role).field == "role", "nor the other way round"
    assert refused(end, here.olga, somebody, role).field == "role"


def test_a_therapist_with_clients_is_not_ended_before_they_are_moved(here):
    assert "caseload" in str(refused(end, here.olga, here.mara, Role.THERAPIST))
    assert "caseload" in str(refused(act, accounts.end_work, here.olga, here.mara.person_id))
    assert roles_of(here.mara) == {Role.THERAPIST}
    act(caseload.end, here.olga, here.assignment_id)
    end(here.olga, here.mara, Role.THERAPIST)
    assert roles_of(here.mara) == set()


def test_with_a_therapists_work_ends_whatever_was_open_to_them_and_their_record_stays(here):
    with unit_of_work(here.practice_id):
        item_id = vault.write(here.ana.keys, "entry", b"words", uuid4())
        grant = vault.give(here.ana.keys, here.idris.keys.principal_id, "chosen", "to read", "share-1")
        vault.share(here.ana.keys, [item_id], grant)
        assert vault.read(here.idris.keys, [item_id])
    begin(here.olga, here.idris, Role.ADMIN)
    end(here.olga, here.idris, Role.ADMIN)
    with unit_of_work(here.practice_id):
        assert vault.read(here.idris.keys, [item_id]), "ending something else ends nothing of this"
    act(accounts.end_work, here.olga, here.idris.person_id)
    with unit_of_work(here.practice_id):
        assert not vault.read(here.idris.keys, [item_id])
        of_record = select(Grant.ended_at).where(
            Grant.owner_id == here.idris.keys.principal_id, Grant.scope == "record"
        )
        assert db.session.scalars(of_record).all() == [None]
        told = select(AuditRow.about_id).where(AuditRow.event == Event.PERSON_STOPPED)
        assert db.session.scalars(told).all() == [here.ana.person_id]
        assert accounts.person(here.olga, here.idris.person_id).status is Status.ENDED
    with pytest.raises(Invalid):
        accounts.sign_in(here.practice_id, "idris@example.org", PASSWORD, "192.0.2.1")


def test_nobody_ends_their_own_place_so_an_admin_stays(here):
    assert str(refused(end, here.olga, here.olga, Role.ADMIN)) == roles.NOT_OWN
    assert str(refused(act, accounts.end_work, here.olga, here.olga.person_id)) == roles.NOT_OWN
    begin(here.olga, here.olga, Role.THERAPIST)
    end(here.olga, here.olga, Role.THERAPIST)
    nell = add_person(here.practice_id, "Nell", Role.ADMIN)
    end(nell, here.olga, Role.ADMIN)
    with pytest.raises(Forbidden):
        end(here.olga, nell, Role.ADMIN)
    assert roles_of(nell) == {Role.ADMIN}


def test_an_officers_hold_ends_with_the_role_and_the_last_one_stays(here):
    with unit_of_work(here.practice_id):
        recovery_keys = vault.open_with_code(vault.practice_principal("recovery").id, KIT)
        for person in (here.mara, here.idris):
            recovery.make_officer(here.olga, person.person_id, recovery_keys)
    cookie = signed_in(here.mara)
    end(here.olga, here.mara, Role.OFFICER)
    assert not is_open(here.mara, cookie)
    with unit_of_work(here.practice_id):
        assert vault.holders(recovery_keys.principal_id) == {here.idris.keys.principal_id}
    assert "last recovery officer" in str(refused(end, here.olga, here.idris, Role.OFFICER))
    assert "last recovery officer" in str(refused(act, accounts.end_work, here.olga, here.idris.person_id))
    assert roles_of(here.idris) == {Role.THERAPIST, Role.OFFICER}


def test_two_admins_who_end_one_another_leave_one(house, here):
    nell = add_person(here.practice_id, "Nell", Role.ADMIN)
    said, barrier = [], threading.Barrier(2)

    def press(admin, other):
        with house.app_context():
            barrier.wait()
            try:
                end(admin, other, Role.ADMIN)
                said.append("ended")
            except (Forbidden, Invalid) as problem:
                said.append(type(problem).__name__)
            db.session.remove()

    threads = [threading.Thread(target=press, args=pair) for pair in ((here.olga, nell), (nell, here.olga))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Forbidden", "ended"]


def test_only_an_admin_of_this_practice_changes_what_people_do(cast):
    for admin in (cast.mara, cast.ana):
        with pytest.raises(Forbidden):
            begin(admin, cast.idris, Role.ADMIN)
    with pytest.raises(NotFound):
        begin(cast.olga, cast.foreign_therapist, Role.ADMIN)
    with pytest.raises(NotFound):
        act(accounts.end_work, cast.olga, cast.foreign_therapist.person_id)


def test_people_are_found_by_name_role_and_status(here):
    zoe = invite(here.olga, "Zoë", Role.CLIENT)
    names = lambda **sought: [line.name for line in act(accounts.search, here.olga, Sought(**sought)).lines]  # noqa: E731
    assert names() == ["Idris", "Mara", "Olga", "Ana", "Zoë"]
    assert names(words="ZOË") == names(words="zoë@") == names(status=Status.INVITED) == ["Zoë"]
    assert names(words="%") == names(words="\\") == names(status=Status.CLOSED) == []
    assert names(role=Role.THERAPIST) == ["Idris", "Mara"]
    found = act(accounts.search, here.olga, Sought(page=99))
    assert (found.page, found.pages, found.count) == (1, 1, 5)
    assert [line.therapists for line in found.lines if line.name == "Ana"] == [("Mara",)]
    assert [tie.name for tie in act(accounts.ties, here.olga, here.mara.person_id)] == ["Ana"]
    assert [tie.name for tie in act(accounts.ties, here.olga, here.ana.person_id)] == ["Mara"]
    join(here.olga, zoe, name="Zoë")
    assert names(status=Status.INVITED) == []
    assert act(accounts.search, here.idris, Sought()).count == 0, "it is the office's"
