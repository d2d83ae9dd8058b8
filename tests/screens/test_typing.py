"""Words on their way in a real browser: saved as they are typed, through a lost connection, a sign-out, two windows."""

import re

import pytest
from playwright.sync_api import expect

from tests.screens.writing import SAVED, at_a_blank_page, line, note, sign_in, signed_out_meanwhile, unfinished

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

KEPT = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"""


@pytest.fixture
def visitor(arrive, ana):
    return at_a_blank_page(arrive, ana)


def test_what_is_typed_is_saved_and_the_same_page_opens_with_it(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    assert unfinished(served, ana) == ["One line."]
    page.reload()
    expect(note(page)).to_have_value("One line.")
    note(page).press_sequentially(" And one more.")
    with page.expect_response("**/drafts"):
        pass
    expect(line(page)).to_have_text(SAVED)
    assert [words for words in unfinished(served, ana) if "more" in words]
    assert page.evaluate(KEPT) == [0, 0, 0]


def test_a_password_may_be_pasted(arrive):
    """ASVS 5.0: 6.2.7."""
    page = arrive().page
    page.goto("/p/willow/in")
    name, password = page.locator("[name=sign_in_name]"), page.locator("[name=password]")
    name.fill("out of a keeper of passwords")
    name.press("Control+a")
    name.press("Control+x")
    expect(name).to_have_value("")
    password.press("Control+v")
    expect(password).to_have_value("out of a keeper of passwords")
    assert password.get_attribute("autocomplete") == "current-password"


def test_keeping_the_note_ends_the_draft(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Keep private").click()
    expect(page).to_have_title("Note")
    assert unfinished(served, ana) == []


def test_a_lost_connection_is_said_and_the_words_are_saved_when_it_is_back(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    visitor.context.set_offline(True)
    note(page).press_sequentially(" Typed while it was away.")
    expect(line(page)).to_have_text(re.compile(r"Not saved since \d\d:\d\d\. Keep this page open; we keep trying\."))
    copy = page.get_by_role("button", name="Copy text")
    expect(copy).to_be_visible()
    visitor.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    expect(copy).to_be_hidden()
    assert unfinished(served, ana) == ["One line. Typed while it was away."]
    visitor.complaints.clear()  # the browser says that it had no connection


def test_the_text_can_be_copied_when_it_cannot_be_saved(visitor):
    page = visitor.page
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.context.set_offline(True)
    page.get_by_label("Title (optional)").fill("Tonight")
    note(page).fill("One line.")
    expect(line(page)).to_have_text("Not saved yet. Keep this page open; we keep trying.")
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Tonight\n\nOne line."
    visitor.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    visitor.complaints.clear()


def test_signed_out_meanwhile_the_words_stay_on_the_page_and_it_says_so(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    signed_out_meanwhile(served, ana)
    note(page).press_sequentially(" And more.")
    expect(line(page)).to_contain_text("You are signed out")
    expect(note(page)).to_have_value("One line. And more.")
    expect(page.get_by_role("button", name="Copy text")).to_be_visible()
    page.get_by_role("button", name="Keep private").click()
    expect(page.get_by_role("main")).to_contain_text("One line. And more.")
    assert unfinished(served, ana) == ["One line."]
    visitor.complaints.clear()


def test_a_second_window_is_told_and_neither_text_is_lost(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("From one window.")
    expect(line(page)).to_have_text(SAVED)
    other = visitor.context.new_page()
    other.goto(page.url)
    note(other).fill("From the other window.")
    expect(line(other)).to_have_text(SAVED)
    with other.expect_response("**/drafts"):
        note(other).press_sequentially(" And more.")
    note(page).press_sequentially(" Later.")
    expect(line(page)).to_contain_text("This is being written in another window too.")
    page.get_by_role("button", name="Keep private").click()
    expect(page.get_by_role("article")).to_contain_text("From one window. Later.")
    assert unfinished(served, ana) == ["From the other window. And more."]
    visitor.complaints.clear()


def test_an_answer_that_was_lost_on_the_way_stops_nothing(visitor, served, ana):
    page = visitor.page
    page.route(
        "**/drafts", lambda route: (route.fetch(), route.abort()), times=1
    )  # kept there, and never heard of here
    note(page).press_sequentially("One line.")
    expect(line(page)).to_contain_text("Not saved yet")
    expect(line(page)).to_have_text(SAVED)
    note(page).press_sequentially(" And more.")
    with page.expect_response("**/drafts"):
        pass
    assert unfinished(served, ana) == ["One line. And more."]
    visitor.complaints.clear()


def test_keeping_while_a_save_is_under_way_leaves_no_draft(visitor, served, ana):
    page = visitor.page
    page.route("**/drafts", lambda route: (page.wait_for_timeout(600), route.continue_()), times=1)
    note(page).press_sequentially("One line.")
    with page.expect_request("**/drafts"):
        pass
    note(page).press_sequentially(" And the rest.")
    page.get_by_role("button", name="Keep private").click()
    expect(page.get_by_role("article")).to_have_text("One line. And the rest.")
    assert unfinished(served, ana) == []


def test_keeping_without_a_connection_keeps_the_page_and_the_words(visitor, served, ana):
    page = visitor.page
    visitor.context.set_offline(True)
    note(page).fill("One line.")
    expect(line(page)).to_contain_text("Not saved yet")
    page.get_by_role("button", name="Keep private").click()
    page.wait_for_timeout(500)
    expect(note(page)).to_have_value("One line.")
    visitor.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Keep private").click()
    expect(page.get_by_role("article")).to_have_text("One line.")
    visitor.complaints.clear()


def test_after_signing_in_again_in_another_window_one_writes_on_here(visitor, served, ana):
    page = visitor.page
    note(page).press_sequentially("One line.")
    expect(line(page)).to_have_text(SAVED)
    signed_out_meanwhile(served, ana)
    note(page).press_sequentially(" And more.")
    expect(line(page)).to_contain_text("You are signed out")
    other = visitor.context.new_page()
    other.goto(f"/p/{ana[0]}/in")
    sign_in(other)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(line(page)).to_have_text(SAVED)
    assert unfinished(served, ana) == ["One line. And more."]
    visitor.complaints.clear()


def test_what_was_just_typed_is_there_after_following_a_link(visitor, served, ana):
    page = visitor.page
    note(page).fill("Typed a moment ago.")
    page.get_by_role("banner").get_by_role("link", name="Help").click()
    expect(page).to_have_title("Help")
    page.wait_for_timeout(500)
    assert unfinished(served, ana) == ["Typed a moment ago."]


def test_somebody_who_never_pauses_is_saved_too(visitor, served, ana):
    page = visitor.page
    page.clock.install()
    page.reload()
    with page.expect_response("**/drafts"):
        for second in range(11):
            note(page).press_sequentially(str(second % 10))
            page.clock.fast_forward(1000)
    assert unfinished(served, ana)
