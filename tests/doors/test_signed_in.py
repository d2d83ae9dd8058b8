"""While signed in: cookies, every way a session ends, and forms sent from elsewhere."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from itsdangerous import URLSafeTimedSerializer

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import accounts
from portal.models.people import Membership, Person
from tests import second_step
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import PASSWORD, PEOPLE, change, cookies, is_in, sign_in, with_cookies

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN, password=PASSWORD)


@pytest.fixture
def browser(house, olga):
    return Browser(house.test_client())


# ------------------------------------------------------------------ cookies: T36 and T42


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
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"', (
        "the cookies go one by one, but for `known`"
    )
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
        assert second_step.answer(page).title.startswith("Invite")


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


NO_IDS = {"token": "made-up", "page": "joining", "answer": "end"}  # parts of addresses that are something else


def posts(house):
    """Every address of the account and office doors that takes a form, with made-up ids and tokens."""
    adapter = house.url_map.bind("localhost")
    for rule in house.url_map.iter_rules():
        if rule.endpoint.startswith(("account.", "admin.")) and "POST" in rule.methods:
            yield adapter.build(
                rule.endpoint,
                {name: NO_IDS.get(name, UUID(int=7)) for name in rule.arguments},
                method="POST",
            )


def test_no_form_is_taken_without_its_token_or_with_somebody_elses(house, browser, caplog):
    stranger = Browser(house.test_client()).get("/in").form("Sign in").values["csrf_token"][0]
    before = browser.get("/in").form("Sign in").values["csrf_token"][0]
    sign_in(browser)
    paths = list(posts(house))
    assert len(paths) > 10
    for path in paths:
        if path in ("/leave", "/still-here", "/language"):
            continue  # an old page must let go too; a sign of life, and the language before signing in, act on nothing
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": stranger}, {"csrf_token": before}):
            assert browser.post(path, token, follow=False).status == 400, (path, token)
    assert is_in(browser)
    said = [record.getMessage() for record in caplog.records]
    assert "a form without a good token in account.signin.enter" in said


def test_a_form_on_somebody_elses_page_is_not_taken_even_with_a_token(house, browser, caplog):
    for path in posts(house):
        answer = browser.post(
            path, {"csrf_token": browser.token()}, headers={"Sec-Fetch-Site": "cross-site"}, follow=False
        )
        assert answer.status == 400, path
    assert "a form from somebody else's page in account.signin.enter" in caplog.text


@pytest.mark.parametrize("how", [{"digest_method": hashlib.sha512}, {"key_derivation": "none"}, None])
def test_the_signed_cookie_is_signed_in_one_way_only_whatever_it_says(house, browser, how):
    """ASVS 5.0: 9.1.2. With the very key, and what is in it, and another way of signing: it is nobody's."""
    sign_in(browser)
    ours = house.session_interface.get_signing_serializer(house)
    kept = cookies(browser)
    held = ours.loads(kept["form"])
    assert is_in(with_cookies(house, kept | {"form": ours.dumps(held)}))
    as_flask = {"key_derivation": "hmac", "digest_method": hashlib.sha1}
    options = {"salt": "cookie-session", "serializer": ours.serializer, "signer_kwargs": as_flask | (how or {})}
    theirs = URLSafeTimedSerializer(house.secret_key, **options)
    forged = theirs.dumps(held) if how else ours.dumps(held).rpartition(".")[0]
    assert not is_in(with_cookies(house, kept | {"form": forged}))


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
