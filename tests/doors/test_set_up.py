"""Setting up over HTTP: the token works once, the kit is written down, a lost answer loses nothing."""

import re

import pytest

from portal.core.db import unit_of_work
from portal.domain import practices, vault
from tests.browser import Browser

PASSWORD = "seven herons over the weir"
TYPED = {
    "practice_name": "Willow House",
    "slug": "willow",
    "name": "Olga Brandt",
    "sign_in_name": "olga@example.org",
    "password": PASSWORD,
}
KIT = re.compile(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}")


@pytest.fixture
def path(house):
    return practices.set_up_address().removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def browser(house):
    return Browser(house.test_client())


def filled(browser, path, **changes):
    return browser.get(path).form("Set up").fill(**{**TYPED, **changes})


def set_up(browser, path, **changes):
    return filled(browser, path, **changes).press("Set up")


def kit_on(page):
    return KIT.search(page.words)[0]


def test_the_whole_way_from_the_printed_address_to_the_people_page(browser, path):
    page = set_up(browser, path)
    kit = kit_on(page)
    page = page.form("I have written").fill(group=kit.split("-")[2].lower()).press()
    assert "How privacy works here" in page.words
    page = page.form("Show my recovery code").press()
    assert kit_on(page) != kit
    page = page.follow("Start")
    assert page.title.startswith("People")
    assert "Olga Brandt" in page.words
    with unit_of_work(practices.all_ids()[0]):
        recovery = vault.practice_principal("recovery")
        assert vault.open_with_code(recovery.id, kit).principal_id == recovery.id
        assert len(vault.holders(recovery.id)) == 1  # the founder, who is the first officer


@pytest.mark.parametrize("path", ["/", "/in", "/home", "/p/willow/", "/no/such/page"])
def test_before_the_set_up_other_addresses_say_where_to_look(browser, house, path):
    page = browser.get(path)
    if path == "/p/willow/":
        assert page.status == 404
    else:
        assert page.status == 503
        assert "Open the address that the start has printed" in page.words


def test_looking_at_the_page_uses_nothing_up(browser, path):
    for _ in range(3):
        assert browser.get(path).title == "Set-up"
        assert browser.client.head(path).status_code == 200
    assert "kit" in set_up(browser, path).words


def test_before_the_set_up_any_other_token_is_not_found(browser, path):
    assert browser.get("/set-up/made-up").status == 503
    assert browser.get("/status").status == 200


def test_afterwards_the_address_leads_to_the_door(house, browser, path):
    set_up(browser, path)
    somebody = Browser(house.test_client())
    assert somebody.get(path).title == "Welcome"
    assert somebody.get("/set-up/made-up").title == "Welcome"


def test_sent_twice_makes_one_practice_and_the_kit_can_still_be_had(house, browser, path):
    """A double click: the browser shows the answer to the second one, and never sees the kit of the first."""
    form = filled(browser, path)
    first = form.press("Set up")
    again = Browser(house.test_client())
    page = again.post(path, {**TYPED, "csrf_token": token_of(again, path)})
    assert page.title == "Welcome"
    assert len(practices.all_ids()) == 1
    page = page.follow("Sign in").form("Sign in").fill(sign_in_name="olga@example.org", password=PASSWORD).press()
    page = page.form("Show the kit").press()
    kit = kit_on(page)
    assert kit != kit_on(first)
    page.form("I have written").fill(group=kit.split("-")[2]).press()
    assert "Show the kit" not in again.get("/office/kit").words, "confirmed: nothing left to do"


def token_of(browser, path):
    """A good token from any page, when the form itself is not to be had any more."""
    return browser.get("/in").form("Sign in").values["csrf_token"][0]


def test_another_group_shows_the_same_kit_again(browser, path):
    page = set_up(browser, path)
    kit = kit_on(page)
    page = page.form("I have written").fill(group="XXXXX").press()
    assert page.title.startswith("Problem: ")
    assert kit_on(page) == kit
    page = page.form("I have written").fill(group="").press()
    assert kit_on(page) == kit
    page = page.form("I have written").fill(group=kit.split("-")[2]).press()
    assert "privacy" in page.words


def test_a_telling_word_in_the_address_is_kept_only_on_purpose(browser, path):
    page = set_up(browser, path, slug="couples-therapy")
    assert "history" in page.words
    assert practices.all_ids() == []
    form = page.form("Set up")
    assert form.values["name"] == ["Olga Brandt"], "what was typed stays"
    assert form.values["password"] == [""], "a password is never sent back"
    form.fill(password=PASSWORD, keep_slug="y").press("Set up")
    assert practices.at_door("couples-therapy") is not None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("practice_name", "", "Enter a name."),
        ("practice_name", "x" * 81, "Use at most 80 characters."),
        ("practice_name", "Willow\0House", "cannot be kept"),
        ("slug", "Will ow!", "small letters"),
        ("name", "\u202eagl\u202cO\nBrandt", "one line"),
        ("sign_in_name", "x" * 255, "Use a shorter one."),
        ("password", "short", "at least 12 characters"),
        ("password", "passwordpassword", "easy to guess"),
        ("time_zone", "Moon/Crater", "Not a valid choice"),
        ("password", "", "Choose a password."),
    ],
)
def test_a_problem_is_said_in_place_and_what_was_typed_stays(browser, path, field, value, says):
    page = set_up(browser, path, **{field: value})
    assert page.status == 200
    assert page.title == "Problem: Set-up"
    assert says in page.words
    kept = page.form("Set up").values
    assert kept["password"] == [""]
    for name in TYPED.keys() - {field, "password"}:
        assert kept[name] == [TYPED[name]]
    if field in ("slug", "sign_in_name") or value == "x" * 81:
        assert kept[field] == [value]
    assert practices.all_ids() == []


def test_markup_in_names_is_shown_as_it_was_typed(browser, path):
    page = set_up(browser, path, name="<b>Olga</b>", practice_name="{{ 7 * 7 }}")
    page = page.form("I have written").fill(group=kit_on(page).split("-")[2]).press()
    page = browser.get("/office/people")
    assert "<b>Olga</b>" in page.words
    assert page.title.endswith(" {{ 7 * 7 }}")


def test_a_huge_form_is_refused_and_nothing_happens(browser, path):
    page = browser.post(path, {**TYPED, "name": "x" * (3 * 1024 * 1024)})
    assert page.status == 413
    assert practices.all_ids() == []
