"""Taking everything away, on the page: the password once more, and then the way of every file."""

import io
import zipfile

import pytest

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import files, sessions
from portal.models.sessions import SignedIn
from tests.acts import write
from tests.cast import PASSWORD, add_person, found_practice
from tests.file_stories import make
from tests.summary_stories import here


@pytest.fixture
def ana(house):
    return add_person(found_practice("elm"), "Ana", Role.CLIENT, password=PASSWORD)


@pytest.fixture
def later(ana, as_):
    """A page of hers that was left open for a while."""
    browser = as_(ana)
    with unit_of_work(ana.practice_id):
        db.session.query(SignedIn).one().stepped_up_at = now() - sessions.FRESH
    return browser


def again(page, password=PASSWORD):
    assert page.title.endswith("Password")
    return page.form("Go on").fill(**{"again-password": password}).press()


def test_with_the_password_an_archive_is_made(ana, later):
    write(ana, "The harbour was quiet.")
    page = later.get("/me/data").follow("Take everything with you")
    page = again(page).form("Make the archive").press()
    assert "Everything you keep here" in page.words
    make(ana, here(ana, files.index, ana)[0].id)
    found = page.browser.get(page.path).follow("Download the file").response
    assert found.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        assert "The harbour was quiet." in archive.read("read.html").decode()


def test_with_another_password_nothing_is_made_and_tries_grow_slow(ana, later):
    page = later.get("/me/data/export")
    for _ in range(5):
        page = again(page, "not the password of anybody")
        assert "That is not your password now." in page.words
    assert "There were several tries in a short time." in again(page).words
    assert later.get("/me/data/export").title == "Password"
    assert later.post("/me/data/export", {"csrf_token": later.token()}).title == "Password"
    assert here(ana, files.index, ana) == []


def test_closing_asks_for_the_password_and_signs_out(later):
    page = later.get("/me/data").follow("Close this account")
    page = again(page).form("Close my account").press()
    assert page.title == "Welcome"
    assert later.get("/notes").title == "Sign in"


def test_some_days_are_looked_at_first_and_everything_asks_for_the_password(ana, later):
    write(ana, "The harbour was quiet.")
    page = later.get("/me/data").follow("Delete some days")
    page = page.form("Look how much").fill(first="2020-01-01", last="2020-01-02").press("Look how much")
    assert "There is nothing in these days." in page.words
    page = page.form("Look how much").fill(last="2100-01-01").press("Look how much")
    assert "In these days: 1 note." in page.words
    assert "Deleted: 1 note." in page.form("Delete them").press("Delete them").words
    page = again(later.get("/me/data/delete/everything"))
    assert "Deleted: nothing." in page.form("Delete everything").press().words
