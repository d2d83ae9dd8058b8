"""Devices (T42): known again by a random cookie and nothing else, forgotten by Leave; and another password (T37)."""

import pytest

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import contact, devices
from portal.domain.contact import Mode
from portal.models.audit import AuditRow
from portal.models.devices import Device
from portal.models.mail import Message
from tests import second_step
from tests.acts import at_work
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import PASSWORD, cookies, sign_in, with_cookies

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OTHER = "a lantern beside the ferry"


@pytest.fixture
def willow(house, once):
    return once(_willow)


def _willow():
    here = found_practice("willow")
    return {
        "Ana": add_person(here, "Ana", Role.CLIENT, password=PASSWORD),
        "Mara": add_person(here, "Mara", Role.THERAPIST, password=PASSWORD),
    }


def come(house, name, **headers):
    browser = Browser(house.test_client())
    browser.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(browser, f"{name}@example.org")
    return browser


def test_a_new_device_is_told_elsewhere_until_its_owner_says_it_was_them(house, willow):
    first = come(house, "ana")
    assert "New since you looked" not in first.get("/me/devices").words, "the first one ever is nobody's surprise"
    second = come(house, "ana")
    assert "New since you looked" not in second.get("/me/devices").words, "never on itself"
    page = first.get("/me/devices")
    assert "opened on a device it was not opened on before" in page.words
    assert page.words.count("Firefox on Linux") == 2
    assert "New since you looked" not in page.form("That was me").press().words
    with at_work(willow["Ana"]):
        assert db.session.query(Message).count() == 0, "clients are told inside only"
        assert "devices:device:new" in {row.event for row in db.session.query(AuditRow)}
    assert "A device opened your account" in first.get("/sharing/log").words


def test_signing_out_leaves_a_browser_known_and_leave_does_not(house, willow):
    browser = come(house, "ana")
    kept = cookies(browser)["known"]
    browser.post("/out", {"csrf_token": browser.token()})
    assert cookies(browser)["known"] == kept
    sign_in(browser, "ana@example.org")
    browser.client.set_cookie("known", "planted")
    sign_in(browser, "ana@example.org")
    with at_work(willow["Ana"]):
        assert db.session.query(Device).count() == 2, "what we did not give out makes nothing known"
        kinds = {str(row.cookie_hash) for row in db.session.query(Device)}
        assert not any(kept in one for one in kinds)
    answer = browser.client.post("/leave", data={"csrf_token": browser.token()})
    assert '"cookies"' in answer.headers["Clear-Site-Data"]


def test_two_people_on_one_tablet_are_told_once_each_and_nothing_tells_one_of_the_other(house, willow):
    """The cookie is the same whoever comes, and the table does not tell that it is one browser."""
    for name in ("ana", "mara"):  # each has another device
        come(house, name)
    tablet, kept = come(house, "ana"), set()
    for name in ("mara", "ana", "mara", "ana"):
        tablet.post("/out", {"csrf_token": tablet.token()})
        second_step.answer(sign_in(tablet, f"{name}@example.org"))
        kept.add(cookies(tablet)["known"])
    assert len(kept) == 1
    with at_work(willow["Ana"]):
        assert db.session.query(Device).count() == 4
        assert len({row.cookie_hash for row in db.session.query(Device)}) == 4
        events = [row.event for row in db.session.query(AuditRow)]
        assert events.count("devices:device:new") == 2


def test_staff_are_told_by_mail_too(house, willow, box):
    mara = willow["Mara"]
    with unit_of_work(mara.practice_id):
        contact.keep(mara, Mode.PLAIN, "mara@example.org", 0, 24, (0, 1, 2, 3, 4, 5, 6), 0)
    come(house, "mara")
    come(house, "mara")
    with at_work(mara):
        assert [row.kind for row in db.session.query(Message)] == ["new-device"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari on an iPhone or iPad",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.1", ""),
        ("<b>Firefox</b> x" * 1000, "Firefox"),
        ("", ""),
    ],
)
def test_no_more_is_kept_of_a_browser_than_its_kind_and_system(said, kind):
    assert devices.kind_of(said) == kind


def test_another_password_ends_every_other_session_and_old_cookies_are_nobodys(house, willow):
    browser, other = come(house, "ana"), come(house, "ana")
    old = cookies(browser)
    form = browser.get("/me").follow("Password").form("Change my password")
    page = form.fill(old_password="not it at all", password=OTHER).press()
    assert "That is not your password now." in page.words
    page = page.form("Change my password").fill(old_password=PASSWORD, password=OTHER).press()
    assert "Your password is changed." in page.words
    assert cookies(browser)["harbour"] != old["harbour"], "T36"
    assert {one.get("/me").title for one in (other, with_cookies(house, old))} == {"Sign in"}
    form = browser.get("/me/password").form("Change my password")
    page = form.fill(old_password=OTHER, password=PASSWORD, was_known="y").press()
    assert "Your recovery code" in page.words
    assert browser.get("/home").title == "Today"


def test_a_second_step_stays_as_it_is_when_the_password_changes(house, willow):
    browser = come(house, "mara")
    form = browser.get("/me/password").form("Change my password")
    form.fill(old_password=PASSWORD, password=OTHER, was_known="y").press()
    assert browser.get("/me/second").words.count("Authenticator app") == 1
    again = Browser(house.test_client())
    page = sign_in(again, "mara@example.org", OTHER, follow=True)
    assert page.title.startswith("Start") or second_step.answer(page)
    assert again.get("/me").status == 200
