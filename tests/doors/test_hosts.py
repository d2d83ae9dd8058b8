"""A practice's own host, hosts nobody knows, and forged ones: whose door it is, and that no link believes a browser."""

import re

import pytest

from portal.core.db import db, unit_of_work
from portal.domain import practices, settings
from portal.models.audit import AuditRow
from portal.models.people import Tries
from portal.models.practices import Practice
from tests.browser import Browser
from tests.cast import found_practice

OWN = "willow.example"


@pytest.fixture
def hosted(cast):
    """Willow House has a host of its own; Oak Yard has none."""
    with unit_of_work(None):
        db.session.get(Practice, cast.ana.practice_id).host = OWN
    db.session.remove()
    return cast


DOORS = [  # host, path, whose name the invitation page of nobody leads to: by what is found at all
    (OWN, "/in", 200),
    (OWN.upper(), "/in", 200),
    (f"{OWN}:8000", "/in", 200),
    (f"{OWN}.", "/in", 200),
    (OWN, "/p/willow/in", 200),
    (OWN, "/p/oak/in", 404),
    (OWN, "/p/nowhere/in", 404),
    ("127.0.0.1:8000", "/p/willow/in", 200),
    ("127.0.0.1:8000", "/p/oak/in", 200),
    ("127.0.0.1:8000", "/in", 404),
    ("evil.example", "/in", 404),
    ("evil.example", "/p/oak/in", 200),
    ("xwillow.example", "/in", 404),
    ("", "/in", 404),
]


@pytest.mark.parametrize(("host", "path", "status"), DOORS)
def test_the_host_or_the_path_tells_whose_door_it_is(house, hosted, host, path, status):
    answer = Browser(house.test_client()).get(path, headers={"Host": host}, follow=False)
    assert answer.status == status


def test_an_unknown_host_is_the_only_practice_there_is(house):
    found_practice("willow")
    for host in ("192.168.1.20:8000", "laptop.local", "evil.example"):
        assert Browser(house.test_client()).get("/in", headers={"Host": host}).status == 200


def test_a_made_up_practice_takes_no_door_from_the_real_one(house):
    real, made_up = found_practice("oak"), found_practice("willow")
    with unit_of_work(None):
        db.session.get(Practice, made_up).is_made_up = True
    assert practices.at_door(None).id == real
    assert practices.at_door("willow").id == made_up


def test_addresses_come_from_the_settings(house, hosted):
    with unit_of_work(None):
        assert settings.address(hosted.ana.practice_id) == f"http://{OWN}:8000"
        assert settings.address(hosted.foreign_client.practice_id) == "http://127.0.0.1:8000/p/oak"


FORGED = [
    {"Host": "evil.example"},
    {"Host": "evil.example:8000", "X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"},
    {"Forwarded": "host=evil.example;proto=https;for=203.0.113.9", "X-Forwarded-For": "203.0.113.9"},
    {"X-Original-Host": "evil.example", "X-Real-Ip": "203.0.113.9"},
]


def as_seen(headers):
    """What the application is told; the browser of the test still sends its cookies, as one behind a bad proxy does."""
    return {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}


def token_at(browser, headers):
    """A token that is good under the forged name, too: all cookies of this browser are sent to it."""
    token = browser.token()
    for cookie in list(browser.client._cookies.values()):
        browser.client.set_cookie(cookie.key, cookie.value, domain=headers.get("Host", "localhost").partition(":")[0])
    return token


@pytest.mark.parametrize("headers", FORGED)
def test_a_forged_host_has_no_effect_on_links_on_limits_and_on_the_trail(house, cast, as_, headers):
    olga, mara = as_(cast.olga), as_(cast.mara)
    ways = [
        (olga, f"/office/people/{cast.ben.person_id}/slip", {}),
        (mara, "/desk/sessions/calendar", {}),
    ]
    for browser, path, form in ways:
        token = token_at(browser, headers)
        page = browser.post(path, {**form, "csrf_token": token}, environ_overrides=as_seen(headers))
        assert page.status == 200, path
        assert "evil" not in page.text
    assert re.search(r"http://127\.0\.0\.1:8000/p/willow/calendar/", page.text)
    nobody = as_(None, "willow")
    token = token_at(nobody, headers)
    for _ in range(2):
        form = {"sign_in_name": "ana@example.org", "password": "not hers", "csrf_token": token}
        nobody.post("/in", form, environ_overrides=as_seen(headers))
    moved = nobody.get("/office/people", environ_overrides=as_seen(headers), follow=False).response.headers["Location"]
    assert moved.startswith("/p/willow/in")
    with unit_of_work(cast.ana.practice_id, writes=False):
        counts = sorted(db.session.scalars(db.select(Tries.count)))
        assert counts == [2, 2], "one account, one address: the forged ones made no doors of their own"
        assert not [row for row in db.session.scalars(db.select(AuditRow)) if "evil" in str(row.detail)]
