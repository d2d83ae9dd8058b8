"""The second step at the door (T39): on every path, before any page of a room, and never less than it was."""

from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import factors, settings
from portal.models.audit import AuditRow
from portal.models.practices import Practice
from portal.models.settings import Settings
from tests import second_step
from tests.acts import at_work
from tests.authenticator import Authenticator
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import PASSWORD, PEOPLE, cookies, is_in, with_cookies
from tests.journeys.people import secret

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHOICES = asdict(settings.PracticeSettings()) | {"languages": "en de", "reads_on": "", "version": 1}
ROOMS = {"Mara": "/desk/inbox", "Olga": "/office/people", "Ofra": "/officer/officers"}


@pytest.fixture
def willow(house, once):
    return once(_willow)


def _willow():
    practice_id = found_practice("willow")
    roles = {"Mara": Role.THERAPIST, "Olga": Role.ADMIN, "Ofra": Role.OFFICER, "Ana": Role.CLIENT}
    return {name: add_person(practice_id, name, role, password=PASSWORD) for name, role in roles.items()}


@pytest.fixture
def browser(house, willow):
    return Browser(house.test_client())


def bare(actor):
    """Somebody from before second factors were asked for."""
    with at_work(actor):
        factors.forget(actor.person_id)
    return actor


def first_step(browser, name="olga", next_path=None):
    page = browser.get("/in", query_string={"next": next_path} if next_path else None)
    return page.form("Sign in").fill(sign_in_name=f"{name}@example.org", password=PASSWORD).press()


# ------------------------------------------------------------------ signing in


def test_a_password_alone_opens_no_room_and_no_page_of_ones_own(house, browser):
    page = first_step(browser, next_path=PEOPLE)
    assert (page.title, urlsplit(page.path).path) == ("Sign in", "/in/second")
    for path in (PEOPLE, "/me", "/me/second", "/me/again", "/start", "/drafts", "/office/kit"):
        assert browser.get(path, follow=False).status in (303, 405), path
    assert browser.post("/me/second/codes", {"csrf_token": browser.token()}).status == 400
    half = cookies(browser)
    page = page.form("Go on").fill(code=second_step.code()).press()
    assert page.title.startswith("People")
    assert cookies(browser)["harbour"] != half["harbour"], "T36"
    assert not is_in(with_cookies(house, half))


def test_a_wrong_and_a_used_code_are_told_apart_and_waits_grow(browser):
    with time_machine.travel(NOON, tick=False):
        page = first_step(browser)
        page = page.form("Go on").fill(code=second_step.code(-1)).press()
        browser.post("/out", {"csrf_token": browser.token()})
        page = first_step(browser)
        page = page.form("Go on").fill(code=second_step.code(-1)).press()
        assert "used already" in page.words
        for _ in range(4):
            page = page.form("Go on").fill(code="000000").press()
            assert "does not fit now" in page.words
        assert "Try again in" in page.form("Go on").fill(code=second_step.code()).press().words


def test_half_a_session_is_one_browsers_and_planted_ones_are_nobodys(house, browser):
    first_step(browser)
    half = cookies(browser)
    for kept in ({"harbour": half["harbour"]}, {"form": half["form"]}, {**half, "harbour": "planted"}):
        stranger = with_cookies(house, kept)
        assert urlsplit(stranger.get("/in/second", follow=False).response.headers["Location"]).path == "/in"
        assert stranger.post("/in/second", {"csrf_token": stranger.token(), "code": second_step.code()}).status == 400
        assert not is_in(stranger)


def test_signing_out_everywhere_ends_what_is_halfway_on_another_node_too(house, browser, another_app):
    """T37: every old cookie at once, on both nodes, also of somebody who is only halfway in."""
    first_step(browser).form("Go on").fill(code=second_step.code()).press()
    waiting = Browser(another_app().test_client())
    page = first_step(waiting)
    assert page.form("Go on")
    browser.post("/out-everywhere", {"csrf_token": browser.token()})
    assert waiting.get("/in/second").form("Sign in")
    assert not is_in(browser)


def test_a_code_on_paper_opens_it_once(browser, willow):
    with at_work(willow["Olga"]):
        paper = factors.new_codes(willow["Olga"])[0]
    assert first_step(browser).form("Go on").fill(code=paper.lower()).press().title.startswith("Start")
    browser.post("/out", {"csrf_token": browser.token()})
    assert "used already" in first_step(browser).form("Go on").fill(code=paper).press().words


# ------------------------------------------------------------------ who needs one


