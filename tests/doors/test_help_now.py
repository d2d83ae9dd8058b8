"""Help now: the same page for everybody, whoever asks from wherever, and never with the database's help."""

import re

import pytest

from portal.domain.help import read
from tests.architecture.rules import ROOT
from tests.browser import Browser
from tests.doors.visits import numbers
from tests.statements import counted

BOOK = read(ROOT / "portal/assets")


@pytest.fixture
def stranger(house):
    return Browser(house.test_client())


def ask(browser, query="", languages="", path="/help-now"):
    return browser.get(path + query, headers={"Accept-Language": languages})


# ------------------------------------------------------------------ for everybody


def test_it_is_there_before_there_is_a_practice(stranger):
    page = ask(stranger, "?country=GB")
    assert (page.status, page.title) == (200, "Help")
    assert numbers(page)[0] == "tel:999"


def test_everybody_gets_the_same_bytes(stranger, cast, as_):
    """No slug where there are two practices, a practice, one that is not there; signed out, and each kind of person."""
    at = {"nobody": stranger, "a made-up practice": as_(None, "nowhere"), "a practice": as_(None, "willow")}
    people = {name: as_(cast.people[name]) for name in ("ana", "mara", "olga", "foreign_client")}
    pages = {who: ask(browser, "?country=IE") for who, browser in (at | people).items()}
    assert {page.status for page in pages.values()} == {200}
    assert len({re.sub(r"/p/[a-z]+(?=/)", "", page.text) for page in pages.values()}) == 1
    assert not [who for who, page in pages.items() if "Set-Cookie" in page.response.headers]


def test_nothing_is_asked_of_the_database(cast, as_):
    ana = as_(cast.ana)
    with counted() as asked:
        for path in ("/offline", "/worker.js", "/app.webmanifest"):
            assert ana.get(path).status == 200
    assert asked == []


def test_a_message_for_the_next_page_is_not_shown_here(cast, as_):
    ana = as_(cast.ana)
    with ana.client.session_transaction() as kept:
        kept["_flashes"] = [("done", "Mara can no longer open it.")]
    assert "Mara" not in ask(ana).text
    assert "Mara can no longer open it." in ana.get("/home").words


# ------------------------------------------------------------------ which country


@pytest.mark.parametrize(
    ("query", "languages", "first"),
    [
        ("", "en-IE,en;q=0.8", "tel:112"),
        ("", "en,en-NZ;q=0.7", "tel:111"),
        ("", "zh-Hant-AU", "tel:000"),
        ("", "de-AT", "tel:112"),
        ("?country=US", "en-IE", "tel:911"),
        ("?country=us", "", "tel:911"),
    ],
)
def test_the_country_is_the_one_asked_for_else_that_of_the_browser(stranger, query, languages, first):
    assert numbers(ask(stranger, query, languages))[0] == first


@pytest.mark.parametrize(
    ("query", "languages"),
    [("", ""), ("", "fr"), ("", "en-XX"), ("", "*"), ("?country=elsewhere", "en-IE"), ("?country=%3Cb%3E", "en-IE")],
)
def test_where_no_number_is_known_it_says_what_to_do(stranger, query, languages):
    page = ask(stranger, query, languages)
    assert numbers(page) == []
    assert "Call your local emergency number." in page.words
    assert page.links["findahelpline.com"] == "https://findahelpline.com"


def test_the_practices_country_stands_in_and_is_offered_beside_another(another_app):
    stranger = Browser(another_app(country="IE").test_client())
    assert numbers(ask(stranger))[:2] == ["tel:112", "tel:116123"]
    page = ask(stranger, languages="en-US,en;q=0.9")
    assert numbers(page)[:2] == ["tel:112", "tel:116123"], "a browser says en-US wherever it is"
    assert numbers(page.follow("United States"))[0] == "tel:911"


@pytest.mark.parametrize("country", BOOK.countries, ids=lambda country: country.code)
def test_any_country_can_be_chosen_from_the_page_without_script(stranger, country):
    form = ask(stranger).form("Show its numbers")
    page = form.fill(country=country.code).press()
    wanted = [f"tel:{country.emergency.dialled}"]
    for line in country.lines:
        wanted += [f"tel:{number.dialled}" for number in line.call]
        wanted += [f"sms:{line.text.dialled}"] if line.text else []
    assert numbers(page) == wanted
    assert page.form("Show its numbers").values["country"] == [country.code]
    for line in country.lines:
        assert f"{line.name} {line.whom}. {line.hours}." in page.words
        assert all(number.shown in page.words for number in line.call)


# ------------------------------------------------------------------ what it says


def test_it_says_who_does_not_watch_what_a_call_leaves_and_how_old_the_numbers_are(stranger):
    words = ask(stranger, "?country=GB").words
    assert "Nobody at the practice sees messages here at night." in words
    assert "A call may show in the phone’s list, and on the bill." in words
    assert "Text SHOUT to 85258" in words
    assert f"{BOOK.checked_on.day} {BOOK.checked_on:%B %Y}" in words
    assert "Someone near you" in words


def test_the_practices_own_numbers_are_shown(another_app, settings):
    own = settings.data_dir / "help.json"
    own.write_text(
        '{"checked_on": "2026-01-05", "elsewhere": "https://help.example", "countries": [{"code": "JP",'
        ' "name": "Japan", "emergency": "119", "lines": []}]}'
    )
    try:
        stranger = Browser(another_app().test_client())
    finally:
        own.unlink()
    assert numbers(ask(stranger, languages="ja-JP")) == ["tel:119"]
