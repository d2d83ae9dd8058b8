"""The door: equal answers, waits, fresh cookies, ends of sessions, cookies, forms from elsewhere, ways to elsewhere."""

import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import accounts
from portal.domain.accounts.coming_in import REFUSED
from portal.models.people import Membership, Person
from tests.browser import Browser
from tests.cast import add_person, found_practice

PASSWORD = "seven herons over the weir"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = "/office/people"


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN, password=PASSWORD)


@pytest.fixture
def browser(house, olga):
    return Browser(house.test_client())


def sign_in(browser, name="olga@example.org", password=PASSWORD, next_path=None, follow=False):
    page = browser.get("/in", query_string={"next": next_path} if next_path is not None else None)
    return page.form("Sign in").fill(sign_in_name=name, password=password).press("Sign in", follow=follow)


def cookies(browser):
    return {cookie.key: cookie.value for cookie in browser.client._cookies.values()}


def is_in(browser):
    return browser.get(PEOPLE, follow=False).status == 200


def with_cookies(house, kept):
    other = Browser(house.test_client())
    for name, value in kept.items():
        other.client.set_cookie(name, value)
    return other


def change(person, model, **values):
    with unit_of_work(person.practice_id):
        where = model.id == person.person_id if model is Person else model.person_id == person.person_id
        for name, value in values.items():
            setattr(db.session.query(model).where(where).one(), name, value)


# ------------------------------------------------------------------ coming in


def test_the_right_password_leads_to_the_page_that_was_asked_for(browser):
    page = browser.get(PEOPLE)
    assert page.title == "Sign in"
    page = page.form("Sign in").fill(sign_in_name="Olga@Example.org", password=PASSWORD).press()
    assert page.title.startswith("People")


def test_without_a_wish_it_leads_to_what_is_still_open_and_then_to_the_room(browser):
    page = sign_in(browser, follow=True)
    assert "recovery code" in page.words
    page = page.form("Show my recovery code").press().follow("Start")
    assert page.title.startswith("People")


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
    assert REFUSED in page.words


def test_what_was_typed_stays_but_for_the_password(browser):
    page = sign_in(browser, "<b>olga</b>", "not this one at all")
    assert page.title == "Problem: Sign in"
    values = page.form("Sign in").values
    assert (values["sign_in_name"], values["password"]) == (["<b>olga</b>"], [""])


def test_too_many_tries_say_when_to_try_again(browser):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            page = sign_in(browser, password="not this one at all")
            assert REFUSED in page.words
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


# ------------------------------------------------------------------ cookies (T36, T42)


def test_the_cookie_before_is_never_the_cookie_after(house, browser):
    planted = urlsafe_b64encode(b"\x07" * 32).decode()
    browser.client.set_cookie("harbour", planted)
    sign_in(browser)
    first = cookies(browser)
    assert first["harbour"] != planted
    assert is_in(browser)
    sign_in(browser)
    second = cookies(browser)
    assert second["harbour"] != first["harbour"]
    assert not is_in(with_cookies(house, first)), "signing in again ends the session before it"


def test_a_planted_cookie_signs_nobody_in(house, browser):
    sign_in(browser)
    both = cookies(browser)
    assert is_in(with_cookies(house, both))
    assert not is_in(with_cookies(house, {"harbour": both["harbour"]}))
    assert not is_in(with_cookies(house, {"form": both["form"]}))
    assert not is_in(with_cookies(house, {"form": both["form"], "harbour": urlsafe_b64encode(b"\x07" * 32).decode()}))
    assert not is_in(with_cookies(house, {"form": both["form"], "harbour": "not base 64 at all \xe9"}))


@pytest.mark.parametrize(
    ("public_url", "names", "is_secure"),
    [
        ("http://127.0.0.1:8000", {"harbour", "form"}, False),
        ("https://harbour.example", {"__Host-harbour", "__Host-form"}, True),
    ],
)
def test_cookies_are_for_this_host_and_no_script(olga, another_app, public_url, names, is_secure):
    browser = Browser(another_app(public_url=public_url).test_client())
    form = browser.get("/in", base_url=public_url).form("Sign in")
    form.fill(sign_in_name="olga@example.org", password=PASSWORD)
    answer = browser.post("/in", form.values, follow=False, base_url=public_url).response
    assert answer.status_code == 302
    found = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in found} == names
    for cookie in found:
        parts = set(cookie.split("; ")[1:])
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= parts
        assert ("Secure" in parts) == is_secure
        assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in parts)
        assert len(cookie) < 4096


# ------------------------------------------------------------------ ends of a session (T37, T38)


def test_signing_out_ends_it_for_good_and_clears_the_browser(house, browser):
    page = sign_in(browser, next_path=PEOPLE, follow=True)
    kept = cookies(browser)
    answer = page.form("Sign out").press(follow=False)
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "harbour" not in cookies(browser)
    assert not is_in(browser)
    assert not is_in(with_cookies(house, kept))


def test_signing_out_twice_is_no_problem(browser):
    for _ in range(2):
        page = browser.post("/out", {"csrf_token": browser.token()})
        assert (page.status, page.title) == (200, "Welcome")


