"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept by the browser."""

import re

import pytest

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
}


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def answer(request, cast, as_):
    who, path = request.param
    browser = as_(cast.people[who] if who else None, "willow")
    return browser.get(path, follow=False).response


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(answer):
    parts = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["object-src"] == "'none'"
    assert {parts[kind] for kind in ("script-src", "style-src", "font-src", "connect-src", "form-action")} == {"'self'"}
    assert not re.search(r"unsafe|https?:|\*", answer.headers["Content-Security-Policy"])


def test_the_browser_keeps_no_page_and_tells_nobody_where_it_was(answer):
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert (
        answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    )


def test_static_files_are_kept_under_a_name_that_changes_with_them(as_, cast):
    browser = as_(None, "willow")
    sheet = re.search(r'href="([^"]*\.css\?v=[0-9a-f]{12})"', browser.get("/in").text)[1]
    with browser.client.get(sheet) as named, browser.client.get(sheet.split("?")[0]) as unnamed:
        assert "immutable" in named.headers["Cache-Control"]
        assert unnamed.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("scheme", "is_told"), [("http", False), ("https", True)])
def test_only_https_tells_browsers_to_stay_on_https(house, cast, scheme, is_told):
    answer = house.test_client().get("/p/willow/in", base_url=f"{scheme}://harbour.example")
    assert ("Strict-Transport-Security" in answer.headers) is is_told
