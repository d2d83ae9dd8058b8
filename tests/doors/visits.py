"""Coming in by the page, the cookies of a browser, and the numbers on a page."""

from portal.core.db import db, unit_of_work
from portal.models.people import Person
from tests import second_step
from tests.browser import Browser

PASSWORD = "seven herons over the weir"
PEOPLE = "/office/people"


def sign_in(browser, name="olga@example.org", password=PASSWORD, *, next_path=None, follow=False):
    page = browser.get("/in", query_string={"next": next_path} if next_path is not None else None)
    page = page.form("Sign in").fill(sign_in_name=name, password=password).press("Sign in", follow=follow)
    return second_step.answer(page, follow=follow)


def cookies(browser):
    return {cookie.key: cookie.value for cookie in browser.client._cookies.values()}


def is_in(browser):
    return browser.get(PEOPLE, follow=False).status == 200


def with_cookies(house, kept):
    other = Browser(house.test_client())
    for name, value in kept.items():
        other.client.set_cookie(name, value)
    return other


def change(person, model, **values):
    with unit_of_work(person.practice_id):
        where = model.id == person.person_id if model is Person else model.person_id == person.person_id
        for name, value in values.items():
            setattr(db.session.query(model).where(where).one(), name, value)


def numbers(page):
    """The numbers to call and to text, in the order of reading, as the phone gets them."""
    return [a.get("href") for a in page.tree.iter("a") if a.get("href", "").startswith(("tel:", "sms:"))]


def agreed(page):
    """What a client who has just joined is asked before the first page: nothing is ticked for anybody."""
    page = page.form("Agree").press("Agree")
    assert "Tick the box when you agree." in page.words
    return page.form("Agree").fill(yes="y").press("Agree")
