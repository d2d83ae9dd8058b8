"""The way of a note with the keyboard alone: written, kept, shown to one person, taken back; and out."""

import pytest
from playwright.sync_api import expect

from portal.core.actor import Role
from tests.cast import PASSWORD, add_person, found_practice, look_after

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

FURTHEST = 40  # stops of the Tab key to anything on a page


@pytest.fixture
def sam(arrive, served, lived_in):
    """A client with a therapist and no notes, on the page Today."""
    with served.behind_the_pages():
        practice_id = found_practice("keys")
        client = add_person(practice_id, "Sam", Role.CLIENT, password=PASSWORD)
        look_after(client, add_person(practice_id, "Mara Lindqvist", Role.THERAPIST))
    visitor = arrive("keys", "sam@example.org")
    visitor.page.goto("/p/keys/home")
    return visitor.page


def go_to(page, words):
    """Press Tab until the focus is on what begins with these words; it must be seen at every stop."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        stop = page.evaluate("eye.stop()")
        assert stop, f"the page ends before {words!r}"
        assert stop["problems"] == [], stop
        if stop["words"].startswith(words):
            return
    pytest.fail(f"{words!r} is further than {FURTHEST} stops away")


def press(page, words):
    go_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_note_is_written_shared_and_taken_back_without_a_mouse(sam):
    told = sam.get_by_role("main").get_by_role("status")
    sam.keyboard.press("Tab")
    expect(sam.get_by_role("link", name="Skip to the main part")).to_be_focused()
    sam.keyboard.press("Enter")
    expect(sam.get_by_role("main")).to_be_focused()

    sam.reload()
    press(sam, "Write")
    go_to(sam, "Your note")
    sam.keyboard.type("I asked again tonight.\n\nHe said no.")
    press(sam, "Keep private")
    expect(sam.get_by_role("article")).to_contain_text("He said no.")
    expect(sam.get_by_role("main")).to_contain_text("Only you")

    press(sam, "See it as Mara will")
    press(sam, "Share with Mara")
    expect(told).to_contain_text("Mara can open this from")
    press(sam, "Open it now")
    expect(told).to_contain_text("from now on")
    press(sam, "Stop sharing with Mara")
    expect(told).to_contain_text("From now on Mara can’t open this")

    press(sam, "Sign out")
    expect(sam).to_have_title("Welcome")
    sam.goto("/p/keys/home")
    expect(sam).to_have_title("Sign in")
