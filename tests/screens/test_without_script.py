"""The way of a client in a real browser that runs no script: joining, a check-in, a note shared and taken back."""

import pytest
from playwright.sync_api import expect

from portal.core.actor import Role
from portal.domain import caseload, invitations
from tests.cast import PASSWORD, add_person, found_practice
from tests.summary_stories import here

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.fixture
def slip(served, lived_in):
    """What Sam was handed; Mara will look after Sam."""
    with served.behind_the_pages():
        practice_id = found_practice("plain")
        olga = add_person(practice_id, "Olga", Role.ADMIN)
        mara = add_person(practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
        slip = here(olga, invitations.invite, olga, "Sam", "sam@example.org", Role.CLIENT)
        here(olga, caseload.assign, olga, slip.person_id, mara.person_id)
    return slip


def press(page, words):
    page.get_by_role("button", name=words).click()


def test_everything_a_client_does_goes_without_script(arrive, slip):
    sam = arrive(java_script_enabled=False).page
    mara = arrive("plain", "mara@example.org", java_script_enabled=False).page

    told = sam.get_by_role("main").get_by_role("status")
    sam.goto(f"/p/plain/invited/{slip.token}")
    sam.get_by_label("Your code").fill(slip.code)
    press(sam, "Continue")
    sam.get_by_label("What would you like to be called?").fill("Sam")
    sam.get_by_label("Choose a password").fill("sam walks the dog early")
    sam.get_by_label("The practice can help me").check()
    press(sam, "Join")
    press(sam, "Show my recovery code")
    sam.get_by_role("link", name="Start").click()
    expect(sam).to_have_title("Today")

    sam.get_by_label("Very good").check()
    press(sam, "Save, only for me")
    expect(told).to_contain_text("Your check-in is here, only for you.")

    sam.get_by_role("link", name="Write", exact=True).click()
    sam.get_by_label("Title").fill("After we talked")
    sam.get_by_label("Your note").fill("I asked again tonight.")
    press(sam, "Keep private")
    sam.get_by_role("link", name="See it as Mara will").click()
    expect(sam.get_by_role("figure")).to_contain_text("I asked again tonight.")
    mara.goto("/p/plain/desk/inbox")
    expect(mara.get_by_role("main")).not_to_contain_text("After we talked")

    press(sam, "Share with Mara")
    expect(told).to_contain_text("Mara can open this from")
    press(sam, "Open it now")
    expect(told).to_contain_text("from now on")
    mara.reload()
    mara.get_by_role("link", name="After we talked").click()
    expect(mara.get_by_role("main")).to_contain_text("I asked again tonight.")

    press(sam, "Stop sharing with Mara")
    expect(told).to_contain_text("From now on Mara can’t open this")
    assert mara.reload().status == 404
    expect(mara.get_by_role("main")).not_to_contain_text("I asked again tonight.")
    press(sam, "Sign out")
    expect(sam).to_have_title("Welcome")
