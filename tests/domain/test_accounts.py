"""Accounts: signing in with equal answers, going out, another password, the recovery code, the list of people."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound, NotFresh, TooSoon
from portal.domain import accounts, audit, sessions, vault
from portal.domain.accounts.coming_in import REFUSED
from portal.domain.audit import Event
from portal.models.audit import AuditRow
from portal.models.people import Membership, Person
from portal.models.sessions import SignedIn
from tests.cast import add_person, found_practice
from tests.domain.guesses import HERE, PASSWORD, fail, sign_in

OTHER = "a lantern beside the ferry"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def practice(house):
    return found_practice("willow")


@pytest.fixture
def ana(practice):
    return add_person(practice, "Ana", Role.CLIENT, password=PASSWORD)


def change(person, model=Person, **values):
    with unit_of_work(person.practice_id):
        where = model.id == person.person_id if model is Person else model.person_id == person.person_id
        row = db.session.scalars(select(model).where(where)).one()
        for name, value in values.items():
            setattr(row, name, value)


# ------------------------------------------------------------------ signing in


def test_the_right_password_begins_a_session_with_the_keys_in_it(ana):
    cookie = sign_in(ana.practice_id)
    with unit_of_work(ana.practice_id):
        found = sessions.open_with(cookie)
        assert found.person_id == ana.person_id
        assert found.roles == {Role.CLIENT}
        assert found.keys.raw == ana.keys.raw
        assert found.is_fresh


@pytest.mark.parametrize("name", ["ANA@example.org", "  ana@example.org ", "\uff21na@example.org"])
def test_case_width_and_spaces_of_the_name_do_not_matter(ana, name):
    assert sign_in(ana.practice_id, name)


def test_the_password_may_be_typed_composed_or_apart(practice):
    add_person(practice, "Zoë", Role.CLIENT, password="über den fünf bäumen")
    assert sign_in(practice, "zoe\u0308@example.org", "u\u0308ber den fu\u0308nf ba\u0308umen")


def test_every_refusal_is_the_same_sentence_on_the_same_field(practice, ana):
    closed = add_person(practice, "Cleo", Role.CLIENT, password=PASSWORD)
    change(closed, closed_at=now())
    waiting = add_person(practice, "Wim", Role.CLIENT, password=PASSWORD)
    change(waiting, joined_at=None)
    gone = add_person(practice, "Gus", Role.THERAPIST, password=PASSWORD)
    change(gone, Membership, ended_at=now())
    add_person(practice, "Nopw", Role.CLIENT)
    said = set()
    for name, password in (
        ("nobody@example.org", PASSWORD),
        ("ana@example.org", OTHER),
        ("ana@example.org", ""),
        ("cleo@example.org", PASSWORD),
        ("wim@example.org", PASSWORD),
        ("gus@example.org", PASSWORD),
        ("nopw@example.org", PASSWORD),
        ("", ""),
        ("x" * 100_000, "y" * 100_000),
    ):
        with pytest.raises(Invalid) as problem:
            sign_in(practice, name, password)
        said.add((problem.value.field, str(problem.value)))
    assert said == {("sign_in_name", REFUSED)}


def test_the_same_name_in_another_practice_is_somebody_else(ana):
    oak = found_practice("oak")
    add_person(oak, "Ana", Role.CLIENT, password=OTHER)
    fail(oak)
    assert sign_in(oak, password=OTHER)
    assert sign_in(ana.practice_id)


def test_both_ends_are_written_down_without_a_name(ana):
    fail(ana.practice_id)
    fail(ana.practice_id, name="nobody@example.org")
    sign_in(ana.practice_id)
    with unit_of_work(ana.practice_id):
        rows = db.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert [(row.event, row.actor_id, row.about_id) for row in rows] == [
            (Event.SIGN_IN_FAILED, None, ana.person_id),
            (Event.SIGN_IN_FAILED, None, None),
            (Event.SIGNED_IN, ana.person_id, ana.person_id),
        ]
        assert not any("nobody" in str(row.detail) or HERE in str(row.detail) for row in rows)
        assert audit.verify(ana.practice_id).is_whole


def test_a_caller_with_unsaved_changes_is_told_rather_than_robbed(ana):
    with unit_of_work(ana.practice_id):
        db.session.add(Person(practice_id=ana.practice_id, name="Unsaved", sign_in_name="unsaved"))
        with pytest.raises(RuntimeError):
            sign_in(ana.practice_id)


# ------------------------------------------------------------------ going out


def visitor(practice_id, cookie):
    with unit_of_work(practice_id, writes=False):
        return sessions.open_with(cookie)


def test_signing_out_ends_this_session_only(ana):
    here, there = sign_in(ana.practice_id), sign_in(ana.practice_id)
    with unit_of_work(ana.practice_id):
        accounts.sign_out(sessions.open_with(here))
    assert visitor(ana.practice_id, here) is None
    assert visitor(ana.practice_id, there) is not None


def test_signing_out_everywhere_ends_them_all_and_nobody_elses(practice, ana):
    add_person(practice, "Ben", Role.CLIENT, password=PASSWORD)
    mine, his = [sign_in(practice), sign_in(practice)], sign_in(practice, "ben@example.org")
    with unit_of_work(practice):
        assert accounts.sign_out_everywhere(sessions.open_with(mine[0])) == 2
    assert [visitor(practice, cookie) for cookie in mine] == [None, None]
    assert visitor(practice, his) is not None


# ------------------------------------------------------------------ another password


def test_a_changed_password_ends_every_session_and_begins_one(ana):
    before = [sign_in(ana.practice_id), sign_in(ana.practice_id)]
    cookie = accounts.change_password(ana, PASSWORD, OTHER)
    assert cookie not in before
    assert [visitor(ana.practice_id, old) for old in before] == [None, None]
    assert visitor(ana.practice_id, cookie).person_id == ana.person_id
    fail(ana.practice_id)
    with pytest.raises(Invalid):
        sign_in(ana.practice_id)
    assert sign_in(ana.practice_id, password=OTHER)


def test_without_the_old_password_nothing_changes_and_the_wait_grows(ana):
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            with pytest.raises(Invalid) as problem:
                accounts.change_password(ana, "not this one at all", OTHER)
            assert problem.value.field == "old_password"
        with pytest.raises(TooSoon):
            accounts.change_password(ana, PASSWORD, OTHER)
    assert sign_in(ana.practice_id)


def test_a_weak_new_password_costs_no_try(ana):
    for new in ("short", "ana ana ana ana 1", "willow house 12") * 3:
        with pytest.raises(Invalid) as problem:
            accounts.change_password(ana, PASSWORD, new)
        assert problem.value.field == "password"
    assert accounts.change_password(ana, PASSWORD, OTHER)


# ------------------------------------------------------------------ the recovery code


def test_a_recovery_code_opens_the_keys_until_another_is_made(ana):
    cookie = sign_in(ana.practice_id)
    with unit_of_work(ana.practice_id):
        assert not accounts.has_recovery_code(ana)
        first = accounts.new_recovery_code(sessions.open_with(cookie))
        assert accounts.has_recovery_code(ana)
        assert vault.open_with_code(ana.keys.principal_id, first.lower()).raw == ana.keys.raw
        second = accounts.new_recovery_code(sessions.open_with(cookie))
        assert first != second


def test_a_session_left_open_gives_nobody_a_lasting_key(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        cookie = sign_in(ana.practice_id)
        clock.shift(sessions.FRESH)
        with unit_of_work(ana.practice_id), pytest.raises(NotFresh):
            accounts.new_recovery_code(sessions.open_with(cookie))
        with unit_of_work(ana.practice_id):
            assert not accounts.has_recovery_code(ana)


# ------------------------------------------------------------------ the list of people


def test_an_admin_lists_the_practice_and_nobody_else_does(practice, ana):
    admin = add_person(practice, "Olga", Role.ADMIN)
    mara = add_person(practice, "Mara", Role.THERAPIST)
    add_person(found_practice("oak"), "Foreign", Role.CLIENT)
    with unit_of_work(practice):
        assert [line.name for line in accounts.people(admin)] == ["Mara", "Olga", "Ana"]
        assert accounts.person(admin, ana.person_id).roles == (Role.CLIENT,)
        assert accounts.people(mara) == []
        assert accounts.people(ana) == []
        with pytest.raises(NotFound):
            accounts.person(mara, ana.person_id)


def test_another_practices_person_is_not_found(cast):
    with unit_of_work(cast.olga.practice_id), pytest.raises(NotFound):
        accounts.person(cast.olga, cast.foreign_client.person_id)


def test_signing_in_needs_a_role_that_stands(ana):
    change(ana, Membership, ended_at=now())
    fail(ana.practice_id)
    with unit_of_work(ana.practice_id):
        assert db.session.scalars(select(SignedIn)).all() == []
