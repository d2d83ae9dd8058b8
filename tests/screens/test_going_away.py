"""Leave in a real browser: covered at once, gone for good, nothing kept here, the words kept there."""

from time import monotonic

import pytest
from playwright.sync_api import expect

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import drafts
from portal.models.people import Person
from portal.models.sessions import SignedIn
from tests.cast import PASSWORD, add_person

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

KEPT = """async () => [
  localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie,
]"""
COVERED = """() => {
  document.querySelector("header [data-leave]").click();
  const { x, y, width, height } = document.querySelector(".away").getBoundingClientRect();
  return [[x, y, width, height], [0, 0, document.documentElement.clientWidth, innerHeight]];
}"""
PATIENCE = 10  # seconds


@pytest.fixture
def come(arrive, served, ana):
    """Ana at a browser of her own, on a page of hers; where she goes in the end is another site, and that is right."""
    came = []

    def arrives(path="/home", **options):
        visitor = arrive(ana[0], "ana@example.org", **options)
        came.append(visitor)
        visitor.page.goto(f"/p/{ana[0]}{path}")
        return visitor.page

    yield arrives
    for visitor in came:
        visitor.complaints[:] = [said for said in visitor.complaints if served.away.rpartition("/")[0] not in said]


def sessions(served, ana):
    with served.behind_the_pages(), unit_of_work(ana[1].practice_id, writes=False):
        return db.session.query(SignedIn).filter_by(person_id=ana[1].person_id).count()


def unfinished(served, ana):
    with served.behind_the_pages(), unit_of_work(ana[1].practice_id, writes=False):
        return [draft.words["body"] for draft in drafts.index(ana[1], "entry")]


def is_gone(page, served, ana):
    page.wait_for_url(served.away)
    expect(page).to_have_title("Weather")
    end = monotonic() + PATIENCE  # what was sent outlives the page, so it may arrive a moment after it is gone
    while sessions(served, ana) and monotonic() < end:
        page.wait_for_timeout(50)
    assert sessions(served, ana) == 0


def test_the_button_leaves_and_back_shows_a_sign_in_and_the_browser_kept_nothing(come, served, ana):
    page = come()
    page.get_by_role("link", name="Notes", exact=True).click()
    expect(page).to_have_title("Notes")
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    is_gone(page, served, ana)
    page.go_back()  # to Today: Notes has made place for the weather
    expect(page).to_have_title("Sign in")
    assert page.evaluate(KEPT) == [0, 0, 0, ""]
    assert "Ana" not in page.content()


def test_the_page_is_covered_in_the_same_moment(come, served, ana):
    page = come()
    box, whole = page.evaluate(COVERED)
    assert box == whole
    page.wait_for_url(served.away)


def test_shift_three_times_leaves(come, served, ana):
    page = come()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.locator(".leave-dots")).to_have_text("●●○")
    page.keyboard.press("Shift")
    is_gone(page, served, ana)


def test_shift_for_capital_letters_does_not(come, served, ana):
    page = come("/notes/new")
    page.get_by_label("Your note").focus()
    page.keyboard.type("A")
    for letter in "NOT ME":
        page.keyboard.press(f"Shift+{letter}" if letter != " " else "Space")
    expect(page.locator(".leave-dots")).to_have_text("")
    assert page.url.startswith(served.address)
    page.get_by_role("button", name="Keep private").click()


def test_three_presses_in_more_than_five_seconds_do_not(come, served, ana):
    page = come()
    page.clock.install()
    page.reload()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.fast_forward(5100)
    page.keyboard.press("Shift")
    expect(page.locator(".leave-dots")).to_have_text("●○○")
    assert page.url.startswith(served.address)


def test_the_second_stop_of_the_keyboard_leaves(come, served, ana):
    page = come()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    hidden = page.get_by_role("button", name="Leave this site quickly").first
    expect(hidden).to_be_focused()
    expect(hidden).to_be_in_viewport()
    page.keyboard.press("Enter")
    is_gone(page, served, ana)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_enter_key_in_the_title_goes_nowhere(come, served, ana, script):
    page = come("/notes/new", java_script_enabled=script)
    page.get_by_label("Your note").fill("One line.")
    page.get_by_label("Title (optional)").fill("Tonight")
    page.get_by_label("Title (optional)").press("Enter")
    page.wait_for_timeout(300)
    expect(page).to_have_title("Write")
    assert page.url.startswith(served.address)
    assert sessions(served, ana) == 1


def test_every_other_window_of_the_site_goes_too(come, served, ana):
    page = come()
    other = page.context.new_page()
    other.goto(f"/p/{ana[0]}/notes")
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    is_gone(page, served, ana)
    other.wait_for_url(served.away)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_was_being_written_is_there_again(come, served, ana, script):
    page = come("/notes/new", java_script_enabled=script)
    page.get_by_label("Your note").fill("I went quiet again.")
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    is_gone(page, served, ana)
    assert unfinished(served, ana) == ["I went quiet again."]


def test_a_whole_long_note_is_there_again(come, served, ana):
    words = "ж" * 40_000  # more than may be sent while a page is going
    page = come("/notes/new")
    page.get_by_label("Your note").fill(words)
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    page.wait_for_url(served.away)
    assert unfinished(served, ana) == [words]


def test_without_script_and_without_words_it_leaves_too(come, served, ana):
    page = come(java_script_enabled=False)
    page.get_by_role("banner").get_by_role("button", name="Leave").click()
    is_gone(page, served, ana)


def test_staff_have_none(come, served, ana, arrive):
    with served.behind_the_pages():
        with unit_of_work(ana[1].practice_id):
            assert db.session.query(Person).count() == 1
        add_person(ana[1].practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
    page = arrive(ana[0], "mara@example.org").page
    page.goto(f"/p/{ana[0]}/desk/inbox")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_title("Inbox · Willow House")
