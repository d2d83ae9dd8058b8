"""Files on the page: printing notes, each state of a file, fetching it, asking again, removing it."""

from datetime import timedelta

import pytest
import time_machine

from portal.core.clock import now
from portal.domain import files, journal, outbox
from tests.acts import write
from tests.file_stories import make, row
from tests.summary_stories import here


def newest(actor):
    return here(actor, files.index, actor)[0].id


@pytest.fixture
def page(sam, as_):
    """Sam's browser on the page of the file that was asked for."""
    write(sam, "The harbour was quiet.", "Evening")
    return as_(sam).get("/me/data/print").form("Make the file").press()


def again(page):
    return page.browser.get(page.path)


def test_before_the_first_one_there_is_nothing_and_that_is_fine(sam, as_):
    assert "Nothing here yet." in as_(sam).get("/files").words


def test_the_way_from_my_data_to_the_pages_in_hand(sam, page):
    assert "In line" in page.words
    assert "Yours is next." in page.words
    assert page.title == "File"
    task = here(sam, outbox.take, row(sam, newest(sam)).job_id)
    assert "Reading it once more" in again(page).words
    here(sam, files.gather, task)
    assert "Putting the file together" in again(page).words
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert "Taking longer than usual" in again(page).words


def test_ready_it_can_be_downloaded_under_a_name_that_tells_nothing(sam, page):
    make(sam, newest(sam))
    page = again(page)
    assert "1 page, " in page.words
    assert "Kept here until" in page.words
    fetched = page.follow("Download the file").response
    assert fetched.data.startswith(b"%PDF")
    assert fetched.headers["Content-Disposition"] == f'attachment; filename="file-{now().date()}.pdf"'
    assert fetched.headers["Cache-Control"] == "no-store"
    listed = page.follow("Files")
    assert "Your notes, " in listed.words
    assert "Ready, kept until" in listed.words


def test_removed_by_hand_it_is_gone_and_the_page_says_so(sam, page):
    make(sam, newest(sam))
    listed = again(page).form("Remove it now").press()
    assert "The file is gone from here." in listed.words
    assert "Removed" in again(page).words
    assert page.browser.get(page.path + "/file").path == page.path


def test_past_its_ten_minutes_it_is_asked_for_once_more(sam, page):
    with time_machine.travel(now() + timedelta(minutes=11)):
        here(sam, outbox.sweep)
        (note,) = here(sam, journal.shelf, sam).headers
        here(sam, journal.delete_entry, sam, note.id)
        assert "There are no notes in these days." in again(page).form("Try again").press().words
        here(sam, journal.bring_back, sam, note.id)  # the file is still there, and asks again
        fresh = again(page).form("Try again").press()
        assert fresh.path != page.path
        assert "In line" in fresh.words
        assert page.browser.get(page.path).status == 404


def test_days_that_hold_nothing_are_said_at_the_field_and_stay_typed(sam, as_):
    page = as_(sam).get("/me/data/print").form("Make the file").fill(first="2020-01-01", last="2020-01-02").press()
    assert "There are no notes in these days." in page.words
    assert 'value="2020-01-01"' in page.text
    wrong = page.form("Make the file").fill(first="soon").press()
    assert "This is no day. Write it like 2026-03-31." in wrong.words
