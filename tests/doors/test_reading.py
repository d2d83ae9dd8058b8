"""The page where a person says how they like to read."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain.preferences import CHOICES
from portal.models.sessions import SignedIn


def html_class(page):
    return page.tree.get("class")


@pytest.mark.parametrize(("who", "first"), [("ana", "/home"), ("mara", "/desk/inbox"), ("olga", "/office/people")])
def test_what_is_chosen_shows_on_every_page_of_this_person_and_stays_chosen(cast, as_, who, first):
    browser = as_(cast.people[who])
    assert html_class(browser.get(first)) is None
    page = browser.get("/me/reading").form("Keep these").fill(theme="dim", text="130", veil="on").press()
    assert "This is how pages look to you from now on." in page.words
    assert html_class(page) == html_class(browser.get(first)) == "theme-dim text-130 veil-on"
    values = page.form("Keep these").values
    assert (values["theme"], values["text"], values["cover"]) == (["dim"], ["130"], ["on"])


def test_everything_can_be_set_back(cast, as_):
    ana = as_(cast.ana)
    shown = {name: options for name, options in CHOICES.items() if name != "shortcuts"}  # chosen in the inbox
    ana.get("/me/reading").form("Keep these").fill(**{name: options[-1] for name, options in shown.items()}).press()
    page = (
        ana.get("/me/reading").form("Keep these").fill(**{name: options[0] for name, options in shown.items()}).press()
    )
    assert html_class(page) is None


@pytest.mark.parametrize("value", ["pink", "dim theme-dark", "<b>", "x" * 5000])
def test_what_is_no_choice_is_said_at_its_field_and_stands_on_no_page(cast, as_, value):
    ana = as_(cast.ana)
    page = ana.get("/me/reading").form("Keep these").fill(theme=value).press()
    assert page.title == "Problem: Reading"
    assert "Choose one of these." in page.words
    assert html_class(ana.get("/home")) is None


def test_whoever_is_signed_out_looks_like_everybody(cast, as_):
    ana = as_(cast.ana)
    ana.get("/me/reading").form("Keep these").fill(theme="dim").press()
    ana.post("/out", {"csrf_token": ana.token()})
    assert html_class(ana.get("/in")) is None


def test_a_sign_of_life_is_taken_and_says_when_nobody_is_there(cast, as_):
    ana = as_(cast.ana)
    began = ana_seen_at(cast)
    with time_machine.travel(now() + timedelta(seconds=5), tick=False):
        assert ana.post("/still-here").status == 204
        assert ana_seen_at(cast) > began
    assert as_(None, "willow").post("/still-here").status == 401
    assert ana.post("/still-here", headers={"Sec-Fetch-Site": "cross-site"}).status == 400


def ana_seen_at(cast):
    with unit_of_work(cast.ana.practice_id, writes=False):
        return db.session.scalars(select(SignedIn.seen_at).where(SignedIn.person_id == cast.ana.person_id)).one()
