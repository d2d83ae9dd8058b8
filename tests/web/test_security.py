"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept by the browser."""

import re

import pytest

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
