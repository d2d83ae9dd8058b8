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


@pytest.fixture
def address(house):
    return practices.set_up_address("https://harbour.example")


def path_of(address):
    return address.removeprefix("https://harbour.example")


def set_up(browser, address, **changes):
    page = browser.get(path_of(address))
    return page.form("Set up").fill(**{**TYPED, **changes}).press("Set up")


def kit_on(page):
    return re.search(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}", page.words)[0]


def test_the_whole_way_from_the_printed_address_to_the_people_page(house, address):
    browser = Browser(house.test_client())
    page = set_up(browser, address)
    assert "The recovery kit" in page.words, page.words
    kit = kit_on(page)
    page = page.form("I have written").fill(group=kit.split("-")[2].lower()).press()
    assert "How privacy works here" in page.words
    page = page.form("Show my recovery code").press()
    assert kit_on(page) != kit
    page = page.follow("Start")
    assert page.title.startswith("People")
    assert "Olga Brandt" in page.words
    practice_id = practices.all_ids()[0]
    with unit_of_work(practice_id):
        recovery = vault.practice_principal("recovery")
        assert vault.open_with_code(recovery.id, kit).principal_id == recovery.id
        assert not vault.holders(recovery.id)
