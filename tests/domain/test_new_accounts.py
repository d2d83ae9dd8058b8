"""Joining: what taking an account over leaves behind, once, also when it is sent twice."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, TooSoon
from portal.domain import accounts, invitations, sessions, vault
from portal.domain.accounts import Status
from portal.domain.audit import Event
from portal.domain.invitations import OVER
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.vault import Lock
from tests.cast import add_person, found_practice
from tests.domain.slips import PASSWORD, invite, join, look_in, refused, standing, tries_of

OTHER = "a lantern beside the ferry"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def test_joining_gives_the_person_keys_that_nobody_else_has_seen(olga):
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        principal_id = vault.principal_of(slip.person_id).id
    with unit_of_work(olga.practice_id):
        first = vault.open_invitation(principal_id, slip.code, slip.token)
    cookie = join(olga, slip, name="  Anneke ")
    with unit_of_work(olga.practice_id):
        who = sessions.open_with(cookie)
        assert (who.name, who.person_id, who.roles) == ("Anneke", slip.person_id, {Role.CLIENT})
        assert who.keys.principal_id == principal_id
        assert who.keys.raw != first.raw
        kinds = {lock.kind for lock in db.session.scalars(select(Lock).where(Lock.principal_id == principal_id))}
        assert kinds == {"password", "held-by"}
        assert accounts.person(olga, slip.person_id).status is Status.HERE
    assert accounts.sign_in(olga.practice_id, "ana@example.org", PASSWORD, "192.0.2.1")


def test_what_was_shared_before_joining_can_be_read_after(olga):
    slip, mara = invite(olga), add_person(olga.practice_id, "Mara", Role.THERAPIST)
    with unit_of_work(olga.practice_id):
        item_id = vault.write(mara.keys, "question", b"What would help?", uuid4())
        grant = vault.give(mara.keys, vault.principal_of(slip.person_id).id, "chosen", "a question", "question-1")
        vault.share(mara.keys, [item_id], grant)
    cookie = join(olga, slip)
    with unit_of_work(olga.practice_id):
        keys = sessions.open_with(cookie).keys
        assert vault.read_one(keys, item_id) == b"What would help?"


@pytest.mark.parametrize(("way_back", "held"), [("practice", 1), ("only_me", 0)])
def test_a_client_chooses_who_could_help_them_back_in(olga, way_back, held):
    slip = invite(olga)
    join(olga, slip, way_back=way_back)
    with unit_of_work(olga.practice_id):
        assert len(vault.holders(vault.principal_of(slip.person_id).id)) == held


@pytest.mark.parametrize("way_back", [None, "", "both", "y"])
def test_nothing_is_chosen_for_a_client(olga, way_back):
    slip = invite(olga)
    assert refused(join, olga, slip, way_back=way_back).field == "way_back"
    assert tries_of(olga, slip) == 0


@pytest.mark.parametrize("way_back", [None, "only_me"])
def test_staff_have_nothing_to_choose(olga, way_back):
    slip = invite(olga, "Mara", Role.THERAPIST)
    join(olga, slip, name="Mara", way_back=way_back)
    with unit_of_work(olga.practice_id):
        principal = vault.principal_of(slip.person_id)
        assert vault.holders(principal.id) == {vault.practice_principal("recovery").id}


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", PASSWORD, "name"),
        ("x" * 81, PASSWORD, "name"),
        ("Ana", "short", "password"),
        ("Ana", "willow ana 12", "password"),
    ],
)
def test_a_problem_on_the_form_costs_no_try_and_changes_nothing(olga, name, password, field):
    slip = invite(olga)
    assert refused(join, olga, slip, name=name, password=password).field == field
    assert tries_of(olga, slip) == 0
    assert join(olga, slip)


def test_sent_twice_the_second_one_signs_in(olga):
    slip = invite(olga)
    first, second = join(olga, slip), join(olga, slip)
    assert first != second
    with unit_of_work(olga.practice_id):
        assert sessions.open_with(second).person_id == sessions.open_with(first).person_id


def test_a_used_link_with_another_password_is_over(olga):
    slip = invite(olga)
    join(olga, slip)
    assert str(refused(join, olga, slip, password=OTHER)) == OVER
    assert not standing(olga, slip)
    assert str(refused(look_in, olga, slip)) == OVER


def test_a_used_link_is_no_way_round_the_waits(olga):
    slip = invite(olga)
    join(olga, slip)
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            refused(join, olga, slip, password=OTHER)
        with pytest.raises(TooSoon):
            join(olga, slip)


def test_joining_twice_at_the_same_moment_makes_one_key_pair(house, olga):
    slip, cookies = invite(olga), []

    def send():
        with house.app_context():
            cookies.append(join(olga, slip))
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with unit_of_work(olga.practice_id):
        keys = {sessions.open_with(cookie).keys.raw for cookie in cookies}
        joined = db.session.scalars(select(AuditRow).where(AuditRow.event == Event.PERSON_JOINED)).all()
    assert (len(cookies), len(keys), len(joined)) == (2, 1, 1)


def test_the_person_starts_in_the_zone_of_whoever_invited_them(olga):
    with unit_of_work(olga.practice_id):
        db.session.scalars(select(Person).where(Person.id == olga.person_id)).one().time_zone = "Pacific/Auckland"
    slip = invite(olga)
    with unit_of_work(olga.practice_id):
        zone = select(Person.time_zone).where(Person.id == slip.person_id)
        assert db.session.scalars(zone).one() == "Pacific/Auckland"


def test_acting_in_another_role_is_no_way_to_invite(olga):
    acting = Actor(olga.person_id, olga.practice_id, Role.CLIENT, olga.keys)
    with unit_of_work(olga.practice_id), pytest.raises(Forbidden):
        invitations.invite(acting, "Ana", "ana", Role.CLIENT)
