"""Invitations: link and code together, five tries, two weeks, once."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, NoTenant, NotFound
from portal.domain import accounts, invitations, vault
from portal.domain.accounts import Status
from portal.domain.audit import Event
from portal.domain.invitations import OVER
from portal.models.audit import AuditRow
from portal.models.people import Invitation, Person
from portal.models.vault import Lock
from tests.cast import add_person, found_practice
from tests.domain.slips import PASSWORD, invite, join, look_in, refused, standing, tries_of, wrong

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


# ------------------------------------------------------------------ inviting


def test_an_invited_person_has_keys_at_once_that_only_link_and_code_open(olga):
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        line = accounts.person(olga, slip.person_id)
        assert (line.name, line.sign_in_name, line.roles, line.status) == (
            "Ana",
            "ana@example.org",
            (Role.CLIENT,),
            Status.INVITED,
        )
        principal = vault.principal_of(slip.person_id)
        assert [lock.kind for lock in db.session.scalars(select(Lock).where(Lock.principal_id == principal.id))] == [
            "code"
        ]
        row = db.session.scalars(select(Invitation)).one()
        assert slip.token.encode() not in row.token_hash
    with unit_of_work(olga.practice_id):
        keys = vault.open_invitation(principal.id, slip.code, slip.token)
        assert keys.principal_id == principal.id


def test_the_keys_of_staff_are_held_for_recovery_from_the_first_second(olga):
    slip = invite(olga, "Mara", Role.THERAPIST)
    with unit_of_work(olga.practice_id):
        recovery = vault.practice_principal("recovery")
        assert vault.holders(vault.principal_of(slip.person_id).id) == {recovery.id}


def test_a_code_is_six_signs_that_nobody_mixes_up(olga):
    codes = {invite(olga, f"guest {number}").code for number in range(8)}
    assert len(codes) == 8
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("01ILOAEU")


@pytest.mark.parametrize("role", [Role.CLIENT, Role.THERAPIST])
def test_only_an_admin_invites(olga, role):
    somebody = add_person(olga.practice_id, "Somebody", role)
    with unit_of_work(olga.practice_id):
        with pytest.raises(Forbidden):
            invitations.invite(somebody, "Ana", "ana", Role.CLIENT)
        with pytest.raises(NotFound):
            invitations.renew(somebody, olga.person_id)


def test_the_same_form_twice_makes_one_person_and_the_second_slip_counts(olga):
    person_id = uuid4()
    first, second = invite(olga, person_id=person_id), invite(olga, person_id=person_id)
    assert first.person_id == second.person_id == person_id
    assert not standing(olga, first)
    assert standing(olga, second)
    assert join(olga, second)


def test_two_forms_at_the_same_moment_make_one_person(house, olga):
    person_id, slips = uuid4(), []

    def send():
        with house.app_context():
            slips.append(invite(olga, person_id=person_id))
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [slip.person_id for slip in slips] == [person_id, person_id]
    assert sum(standing(olga, slip) for slip in slips) == 1


def test_a_sign_in_name_belongs_to_one_person(olga):
    invite(olga)
    assert refused(invite, olga, "ANA").field == "sign_in_name"
    with unit_of_work(olga.practice_id):
        assert len(db.session.scalars(select(Person)).all()) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "A\0na", "A\nna", "A\u2028na", "\ud800"])
def test_a_name_that_is_none_is_refused(olga, name):
    with unit_of_work(olga.practice_id):
        assert refused(invitations.invite, olga, name, "ana", Role.CLIENT).field == "name"


@pytest.mark.parametrize("name", ["", " \n ", "x" * 255, "a\0na", "\ud800"])
def test_a_sign_in_name_that_is_none_is_refused(olga, name):
    with unit_of_work(olga.practice_id):
        assert refused(invitations.invite, olga, "Ana", name, Role.CLIENT).field == "sign_in_name"


def test_an_id_of_somebody_who_is_here_already_takes_nothing_over(olga):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT, password=PASSWORD)
    assert refused(invite, olga, "Eve", person_id=ana.person_id).field == "sign_in_name"
    assert refused(invite, olga, "Ana", person_id=ana.person_id).field == "name"
    assert accounts.sign_in(olga.practice_id, "ana@example.org", PASSWORD, "192.0.2.1")


def test_a_new_slip_ends_the_one_before(olga):
    first = invite(olga, "Mara", Role.THERAPIST)
    with unit_of_work(olga.practice_id):
        second = invitations.renew(olga, first.person_id)
    assert refused(join, olga, first).field == "code"
    join(olga, second, name="Mara")
    with unit_of_work(olga.practice_id):
        recovery = vault.practice_principal("recovery")
        assert vault.holders(vault.principal_of(first.person_id).id) == {recovery.id}


def test_nobody_who_has_joined_gets_another_slip(olga):
    slip = invite(olga)
    join(olga, slip)
    with unit_of_work(olga.practice_id):
        refused(invitations.renew, olga, slip.person_id)


# ------------------------------------------------------------------ link and code


def test_looking_uses_nothing_up(olga):
    slip = invite(olga)
    for _ in range(20):
        assert standing(olga, slip)
        assert look_in(olga, slip).sign_in_name == "ana@example.org"
    assert tries_of(olga, slip) == 0


def test_a_code_may_be_typed_small_and_with_a_space(olga):
    slip = invite(olga)
    assert look_in(olga, slip, f" {slip.code[:3]} {slip.code[3:]}".lower()).is_client


@pytest.mark.parametrize("code", ["", "222222", "\0", "x" * 100_000, "\ud800"])
def test_the_link_alone_opens_nothing_and_learns_nothing(olga, code):
    slip = invite(olga)
    assert "Ana" not in str(refused(look_in, olga, slip, code))
    said = str(refused(join, olga, slip, code, name="", password="ana ana", way_back=None))
    assert "code" in said, "a link without its code must not even learn whose it is"
    assert tries_of(olga, slip) == 2


def test_the_code_alone_opens_nothing(olga):
    invite(olga, "Ben")
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        assert str(refused(invitations.look_in, "made-up", slip.code)) == OVER
        assert str(refused(invitations.join, "made-up", slip.code, "Ana", PASSWORD, "practice")) == OVER


def test_five_tries_and_no_more_even_with_the_right_code(olga):
    slip = invite(olga)
    said = [str(refused(look_in, olga, slip, wrong(slip))) for _ in range(5)]
    assert ["4 tries are left" in said[0], "1 try is left" in said[3], said[4] == OVER] == [True] * 3
    assert not standing(olga, slip)
    assert str(refused(look_in, olga, slip)) == OVER
    assert str(refused(join, olga, slip)) == OVER
    with unit_of_work(olga.practice_id):
        assert accounts.person(olga, slip.person_id).status is Status.INVITATION_OVER
        failed = select(AuditRow.about_id).where(AuditRow.event == Event.CODE_FAILED)
        assert db.session.scalars(failed).all() == [slip.person_id] * 5


def test_guesses_at_the_same_moment_count_as_many(house, olga):
    slip, said = invite(olga), []

    def guess():
        with house.app_context():
            said.append(str(refused(look_in, olga, slip, wrong(slip))))
            db.session.remove()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tries_of(olga, slip) == 5


def test_after_two_weeks_it_is_over(olga):
    with time_machine.travel(NOON, tick=False) as clock:
        slip = invite(olga)
        clock.shift(timedelta(days=14) - timedelta(seconds=1))
        assert standing(olga, slip)
        clock.shift(1)
        assert not standing(olga, slip)
        assert str(refused(join, olga, slip)) == OVER


def test_a_link_of_one_practice_is_nothing_in_another(olga):
    slip, oak = invite(olga), found_practice("oak")
    with unit_of_work(oak):
        assert not invitations.stands(slip.token)
        assert str(refused(invitations.join, slip.token, slip.code, "Ana", PASSWORD, "practice")) == OVER
    with unit_of_work(None), pytest.raises(NoTenant):
        invitations.look_in(slip.token, slip.code)


def test_a_closed_account_cannot_be_joined(olga):
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        db.session.scalars(select(Person).where(Person.id == slip.person_id)).one().closed_at = now()
    assert not standing(olga, slip)
    assert str(refused(join, olga, slip)) == OVER