@pytest.mark.parametrize("name", ROOMS)
def test_staff_set_one_up_before_any_page_of_their_room(browser, willow, name):
    bare(willow[name])
    first_step(browser, name.lower())
    page = browser.get(ROOMS[name])
    assert (page.title, page.path) == ("Second step", "/me/second")
    assert "The practice asks for a second step" in page.words
    assert ROOMS[name] not in page.links.values()
    page = browser.post("/office/invite", {"csrf_token": browser.token(), "name": "Ana of the weir"})
    if name == "Olga":
        assert (page.status, "A second step comes first" in page.words) == (400, True)
        assert "Ana of the weir" in page.text
    page = second_step.enrol(browser, name="My quiet phone")
    assert len(secret(page).split()) == factors.HOW_MANY
    assert browser.get(ROOMS[name]).path.startswith(ROOMS[name])
    page = browser.get("/me/second")
    assert "My quiet phone" in page.words
    assert "10 of 10 are left" in page.words
    assert "Add another one first" in page.form("Remove").press().words


def test_a_made_up_practice_asks_nobody_and_clients_are_asked_where_the_practice_says_so(browser, willow):
    ana, olga = willow["Ana"], bare(willow["Olga"])
    first_step(browser, "ana")
    assert browser.get("/home").title == "Today"
    with unit_of_work(ana.practice_id):
        db.session.add(Settings(id=ana.practice_id, **{**CHOICES, "clients_factor_required": True}))
    assert browser.get("/home").title == "Second step"
    with unit_of_work(None):
        db.session.get(Practice, olga.practice_id).is_made_up = True
    assert browser.get("/home").title == "Today"
    other = Browser(browser.client.application.test_client())
    first_step(other)
    assert is_in(other)


def test_where_a_practice_wants_passkeys_an_app_is_not_enough(as_, willow):
    olga = willow["Olga"]
    with unit_of_work(olga.practice_id):
        rules = settings.Rules.PASSKEY
        db.session.add(Settings(id=olga.practice_id, **{**CHOICES, "staff_factor": rules}))
    assert as_(olga).get(PEOPLE).title.startswith("People"), (
        "this address can have no passkeys, and nobody is locked out"
    )
    with unit_of_work(None):
        db.session.get(Practice, olga.practice_id).host = "localhost"
    browser, there = as_(olga), {"base_url": "http://localhost:8000", "follow": False}
    browser.base = ""
    assert browser.get(PEOPLE, **there).response.headers["Location"].endswith("/me/second")
    device, token = Authenticator(origin="http://localhost:8000", rp_id="localhost"), browser.token()
    options = browser.post("/me/second/passkey/ask", {"csrf_token": token}, **there).response.get_json()
    sent = {"csrf_token": token, "factor_id": str(uuid4()), "name": "", "passkey": device.make(options)}
    assert browser.post("/me/second/passkey", sent, **there).status == 303
    assert browser.get(PEOPLE, **there).status == 200


# ------------------------------------------------------------------ setting up


def test_a_client_may_have_one_and_take_it_away(browser, willow):
    ana = willow["Ana"]
    first_step(browser, "ana")
    page = browser.get("/me").follow("Second step")
    assert (page.title, "The practice asks" in page.words) == ("Second step", False)
    page = page.follow("Add an app")
    seed = page.form("Add this app").values["seed"]
    page = page.form("Add this app").fill(code="000000", name="My quiet phone").press()
    form = page.form("Add this app")
    assert (form.values["seed"], form.values["name"], form.values["code"]) == (seed, ["My quiet phone"], [""])
    assert "does not fit now" in page.words
    picture = next(node for node in page.tree.iter("img"))
    assert picture.get("src").startswith("data:image/svg+xml")
    assert secret(page).replace(" ", "") == seed[0]
    assert len(secret(form.fill(code=second_step.code(seed=seed[0])).press()).split()) == factors.HOW_MANY
    page = browser.get("/me/second").form("Remove").press()
    assert "opens nothing any more" in page.words
    with at_work(ana):
        assert not factors.has(ana.person_id)
        assert {"factors:factor:added", "factors:factor:removed", "factors:codes:made"} <= {
            row.event for row in db.session.query(AuditRow).filter_by(about_id=ana.person_id)
        }


def test_nobody_takes_away_anothers(as_, willow):
    with at_work(willow["Mara"]):
        (theirs,) = factors.mine(willow["Mara"])
    olga = as_(willow["Olga"])
    assert olga.post(f"/me/second/{theirs.id}/remove", {"csrf_token": olga.token()}).status == 404
