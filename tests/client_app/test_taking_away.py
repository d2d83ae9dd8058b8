"""Taking everything away, on the page: the password once more, and then the way of every file."""

import io
import zipfile

import pytest

from portal.core.actor import Role
from portal.domain import files
from tests.acts import write
from tests.cast import PASSWORD, add_person, found_practice
from tests.file_stories import make
from tests.summary_stories import here


@pytest.fixture
def ana(house):
    return add_person(found_practice("elm"), "Ana", Role.CLIENT, password=PASSWORD)


def test_with_the_password_an_archive_is_made(ana, as_):
    write(ana, "The harbour was quiet.")
    page = as_(ana).get("/me/data").follow("Take everything with you")
    page = page.form("Make the archive").fill(password=PASSWORD).press()
    assert "Everything you keep here" in page.words
    make(ana, here(ana, files.index, ana)[0].id)
    found = page.browser.get(page.path).follow("Download the file").response
    assert found.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        assert "The harbour was quiet." in archive.read("read.html").decode()


def test_with_another_password_nothing_is_made_and_tries_grow_slow(ana, as_):
    page = as_(ana).get("/me/data/export")
    for _ in range(5):
        page = page.form("Make the archive").fill(password="not the password of anybody").press()
        assert "That is not your password now." in page.words
    assert (
        "There were several tries in a short time."
        in page.form("Make the archive").fill(password=PASSWORD).press().words
    )
    assert here(ana, files.index, ana) == []


def test_closing_asks_for_the_password_and_signs_out(ana, as_):
    browser = as_(ana)
    page = browser.get("/me/data").follow("Close this account")
    page = page.form("Close my account").fill(password="not the password of anybody").press()
    assert "That is not your password now." in page.words
    page = page.form("Close my account").fill(password=PASSWORD).press()
    assert page.title == "Welcome"
    assert browser.get("/notes").title == "Sign in"


def test_some_days_are_looked_at_first_and_everything_asks_for_the_password(ana, as_):
    write(ana, "The harbour was quiet.")
    browser = as_(ana)
    page = browser.get("/me/data").follow("Delete some days")
    page = page.form("Look how much").fill(first="2020-01-01", last="2020-01-02").press("Look how much")
    assert "There is nothing in these days." in page.words
    page = page.form("Look how much").fill(last="2100-01-01").press("Look how much")
    assert "In these days: 1 note." in page.words
    assert "Deleted: 1 note." in page.form("Delete them").press("Delete them").words
    page = browser.get("/me/data/delete/everything").form("Delete everything").fill(password="not it at all").press()
    assert "That is not your password now." in page.words
    assert "Deleted: nothing." in page.form("Delete everything").fill(password=PASSWORD).press().words
