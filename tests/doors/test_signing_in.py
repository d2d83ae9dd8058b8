"""The door: equal answers, waits, and ways that stay on this site and in this practice."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import accounts
from portal.domain.accounts.coming_in import REFUSED
from portal.models.people import Membership, Person
from tests import second_step
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import PASSWORD, PEOPLE, change, cookies, is_in, sign_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN, password=PASSWORD)


@pytest.fixture
def browser(house, olga):
    return Browser(house.test_client())


# ------------------------------------------------------------------ coming in


def test_the_right_password_leads_to_the_page_that_was_asked_for(browser):
    page = browser.get(PEOPLE)
    assert page.title == "Sign in"
    page = page.form("Sign in").fill(sign_in_name="Olga@Example.org", password=PASSWORD).press()
    page = second_step.answer(page)
    assert page.title.startswith("People")


def test_without_a_wish_it_leads_to_what_is_still_open_and_then_to_the_room(browser):
    page = sign_in(browser, follow=True)
    assert "recovery code" in page.words
    page = page.form("Show my recovery code").press().follow("Start")
    assert page.title.startswith("Overview")


def test_every_refusal_is_the_same_answer_byte_for_byte(house, olga):
    """T33: unknown, wrong, closed, not joined, without a role. Only what was typed and the form's token differ."""
    people = {
        name: add_person(olga.practice_id, name, Role.CLIENT, password=PASSWORD) for name in ("Cleo", "Wimm", "Gust")
    }
    change(people["Cleo"], Person, closed_at=now())
    change(people["Wimm"], Person, joined_at=None)
    change(people["Gust"], Membership, ended_at=now())
    answers = set()
    for name, password in (
        ("Nobo", PASSWORD),
        ("Olga", "not this one at all"),
        ("Cleo", PASSWORD),
        ("Wimm", PASSWORD),
        ("Gust", PASSWORD),
    ):
        page = sign_in(Browser(house.test_client()), f"{name}@example.org", password)
        body = re.sub(r'name="csrf_token"[^>]*>', "", page.text).replace(f"{name}@example.org", "")
        headers = {key: value for key, value in page.response.headers if key not in ("Set-Cookie", "Date")}
        headers.pop("Content-Length", None)
        answers.add((page.status, body, tuple(sorted(headers.items())), len(page.text)))
    assert len(answers) == 1
    assert str(REFUSED) in page.words


def test_what_was_typed_stays_but_for_the_password(browser):
    page = sign_in(browser, "<b>olga</b>", "not this one at all")
    assert page.title == "Problem: Sign in"
    values = page.form("Sign in").values
    assert (values["sign_in_name"], values["password"]) == (["<b>olga</b>"], [""])


def test_too_many_tries_say_when_to_try_again(browser):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            page = sign_in(browser, password="not this one at all")
            assert str(REFUSED) in page.words
        page = sign_in(browser)
        assert "Try again in 1 second." in page.words
        assert page.form("Sign in").values["sign_in_name"] == ["olga@example.org"]
        clock.shift(1)
        assert sign_in(browser).status == 302


def test_a_made_up_address_in_a_header_does_not_hide_who_is_trying(house, olga):
    with time_machine.travel(NOON, tick=False):
        for number in range(accounts.tries.ADDRESS_FREE):
            forged = Browser(house.test_client())
            forged.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
            sign_in(forged, f"guess {number}", "not this one at all")
        assert "Try again in" in sign_in(Browser(house.test_client())).words


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", ""),
        ("olga@example.org", ""),
        ("", PASSWORD),
        ("x" * 300, "y"),
        ("olga\0", "y"),
        ("o\nlga", "y"),
        ("\u202eolga", "\0"),
    ],
)
def test_bad_input_gets_a_sentence(browser, name, password):
    page = sign_in(browser, name, password)
    assert page.status == 200
    assert page.title == "Problem: Sign in"


# ------------------------------------------------------------------ ways to elsewhere (T44)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "evil.example",
        "javascript:alert(1)",
        "?next=//evil.example",
        "\\\\evil.example",
        "\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "\t//evil.example",
        "/\0//evil.example",
        "/\r\nLocation: https://evil.example",
        "/\u2028/evil",
        "",
    ],
)
def test_after_signing_in_one_stays_on_this_site(browser, elsewhere):
    form = browser.get("/in").form("Sign in").fill(sign_in_name="olga@example.org", password=PASSWORD, next=elsewhere)
    answer = second_step.answer(form.press(follow=False), follow=False)
    assert answer.status == 302
    where = answer.response.headers["Location"]
    assert re.fullmatch(r"/(%E2%80%A8/evil)?", where), where


def test_a_percent_in_the_wish_stays_a_percent(browser):
    answer = sign_in(browser, next_path="/%09/evil.example")
    assert answer.response.headers["Location"] == "/%09/evil.example"
    assert browser.get("/%09/evil.example").status == 404


# ------------------------------------------------------------------ several practices


def test_each_practice_has_its_own_door_and_its_own_sessions(house, olga):
    found_practice("oak", "Oak Yard")
    here, there = Browser(house.test_client(), "/p/willow"), Browser(house.test_client(), "/p/oak")
    page = here.get(PEOPLE).form("Sign in").fill(sign_in_name="olga@example.org", password=PASSWORD).press()
    assert second_step.answer(page).title.startswith("People")
    assert sign_in(there).status == 200, "the same name and password are nobody's in the other practice"
    there.client.set_cookie("harbour", cookies(here)["harbour"])
    there.client.set_cookie("form", cookies(here)["form"])
    assert not is_in(there)
    assert Browser(house.test_client()).get("/in").status == 404, "without a slug nobody knows whose door it is"
    assert Browser(house.test_client(), "/p/elm").get("/in").status == 404


def test_the_way_back_keeps_the_practice(house, olga):
    found_practice("oak", "Oak Yard")
    answer = sign_in(Browser(house.test_client(), "/p/willow"), next_path=PEOPLE)
    assert answer.response.headers["Location"] == f"/p/willow{PEOPLE}"
