"""Accounts: passwords, signing in with equal answers, waits that grow, changing the password, the recovery code."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound, TooSoon
from portal.domain import accounts, audit, sessions, vault
from portal.domain.accounts import passwords, tries
from portal.domain.accounts.coming_in import REFUSED
from portal.domain.audit import Event
from portal.models.audit import AuditRow
from portal.models.people import Membership, Person, Tries
from portal.models.sessions import SignedIn
from tests.cast import add_person, found_practice

PASSWORD = "seven herons over the weir"
OTHER = "a lantern beside the ferry"
HERE = "192.0.2.1"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def practice(house):
    return found_practice("willow")


@pytest.fixture
def ana(practice):
    return add_person(practice, "Ana", Role.CLIENT, password=PASSWORD)


def sign_in(practice_id, name="ana@example.org", password=PASSWORD, address=HERE):
    return accounts.sign_in(practice_id, name, password, address)


def fail(practice_id, times=1, name="ana@example.org", address=HERE):
    for _ in range(times):
        with pytest.raises(Invalid):
            sign_in(practice_id, name, "not this one at all", address)


def wait_for(practice_id, **how):
    with pytest.raises(TooSoon) as problem:
        sign_in(practice_id, **how)
    return problem.value.wait


def change(person, model=Person, **values):
    with unit_of_work(person.practice_id):
        where = model.id == person.person_id if model is Person else model.person_id == person.person_id
        row = db.session.scalars(select(model).where(where)).one()
        for name, value in values.items():
            setattr(row, name, value)


# ------------------------------------------------------------------ what a password may be


@pytest.mark.parametrize(
    "password",
    [
        "seven herons over the weir",
        "829374610923",
        "Ünïcödé pässwörd älso",
        "мы сидели у окна",
        "静かな夜に雨が降るのを聞いていた",
        "👩‍👩‍👧 walks by the weir",
        "    spaces count    ",
        "xK9#vm2!Lq7z",
        "x1Ölü9" * 2 + "-und-Rest",
        "her ana gram was told",
    ],
)
def test_long_words_of_ones_own_are_welcome_in_any_script(password):
    assert accounts.acceptable(password, "Ana", "Willow House")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "x" * 11,
        "elevenchars",
        "x" * 257,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "abc!abc!abc!abc!ab",
        "123456789012",
        "qwertyuiopasdf",
        "abcdefghijklm",
        "987654321098",
        "1qaz2wsx3edc",
        "password1234",
        "P@ssw0rd!!!!",
        "PASSWORD PASSWORD",
        "Summer2025!!",
        "iloveyou 1234",
        "monkey dragon 7",
        "correct horse battery staple",
        "correcthorsebatterystaple",
        "ana2024!ana!",
        "Willow House 1",
        "ana@example.org",
        "with a \0 inside it",
        "with \ud800 half a sign",
    ],
)
def test_short_common_patterned_and_own_names_are_refused_with_a_sentence(password):
    with pytest.raises(Invalid) as problem:
        accounts.acceptable(password, "Ana", "ana@example.org", "Willow House")
    assert problem.value.field == "password"
    assert str(problem.value)[-1] == "."


def test_length_is_counted_in_characters_as_typed_on_any_keyboard():
    composed, apart = "ü" * 3 + "berall bäume", "u\u0308" * 3 + "berall ba\u0308ume"
    assert accounts.acceptable(composed) == accounts.acceptable(apart)
    assert accounts.acceptable("so long é " * 25 + "at 256") == "so long é " * 25 + "at 256"
    with pytest.raises(Invalid):
        accounts.acceptable("e\u0301" * 5 + "xyzw")  # 14 code points, 9 characters


def test_the_list_is_in_the_form_it_is_compared_in_and_long_enough_to_matter():
    entries = passwords._LIST.read_text(encoding="utf-8").split("\n")[:-1]
    assert entries == sorted(set(entries))
    assert all(entry == entry.casefold() for entry in entries)
    assert sum(len(entry) >= passwords.SHORTEST for entry in entries) > 400


# ------------------------------------------------------------------ signing in


def test_the_right_password_begins_a_session_with_the_keys_in_it(ana):
    cookie = sign_in(ana.practice_id)
    with unit_of_work(ana.practice_id):
        found = sessions.open_with(cookie)
        assert found.person_id == ana.person_id
        assert found.roles == {Role.CLIENT}
        assert found.keys.raw == ana.keys.raw
        assert found.is_fresh


@pytest.mark.parametrize("name", ["ANA@example.org", "  ana@example.org ", "Ａna@example.org"])
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
    with pytest.raises(RuntimeError), unit_of_work(ana.practice_id):
        db.session.add(Person(practice_id=ana.practice_id, name="Unsaved", sign_in_name="unsaved"))
        sign_in(ana.practice_id)


# ------------------------------------------------------------------ waits


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (500, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(count, seconds):
    assert tries.wait_after(count, free=5) == timedelta(seconds=seconds)


def test_after_five_failures_the_wait_grows_and_a_refusal_is_remembered(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1
        assert wait_for(ana.practice_id) == 1, "asking too soon must not make it longer"
        clock.shift(1)
        fail(ana.practice_id)
        assert wait_for(ana.practice_id) == 2
        clock.shift(1)
        assert wait_for(ana.practice_id) == 1
        clock.shift(1)
        assert sign_in(ana.practice_id), "nobody is locked out for good"


def test_a_good_sign_in_starts_the_count_anew(ana):
    with time_machine.travel(NOON, tick=False):
        fail(ana.practice_id, 4)
        sign_in(ana.practice_id)
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1


def test_a_name_nobody_has_makes_one_wait_just_as_long(practice):
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5, name="Nobody")
        assert wait_for(practice, name=" nobody") == 1


def test_other_people_do_not_wait(practice, ana):
    add_person(practice, "Ben", Role.CLIENT, password=PASSWORD)
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5)
        assert sign_in(practice, "ben@example.org")


def test_one_address_trying_many_names_waits_and_other_addresses_do_not(practice, ana):
    with time_machine.travel(NOON, tick=False):
        for number in range(tries.ADDRESS_FREE):
            fail(practice, name=f"guess {number}")
        assert wait_for(practice) == 1
        assert sign_in(practice, address="198.51.100.7")


def test_good_sign_ins_do_not_count_against_an_address(practice, ana):
    with time_machine.travel(NOON, tick=False):
        for _ in range(tries.ADDRESS_FREE + 1):
            sign_in(practice)


def test_another_practice_knows_nothing_of_the_tries(practice, ana):
    oak = found_practice("oak")
    add_person(oak, "Ana", Role.CLIENT, password=PASSWORD)
    with time_machine.travel(NOON, tick=False):
        fail(practice, 5)
        assert sign_in(oak)


def test_the_table_knows_neither_names_nor_addresses(practice, ana):
    fail(practice)
    with unit_of_work(practice):
        for door in db.session.scalars(select(Tries.door)):
            assert b"ana" not in door
            assert HERE.encode() not in door


def test_a_day_without_a_try_is_forgotten_and_swept(ana):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(ana.practice_id, 5)
        clock.shift(timedelta(days=1, seconds=1))
        fail(ana.practice_id, 5)
        assert wait_for(ana.practice_id) == 1
        with unit_of_work(ana.practice_id):
            tries.sweep()
            assert len(db.session.scalars(select(Tries)).all()) == 2
        clock.shift(timedelta(days=1, seconds=1))
        with unit_of_work(ana.practice_id):
            tries.sweep()
            assert db.session.scalars(select(Tries)).all() == []


def test_the_wait_outlives_a_restart_and_holds_on_another_node(ana, another_app):
    with time_machine.travel(NOON, tick=False):
        fail(ana.practice_id, 5)
        with another_app().app_context():
            assert wait_for(ana.practice_id) == 1
            db.session.remove()


def test_many_at_once_count_as_many(house, ana):
    """Eight guesses at the same moment: five are looked at, three are told to wait."""
    ended = []

    def guess():
        with house.app_context():
            try:
                sign_in(ana.practice_id, password="not this one at all")
            except (Invalid, TooSoon) as problem:
                ended.append(type(problem))
            db.session.remove()

    with time_machine.travel(NOON, tick=False):
        threads = [threading.Thread(target=guess) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(kind.__name__ for kind in ended) == ["Invalid"] * 5 + ["TooSoon"] * 3


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
        with unit_of_work(ana.practice_id), pytest.raises(Invalid):
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
