"""Practices: whose door it is, the set-up that works once, the recovery kit, and the pepper."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from config import Secrets
from portal.core.actor import Actor, Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound
from portal.domain import accounts, operators, practices, vault
from portal.domain.practices import WrongPepper
from portal.models.people import Membership, Person
from portal.models.practices import Practice, SetUp
from portal.models.vault import Grant
from tests.cast import found_practice

PASSWORD = "seven herons over the weir"
ASKED = ("Willow House", "willow", "Olga Brandt", "Olga@Example.org", PASSWORD)


def a_token():
    return operators.first_address().rpartition("/")[2]


def owner_of(practice_id):
    """The first admin, acting with keys that their password has opened."""
    with unit_of_work(practice_id):
        person = db.session.scalars(select(Person)).one()
        principal = vault.principal_of(person.id)
    with unit_of_work(practice_id):
        return Actor(person.id, practice_id, Role.ADMIN, vault.open_with_password(principal.id, PASSWORD))


# ------------------------------------------------------------------ at the door


def test_the_only_practice_needs_no_slug(house):
    practice_id = found_practice("willow")
    assert practices.at_door(None).id == practice_id
    assert practices.at_door("willow").name == "Willow House"


def test_with_two_practices_only_the_slug_tells(house):
    found_practice("willow")
    oak = found_practice("oak")
    assert practices.at_door(None) is None
    assert practices.at_door("oak").id == oak


@pytest.mark.parametrize("slug", ["", "elm", "WILLOW", "willow ", "%", "wil_ow"])
def test_a_slug_nobody_has_leads_nowhere(house, slug):
    found_practice("willow")
    assert practices.at_door(slug) is None


def test_without_a_practice_there_is_no_door(house):
    assert practices.at_door(None) is None


# ------------------------------------------------------------------ the address and its token


def test_the_address_holds_a_token_of_which_only_a_hash_is_kept(house):
    address = operators.first_address()
    token = address.removeprefix("http://127.0.0.1:8000/set-up/")
    assert len(token) >= 43
    kept = db.session.scalars(select(SetUp.token_hash)).one()
    assert token.encode() not in kept
    assert operators.underway(token)


def test_a_new_address_ends_the_one_before(house):
    first, second = a_token(), a_token()
    assert not operators.underway(first)
    assert operators.underway(second)


def test_once_there_is_a_practice_the_address_is_plain(house):
    operators.set_up(a_token(), *ASKED)
    assert operators.first_address() == "http://127.0.0.1:8000"


@pytest.mark.parametrize("token", ["", "made-up", "\0", "\ud800", "x" * 100_000])
def test_a_made_up_token_permits_nothing(house, token):
    a_token()
    assert not operators.underway(token)
    with pytest.raises(NotFound):
        operators.set_up(token, *ASKED)
    assert practices.all_ids() == []


# ------------------------------------------------------------------ the set-up


def test_the_set_up_makes_everything_a_practice_stands_on(house):
    practice_id, kit = operators.set_up(a_token(), *ASKED, "Europe/Lisbon")
    with unit_of_work(practice_id):
        admin = db.session.scalars(select(Person)).one()
        assert (admin.name, admin.sign_in_name, admin.time_zone) == ("Olga Brandt", "olga@example.org", "Europe/Lisbon")
        assert admin.joined_at is not None
        assert db.session.scalars(select(Membership.role).order_by(Membership.role)).all() == ["admin", "officer"]
        recovery, records = vault.practice_principal("recovery"), vault.practice_principal("records")
        principal = vault.principal_of(admin.id)
        assert vault.holders(records.id) == {recovery.id}
        assert vault.holders(principal.id) == {recovery.id}
        recovery_keys = vault.open_with_code(recovery.id, kit)
        assert vault.open_held(principal.id, recovery_keys).principal_id == principal.id
        standing = select(Grant.scope, Grant.reader_id).where(Grant.owner_id == principal.id, Grant.scope != "own")
        assert db.session.execute(standing).all() == [("record", records.id)]


def test_a_token_works_once(house):
    token = a_token()
    operators.set_up(token, *ASKED)
    with pytest.raises(NotFound):
        operators.set_up(token, "Oak Yard", "oak", "Eve", "eve@example.org", PASSWORD)
    assert len(practices.all_ids()) == 1


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (0, "", "practice_name"),
        (0, "x" * 81, "practice_name"),
        (0, "Willow\0House", "practice_name"),
        (1, "", "slug"),
        (1, "-willow", "slug"),
        (1, "willow-", "slug"),
        (1, "wil low", "slug"),
        (1, "wíllow", "slug"),
        (1, "a" * 41, "slug"),
        (2, " \n ", "name"),
        (3, "", "sign_in_name"),
        (3, "x" * 255, "sign_in_name"),
        (4, "short", "password"),
        (4, "willow house", "password"),
    ],
)
def test_a_refused_set_up_leaves_nothing_and_the_token_still_works(house, place, value, field):
    token, asked = a_token(), list(ASKED)
    asked[place] = value
    with pytest.raises(Invalid) as problem:
        operators.set_up(token, *asked)
    assert problem.value.field == field
    assert practices.all_ids() == []
    operators.set_up(token, *ASKED)


def test_capital_letters_in_a_slug_are_made_small(house):
    operators.set_up(a_token(), "Willow House", " Willow ", *ASKED[2:])
    assert practices.at_door("willow") is not None


def test_two_at_the_same_moment_make_one_practice(house):
    token, ended = a_token(), []

    def one(slug):
        with house.app_context():
            try:
                ended.append(operators.set_up(token, "Willow House", slug, *ASKED[2:]))
            except NotFound as problem:
                ended.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=one, args=(slug,)) for slug in ("willow", "oak")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(end).__name__ for end in ended) == ["NotFound", "tuple"]
    assert len(practices.all_ids()) == 1


@pytest.mark.parametrize("slug", ["dr-a-therapy", "counselling-north", "my-clinic", "psychology", "couples", "COUPLES"])
def test_a_telling_slug_is_warned_about_with_the_reason(slug):
    assert "history" in practices.slug_warning(slug)


@pytest.mark.parametrize("slug", ["willow", "elm-street-4", ""])
def test_a_neutral_slug_is_not(slug):
    assert practices.slug_warning(slug) is None


def test_a_telling_slug_is_allowed_all_the_same(house):
    operators.set_up(a_token(), "Willow House", "couples-clinic", *ASKED[2:])
    assert practices.at_door("couples-clinic") is not None


def test_a_slug_somebody_has_is_refused(house):
    found_practice("willow")
    with unit_of_work(uuid4()), pytest.raises(Invalid):
        practices.establish(uuid4(), *ASKED)


# ------------------------------------------------------------------ the pepper


def test_the_right_pepper_is_recognised(house):
    practices.check_pepper()
    operators.set_up(a_token(), *ASKED)
    practices.check_pepper()


def test_with_another_pepper_the_house_refuses_to_start_and_changes_nothing(house, settings, another_app):
    operators.set_up(a_token(), *ASKED)
    before = db.session.scalars(select(Practice.name)).all()
    db.session.remove()
    with pytest.raises(WrongPepper):
        another_app(secrets=replace(settings.secrets, pepper=Secrets.make().pepper))
    practices.check_pepper()
    assert db.session.scalars(select(Practice.name)).all() == before


def test_the_first_admin_signs_in(house):
    practice_id, _kit = operators.set_up(a_token(), *ASKED)
    assert len(accounts.sign_in(practice_id, "OLGA@example.org ", PASSWORD, "192.0.2.1")) == 32