def test_signing_out_everywhere_ends_every_browser(house, browser):
    others = [Browser(house.test_client()) for _ in range(2)]
    for one in (browser, *others):
        sign_in(one)
    browser.post("/out-everywhere", {"csrf_token": browser.token()})
    assert [is_in(one) for one in (browser, *others)] == [False] * 3


def test_a_changed_password_ends_every_browser(olga, browser):
    sign_in(browser)
    accounts.change_password(olga, PASSWORD, "a lantern beside the ferry")
    assert not is_in(browser)


@pytest.mark.parametrize(("model", "values"), [(Person, "closed_at"), (Membership, "ended_at")])
def test_a_closed_account_or_a_lost_role_counts_at_once(olga, browser, model, values):
    sign_in(browser)
    change(olga, model, **{values: now()})
    assert not is_in(browser)


def test_the_end_on_one_node_is_the_end_on_the_other(olga, another_app, browser):
    sign_in(browser)
    other = with_cookies(another_app(), cookies(browser))
    assert is_in(other)
    browser.post("/out", {"csrf_token": browser.token()})
    assert not is_in(other)


def test_after_a_while_one_signs_in_again_and_comes_back_to_the_same_page(browser):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(browser)
        clock.shift(timedelta(minutes=15, seconds=1))
        page = browser.get("/office/invite")
        assert page.title == "Sign in"
        page = page.form("Sign in").fill(sign_in_name="olga@example.org", password=PASSWORD).press()
        assert page.title.startswith("Invite")


def test_words_typed_in_a_session_that_ended_come_back(browser):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(browser)
        form = browser.get("/office/invite").form("Make the slip").fill(name="Ana of the weir", sign_in_name="ana")
        clock.shift(timedelta(minutes=16))
        page = form.press()
        assert page.status == 400
        assert "Ana of the weir" in page.text
        assert "signed out" in page.words


def test_being_there_keeps_the_session_alive(browser):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(browser)
        for _ in range(5):
            clock.shift(timedelta(minutes=14))
            assert is_in(browser)


# ------------------------------------------------------------------ forms from elsewhere (T43)


def posts(house):
    """Every address of the account and office doors that takes a form, with made-up ids and tokens."""
    made_up = {"token": "made-up", "person_id": UUID(int=7), "assignment_id": UUID(int=7)}
    adapter = house.url_map.bind("localhost")
    for rule in house.url_map.iter_rules():
        if rule.endpoint.startswith(("account.", "admin.")) and "POST" in rule.methods:
            yield adapter.build(rule.endpoint, {name: made_up[name] for name in rule.arguments}, method="POST")


def test_no_form_is_taken_without_its_token_or_with_somebody_elses(house, browser):
    stranger = Browser(house.test_client()).get("/in").form("Sign in").values["csrf_token"][0]
    before = browser.get("/in").form("Sign in").values["csrf_token"][0]
    sign_in(browser)
    paths = list(posts(house))
    assert len(paths) > 10
    for path in paths:
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": stranger}, {"csrf_token": before}):
            assert browser.post(path, token, follow=False).status == 400, (path, token)
    assert is_in(browser)


def test_a_form_on_somebody_elses_page_is_not_taken_even_with_a_token(house, browser):
    for path in posts(house):
        answer = browser.post(
            path, {"csrf_token": browser.token()}, headers={"Sec-Fetch-Site": "cross-site"}, follow=False
        )
        assert answer.status == 400, path


def test_nobody_is_signed_in_from_elsewhere(house, olga):
    browser = Browser(house.test_client())
    page = browser.post("/in", {"sign_in_name": "olga@example.org", "password": PASSWORD})
    assert page.status == 400
    assert PASSWORD not in page.text
    assert not is_in(browser)


def test_what_changes_something_takes_no_get(house, browser):
    sign_in(browser)
    only_post = {rule.rule for rule in house.url_map.iter_rules() if "GET" not in rule.methods}
    for path in ("/out", "/out-everywhere", "/start/code", "/office/kit/done"):
        assert path in only_post
        assert browser.get(path, follow=False).status == 405
    assert is_in(browser)


# ------------------------------------------------------------------ ways to elsewhere (T44)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example", "///evil.example", "https://evil.example", "https:evil.example", "\\\\evil.example", "/\\evil.example",
        "\\evil.example", "/\t/evil.example", "/ /evil.example", "\t//evil.example", "javascript:alert(1)", "evil.example",
        "/\x00//evil.example", "/\r\nLocation: https://evil.example", "", "?next=//evil.example", "http:///evil.example", "/\u2028/evil",
    ],
)  # fmt: skip
def test_after_signing_in_one_stays_on_this_site(browser, elsewhere):
    form = browser.get("/in").form("Sign in").fill(sign_in_name="olga@example.org", password=PASSWORD, next=elsewhere)
    answer = form.press(follow=False)
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
    assert (
        here.get(PEOPLE)
        .form("Sign in")
        .fill(sign_in_name="olga@example.org", password=PASSWORD)
        .press()
        .title.startswith("People")
    )
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
