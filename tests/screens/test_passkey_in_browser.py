"""A passkey in a real browser, from making it to signing in with it, and at an address it is not good for."""

import pytest
from playwright.sync_api import expect

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.models.practices import Practice
from tests.cast import PASSWORD, add_person, found_practice

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

DEVICE = {  # a phone with a fingerprint, say
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, served):
    """At a browser with such a device; the practice is found under a name, as passkeys need one."""
    with served.behind_the_pages():
        practice_id = found_practice("fern", "Fern Court")
        add_person(practice_id, "Ana", Role.CLIENT, password=PASSWORD)
        _found_at(practice_id, "localhost")
    context = chromium.new_context(base_url=served.address.replace("127.0.0.1", "localhost"))
    found = context.new_page()
    device = context.new_cdp_session(found)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield found
    context.close()
    with served.behind_the_pages():
        _found_at(practice_id, None)  # other tests come to this house under that name


def _found_at(practice_id, host):
    with unit_of_work(None):
        db.session.get(Practice, practice_id).host = host


def sign_in(page, address=""):
    page.goto(f"{address}/in")
    page.get_by_label("E-mail or sign-in name").fill("ana@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def test_a_passkey_is_made_signs_in_and_is_good_for_one_address(page, served):
    sign_in(page)
    page.goto("/me/second/passkey")
    page.get_by_label("A name for it").fill("Quiet laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your codes on paper")).to_be_visible()
    page.goto("/me/second")
    expect(page.get_by_text("Quiet laptop")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="How your privacy works")).to_be_visible()
    sign_in(page, f"{served.address}/p/fern")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Passkeys work only at this site’s own address.")).to_be_visible()
