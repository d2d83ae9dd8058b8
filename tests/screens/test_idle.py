"""Nobody there for a while, in a real browser: a warning, an end in sight, a cover that comes and can be lifted."""

import pytest
from playwright.sync_api import expect

from tests.screens.writing import SAVED, at_a_blank_page, line, note, sign_in

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.fixture
def visitor(arrive, ana):
    return at_a_blank_page(arrive, ana)


def test_before_a_session_ends_of_its_age_it_says_so_and_any_key_keeps_it(visitor):
    page = visitor.page
    page.clock.install()
    page.reload()
    page.clock.fast_forward("27:05")
    box = page.get_by_role("dialog", name="Still here?")
    expect(box).to_be_visible()
    expect(box).to_contain_text("you’ll be signed out in 2 minutes")
    with page.expect_response("**/still-here") as answer:
        box.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(box).to_be_hidden()
    page.clock.fast_forward("10:00")
    expect(box).to_be_hidden()


def test_after_it_the_page_is_gone_and_comes_back_after_signing_in(visitor, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    page.clock.install()
    page.reload()
    page.clock.fast_forward("29:05")
    expect(page).to_have_title("Sign in")
    assert "One line." not in page.content()
    sign_in(page)
    expect(note(page)).to_have_value("One line.")


def hide(page, *, hidden=True):
    """Another window comes in front of this one, or goes again."""
    said = str(hidden).lower()
    page.evaluate(f"Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {said} }})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def sleep(page, seconds):
    """So much time has passed, and no timer of the page has run: a phone that was locked."""
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + seconds)


def test_a_tap_after_the_session_has_ended_shows_nothing_on(visitor):
    page = visitor.page
    page.clock.install()
    page.reload()
    sleep(page, 8 * 3600)
    page.locator("h1").click()
    expect(page).to_have_title("Sign in")


def test_words_that_are_nowhere_else_stay_out_of_sight_and_can_be_looked_at_again(visitor, served, ana):
    page = visitor.page
    page.clock.install()
    page.goto(f"/p/{ana[0]}/me/reading")
    page.get_by_role("group", name="Cover the page").get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Keep these choices").click()
    page.goto(f"/p/{ana[0]}/notes/new")
    visitor.context.set_offline(True)
    note(page).fill("One line.")
    page.clock.fast_forward(2000)
    expect(line(page)).to_contain_text("Not saved yet")
    page.clock.fast_forward("29:30")
    cover = page.get_by_role("dialog", name="Covered while you were away")
    expect(cover).to_be_visible()
    cover.get_by_role("button", name="Show my page").click()
    expect(note(page)).to_have_value("One line.")
    visitor.complaints.clear()


def test_coming_back_after_a_minute_finds_the_page_covered_even_if_no_clock_ran(visitor):
    page = visitor.page
    page.clock.install()
    page.reload()
    hide(page)
    sleep(page, 61)
    hide(page, hidden=False)
    expect(page.get_by_role("dialog", name="Covered while you were away")).to_be_visible()


def test_after_a_minute_in_another_window_the_page_is_covered(visitor):
    page = visitor.page
    note(page).fill("Nobody else's.")
    expect(line(page)).to_have_text(SAVED)
    page.clock.install()
    page.reload()
    hide(page)
    cover = page.get_by_role("dialog", name="Covered while you were away")
    page.clock.fast_forward(59_000)
    expect(cover).to_be_hidden()
    page.clock.fast_forward(2_000)
    expect(cover).to_be_visible()
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    cover.get_by_role("button", name="Show my page").click()
    expect(note(page)).to_have_value("Nobody else's.")
    expect(cover).to_be_hidden()
