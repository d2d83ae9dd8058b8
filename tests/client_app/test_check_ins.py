"""Check-ins on the page: the days behind as a picture, a sentence and a table; each range at its own address."""

import gzip
from datetime import timedelta

import pytest

from portal.core.clock import living_at, now
from portal.domain import mood
from tests.acts import at_work
from tests.charts import SVG
from tests.statements import counted


@pytest.fixture
def days(sam):
    """Sam checked in today (twice), yesterday, nine and forty days ago."""
    for ago, level in ((40, 5), (9, 2), (1, 3), (0, 1), (0, 4)):
        check_in(sam, level, ago)


def check_in(actor, level, ago=0):
    with living_at(now() - timedelta(days=ago)), at_work(actor):
        mood.check_in(actor, level)


def dots(page):
    """The large ones: the last group of dots."""
    return [len(list(part)) for part in page.tree.iter(f"{SVG}g") if part.get("class") == "chart-dots"][-1]


def rows(page):
    return [
        ("".join(row[0].itertext()), "".join(row[1].itertext()))
        for body in page.tree.iter("tbody")
        for row in body.iter("tr")
    ]


def test_before_the_first_one_there_is_nothing_and_that_is_fine(sam, as_):
    page = as_(sam).get("/check-ins")
    assert "Nothing here yet. Whenever you like." in page.words
    assert "30 days" not in page.links
    assert not list(page.tree.iter("table"))


def test_an_empty_fortnight_says_so_and_the_longer_ranges_can_be_reached(sam, as_):
    check_in(sam, 3, 20)
    page = as_(sam).get("/check-ins")
    assert "No check-ins in these 14 days. Whenever you like." in page.words
    assert "Nothing here yet" not in page.words
    assert "On 1 of 30 days you checked in. It was in between." in page.follow("30 days").words


@pytest.mark.parametrize(("range_", "filled"), [(None, 3), (14, 3), (30, 3), (90, 4)])
def test_each_range_has_an_address_and_says_which_it_is(sam, as_, days, range_, filled):
    page = as_(sam).get(f"/check-ins?days={range_}" if range_ else "/check-ins")
    range_ = range_ or 14
    assert page.title == "Check-ins"
    assert f"Your last {range_} days" in page.words
    assert f"On {filled} of {range_} days you checked in." in page.words
    current = [
        link
        for link in page.tree.iter("a")
        if link.get("aria-current") == "page" and "range" in (link.get("class") or "")
    ]
    assert [link.text for link in current] == [f"{range_} days"]
    assert {words for words in page.links if words.endswith(" days")} == {"14 days", "30 days", "90 days"}
    assert page.follow("A year").status == 200


@pytest.mark.parametrize("asked", ["0", "7", "-14", "9999999999999999999999", "x", "", "14.5"])
def test_a_range_there_is_not_gives_the_shortest(sam, as_, days, asked):
    assert "Your last 14 days" in as_(sam).get(f"/check-ins?days={asked}").words


@pytest.mark.parametrize("range_", mood.RANGES)
def test_picture_sentence_and_table_agree(sam, as_, days, range_):
    page = as_(sam).get(f"/check-ins?days={range_}")
    said = [words for _, words in rows(page)]
    filled = [words for words in said if words != "No check-in"]
    assert len(said) == range_
    assert filled[-2:] == ["In between", "Very low, then good"]
    assert dots(page) == len(filled)
    assert f"On {len(filled)} of {range_} days you checked in. From very low to" in page.words
    title = next(page.tree.iter(f"{SVG}title"))
    assert f"On {len(filled)} of {range_} days you checked in." in title.text
    assert "On 1 day more than once: the larger dot is the last." in page.words


def test_the_table_is_folded_away_until_it_is_asked_for(sam, as_, days):
    page = as_(sam).get("/check-ins")
    [fold] = list(page.tree.iter("details"))
    assert "open" not in fold.attrib
    assert list(fold.iter("table"))


def test_the_days_stand_under_the_form_and_say_who_can_read_them(sam, as_, days):
    page = as_(sam).get("/check-ins")
    assert page.form("Save, only for me")
    [past] = [part for part in page.tree.iter("section") if part.get("aria-labelledby") == "past"]
    assert "Only you" in " ".join("".join(past.itertext()).split())


def test_today_keeps_its_strip_and_leads_further_back(sam, as_, days):
    page = as_(sam).get("/home")
    assert "Your last seven days" in page.words
    assert page.follow("Look further back").title == "Check-ins"


def test_a_form_with_a_problem_still_shows_the_days(sam, as_, days):
    page = as_(sam).get("/check-ins?days=90").form("Save, only for me").press("Save, only for me")
    assert page.title == "Problem: Check-ins"
    assert "On 3 of 14 days you checked in." in page.words


def test_somebody_else_sees_nothing_of_it(cast, as_):
    check_in(cast.ana, 2)
    assert "Nothing here yet." in as_(cast.ben).get("/check-ins").words
    assert as_(cast.mara).get("/check-ins").status == 404


def test_ninety_full_days_stay_light_and_ask_no_more_than_one(sam, as_):
    def asked(browser):
        browser.get("/check-ins?days=90")
        with counted() as statements:
            page = browser.get("/check-ins?days=90")
        return len(statements), page

    check_in(sam, 3)
    few, _ = asked(as_(sam))
    for ago in range(90):
        for level in (1 + ago % 5, 1 + ago * ago % 5):
            check_in(sam, level, ago)
    many, page = asked(as_(sam))
    assert many == few
    assert dots(page) == 90
    assert len(gzip.compress(page.text.encode(), 9)) <= 8_000  # bytes: the budget of a client's page
