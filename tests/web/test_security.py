"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept by the browser."""

import re

import pytest

from portal.core.db import db, unit_of_work
from portal.models.practices import Practice
from tests.browser import Browser
from tests.headers import POLICY, amiss

PAGES = {
    "welcome": (None, "/"),
    "sign-in": (None, "/in"),
    "sent to sign in": (None, "/home"),
    "nothing there": (None, "/no-such-page"),
    "health": (None, "/status/"),
    "a client's notes": ("ana", "/notes"),
    "a therapist's inbox": ("mara", "/desk/inbox"),
    "the office": ("olga", "/office/people/"),
    "not for this person": ("ben", "/office/people/"),
    "a sheet of styles": (None, "/static/css/base.css"),
    "a file for browsers": (None, "/app.webmanifest"),
}


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def answer(request, cast, as_):
    who, path = request.param
    browser = as_(cast.people[who] if who else None, "willow")
    return browser.get(path, follow=False).response


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere_and_to_keep_nothing(answer):
    """The census asks the same of each route for each person: tests/access/test_routes.py."""
    assert amiss(answer) == []
    assert set(POLICY.values()) == {"'none'", "'self'", "'self' data:"}
    answer.close()


def test_static_files_are_kept_under_a_name_that_changes_with_them(as_, cast):
    browser = as_(None, "willow")
    sheet = re.search(r'href="([^"]*\.css\?v=[0-9a-f]{12})"', browser.get("/in").text)[1]
    with browser.client.get(sheet) as named, browser.client.get(sheet.split("?")[0]) as unnamed:
        assert "immutable" in named.headers["Cache-Control"]
        assert unnamed.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("scheme", "is_told"), [("http", False), ("https", True)])
def test_only_https_tells_browsers_to_stay_on_https(house, cast, scheme, is_told):
    answer = house.test_client().get("/p/willow/in", base_url=f"{scheme}://harbour.example")
    told = "max-age=31536000; includeSubDomains" if is_told else None
    assert answer.headers.get("Strict-Transport-Security") == told


PLAIN = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "http"}


def test_a_page_asked_for_in_clear_is_led_to_https_and_nothing_else_is(another_app, cast):
    """ASVS 5.0: 4.1.2. What was sent in clear is refused: whoever was on the way has read it."""
    browser = Browser(another_app(public_url="https://harbour.example", proxies=1).test_client())
    with unit_of_work(None):
        db.session.get(Practice, cast.people["ana"].practice_id).host = "willow.example"
    db.session.remove()
    led = {
        ("harbour.example", "/p/willow/in?next=%2Fnotes"): "https://harbour.example/p/willow/in?next=%2Fnotes",
        ("willow.example:80", "/in"): "https://willow.example/in",
        ("evil.example", "/p/oak/in"): "https://harbour.example/p/oak/in",
        ("harbour.example", "/operator/in"): "https://harbour.example/operator/in",
        ("harbour.example", "/help-now"): "https://harbour.example/help-now",
        ("harbour.example", "/static/css/base.css"): None,
        ("harbour.example", "/no-such-page"): None,
    }
    for (host, path), where in led.items():
        answer = browser.get(path, headers={**PLAIN, "Host": host}, follow=False)
        assert answer.response.headers.get("Location") == where, (host, path)
        assert answer.status == (308 if where else 400), (host, path)
    sent = browser.post("/in", {"sign_in_name": "ana"}, headers={**PLAIN, "Host": "willow.example"}, follow=False)
    assert (sent.status, sent.response.headers.get("Location")) == (400, None)
    sealed = {**PLAIN, "X-Forwarded-Proto": "https", "Host": "willow.example"}
    assert browser.get("/in", headers=sealed, follow=False).status == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"proxies": 2}, "https"), ({"proxies": 2}, "http"), ({"proxies": 1}, "HTTPS"), ({"plain_http": True}, "http")],
)
def test_nobody_is_led_in_a_circle_where_tls_ends_elsewhere(another_app, cast, changes, said):
    browser = Browser(another_app(**{"public_url": "https://harbour.example", "proxies": 1} | changes).test_client())
    assert browser.get("/p/willow/in", headers={**PLAIN, "X-Forwarded-Proto": said}, follow=False).status == 200


def test_without_a_proxy_its_word_is_not_believed(another_app, cast):
    for changes in ({"public_url": "https://harbour.example"}, {"proxies": 1}):
        browser = Browser(another_app(**changes).test_client())
        assert browser.get("/p/willow/in", headers=PLAIN, follow=False).status == 200
