"""The inbox in a real browser: three seconds before a look is an opening, and keys while the focus is inside it."""

import pytest
from playwright.sync_api import expect

from portal.core.actor import Role
from portal.domain import consent
from tests.acts import share, write
from tests.cast import PASSWORD, add_person, look_after
from tests.summary_stories import here

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.fixture
def desk(served, arrive, ana):
    """Ana's therapist, in front of three notes of hers; and what Ana's log says then."""
    slug, client = ana
    with served.behind_the_pages():
        mara = add_person(client.practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
        look_after(client, mara)
        for title in ("One", "Two", "Three"):
            share(client, write(client, f"The words of {title}.", title), mara)
    page = arrive(slug, "mara@example.org").page
    page.clock.install()
    page.goto(f"/p/{slug}/desk/inbox")

    def told():
        with served.behind_the_pages():
            return [line.what for line in here(client, consent.log, client).lines]

    return page, told


def heading(page, title):
    return page.get_by_role("heading", name=title, exact=True)


def test_triage_goes_by_keys_and_skimming_opens_nothing(desk):
    page, told = desk
    page.keyboard.press("e")  # the focus is not inside the inbox
    page.get_by_role("link", name="Three").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Two")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page, "Two")).to_be_visible()
    page.keyboard.press("k")
    expect(heading(page, "Three")).to_be_visible()
    assert told() == []
    with page.expect_request("**/opened"):
        page.clock.run_for(3200)
    page.keyboard.press("e")
    expect(heading(page, "Two")).to_be_visible()
    page.keyboard.press("z")
    expect(heading(page, "Three")).to_be_visible()
    assert told() == ["Three"]
    page.keyboard.press("a")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_label("Or in your own words").press_sequentially("ell")
    expect(page.get_by_label("Or in your own words")).to_have_value("ell")
    page.locator(".read-pane").focus()
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/desk/clients")


def test_selected_words_are_saved_by_a_key(desk):
    page, told = desk
    page.get_by_role("link", name="One").click()
    page.locator(".read-pane").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.reading .voice p'))")
    page.keyboard.press("x")
    expect(page.locator("blockquote", has_text="The words of One.")).to_be_visible()
    assert told() == ["One"]
