"""The password again: what was asked for waits, with every word, and goes on by itself; the cookie is another one."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Blueprint, request

from portal.app import create_app
from portal.core.actor import Role
from portal.core.db import db
from portal.domain import sessions
from portal.domain.audit import Event
from portal.models.audit import AuditRow
from portal.web.session import fresh, signed_in
from tests import second_step
from tests.acts import at_work
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import PASSWORD, cookies, sign_in, with_cookies
from wsgi import rooms

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TYPED = {"name": "Ana of the weir", "body": "One line.\nAnother, with <b>signs</b> & all.", "choice": ["3", "5"]}


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN, password=PASSWORD)


@pytest.fixture
def taken():
    return []


@pytest.fixture
def left_open(olga, settings, taken):
    """A house with one sensitive act, and a browser in it whose password was given ten minutes ago."""
    room = Blueprint("weir", __name__, url_prefix="/weir")
    room.before_request(signed_in)

    @room.route("", methods=["GET", "POST"])
    def act():
        fresh()
        taken.append(request.form.to_dict(flat=False))
        return "", 204

    app = create_app(settings, (*rooms(), room))
    browser = Browser(app.test_client())
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(browser)
        clock.shift(sessions.FRESH)
        yield browser
    with app.app_context():
        db.engine.dispose()


def again(page, password=PASSWORD, *, follow=True):
    form = page.form("Go on").fill(**{"again-password": password, "again-code": second_step.code()})
    return form.press(follow=follow)


def test_one_comes_back_to_where_one_was_under_another_cookie(house, left_open, olga, taken):
    before = cookies(left_open)
    page = left_open.get("/weir?of=1")
    assert (page.title, page.status, taken) == ("Password", 200, [])
    answer = again(page, follow=False)
    assert (answer.status, answer.response.headers["Location"]) == (303, "/weir?of=1")
    assert left_open.get("/weir").status == 204
    assert cookies(left_open)["harbour"] != before["harbour"]
    old = with_cookies(house, before)
    assert old.get("/me").title == "Sign in", "what was stolen before is worth nothing after"
    with at_work(olga):
        assert db.session.query(AuditRow).order_by(AuditRow.seq.desc()).first().event == Event.PROVED_AGAIN


def test_a_form_waits_with_every_word_and_goes_on_as_it_was(left_open, taken):
    page = left_open.post("/weir", TYPED | {"csrf_token": left_open.token()})
    assert (page.title, page.status, taken) == ("Password", 400, [])
    page = again(page, "not this one at all")
    assert page.title == "Problem: Password"
    assert "Ana of the weir" in page.words
    again(page)
    (found,) = taken
    found["body"] = [found["body"][0].replace("\r\n", "\n")]
    assert {name: found[name] for name in TYPED} == {
        "name": [TYPED["name"]],
        "body": [TYPED["body"]],
        "choice": ["3", "5"],
    }


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "\\\\evil.example", ""])
def test_it_leads_nowhere_else(left_open, elsewhere):
    page = left_open.get("/me/again", query_string={"next": elsewhere})
    where = urlsplit(again(page, follow=False).response.headers["Location"])
    assert (where.netloc, where.path) == ("", "/")


def test_a_session_that_ends_meanwhile_is_not_revived(house, left_open, olga, taken):
    page = left_open.get("/weir")
    with at_work(olga):
        sessions.end_all(olga.person_id)
    assert again(page).status == 400
    assert left_open.get("/weir").title == "Sign in"
    assert taken == []
