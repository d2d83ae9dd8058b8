"""Invitations that are open: listed, ended before their day, taken back, and for two things at once."""

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import NotFound
from portal.domain import accounts, caseload, invitations, progress_notes, vault
from portal.domain.accounts import Status
from portal.domain.audit import Event
from portal.domain.invitations import OVER
from portal.models.audit import AuditRow
from portal.models.people import Invitation, Person
from tests.cast import add_person, found_practice
from tests.domain.slips import invite, join, look_in, refused, standing, wrong


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def opens(admin, page=1):
    with unit_of_work(admin.practice_id):
        return invitations.open_ones(admin, page)


def test_open_invitations_are_listed_until_they_are_used_or_over(olga):
    slips = [invite(olga, name, role) for name, role in (("Ana", Role.CLIENT), ("Mara", Role.THERAPIST))]
    look_in(olga, slips[0])
    refused(look_in, olga, slips[0], wrong(slips[0]))
    listed = opens(olga)
    assert [(one.name, one.roles, one.tries_left) for one in listed.lines] == [
        ("Ana", (Role.CLIENT,), 4),
        ("Mara", (Role.THERAPIST,), 5),
    ]
    join(olga, slips[1], name="Mara")
    with unit_of_work(olga.practice_id):
        invitations.expire(olga, slips[0].person_id)
        invitations.expire(olga, slips[0].person_id)
    assert (opens(olga, 7).lines, opens(olga).count) == ((), 0)
    assert str(refused(join, olga, slips[0])) == OVER
    with unit_of_work(olga.practice_id):
        ended = select(AuditRow.about_id).where(AuditRow.event == Event.INVITATION_EXPIRED)
        assert db.session.scalars(ended).all() == [slips[0].person_id], "once"
        refused(invitations.expire, olga, slips[1].person_id)
        refused(invitations.withdraw, olga, slips[1].person_id)
        again = invitations.renew(olga, slips[0].person_id)
    assert join(olga, again)


def test_who_was_invited_by_mistake_is_taken_back_and_the_name_is_free(olga):
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        invitations.withdraw(olga, slip.person_id)
        with pytest.raises(NotFound):
            invitations.renew(olga, slip.person_id)
    with unit_of_work(olga.practice_id):
        assert accounts.person(olga, slip.person_id).status is Status.CLOSED
        assert "ana" not in str(db.session.execute(select(Person.name, Person.sign_in_name)).all()).lower()
        assert not db.session.scalars(select(Invitation)).all()
    assert str(refused(join, olga, slip)) == OVER
    assert join(olga, invite(olga))


def test_an_invited_therapist_with_clients_already_is_not_taken_back_before_they_are_moved(olga):
    slip, ana = invite(olga, "Mara", Role.THERAPIST), add_person(olga.practice_id, "Ana", Role.CLIENT)
    with unit_of_work(olga.practice_id):
        caseload.assign(olga, ana.person_id, slip.person_id)
    with unit_of_work(olga.practice_id):
        assert "caseload" in str(refused(invitations.withdraw, olga, slip.person_id))
    assert standing(olga, slip)


def test_somebody_who_works_here_may_be_invited_as_two_things(olga):
    with unit_of_work(olga.practice_id):
        slip = invitations.invite(olga, "Mara", "mara", Role.THERAPIST, also=[Role.ADMIN])
        refused(invitations.invite, olga, "Ana", "ana", Role.CLIENT, also=[Role.ADMIN])
        refused(invitations.invite, olga, "Ana", "ana", Role.CONFIDANT)
    join(olga, slip, name="Mara")
    with unit_of_work(olga.practice_id):
        assert accounts.roles_of(slip.person_id) == {Role.THERAPIST, Role.ADMIN}
        recovery = vault.practice_principal("recovery")
        assert vault.holders(vault.principal_of(slip.person_id).id) == {recovery.id}


def test_an_invitation_with_a_record_is_not_taken_back_by_one_press_and_the_name_stays(olga):
    slip, mara = invite(olga), add_person(olga.practice_id, "Mara", Role.THERAPIST)
    with unit_of_work(olga.practice_id):
        caseload.assign(olga, slip.person_id, mara.person_id)
        progress_notes.sign(mara, slip.person_id, progress_notes.write(mara, slip.person_id, "Session 1."), 1)
    with unit_of_work(olga.practice_id):
        assert "record" in str(refused(invitations.withdraw, olga, slip.person_id))
        assert invitations.take_back(olga, [slip.person_id]) == 0
    assert standing(olga, slip)
    with unit_of_work(olga.practice_id):
        assert db.session.get(Person, slip.person_id).name == "Ana"
