"""Bringing a journal along, on the page: without script, what is refused, moods to be said, steps, taking back."""

import io

import pytest

from tests.imports import samples

PATH = "/me/data/import"


def send(browser, data, name="journal.txt"):
    """Choose this file and send it."""
    form = browser.get(PATH).form("Look through it")
    data = data if isinstance(data, bytes) else data.encode()
    form.values["file"] = [(io.BytesIO(data), name)]
    return form.press()


@pytest.fixture
def browser(sam, as_):
    return as_(sam)


def test_from_the_file_to_notes_that_only_sam_can_read(browser):
    page = send(browser, samples.JRNL)
    assert "What will come in" in page.words
    assert "1 July 2019" in page.words
    assert "Starred there, pinned here 1" in page.words
    page = page.form("Bring it in, only for me").press()
    assert "All of it is in" in page.words
    shelf = browser.get("/notes")
    assert "A walk by the water." in shelf.words
    assert "Only you" in shelf.words


def test_names_of_moods_are_asked_for_and_what_is_missing_is_said_beside_them(browser):
    page = send(browser, samples.DAYLIO_CSV)
    assert "A quotation mark in it is never closed." in page.words
    form = page.form("Bring it in")
    assert form.values["level_0"] == ["5"]
    page = form.press()
    assert "Choose a level, or none." in page.words
    page = page.form("Bring it in").fill(level_2="2").press()
    assert "All of it is in" in page.words
    assert "Low" in browser.get("/check-ins").words


def test_a_long_one_goes_on_by_the_button(browser):
    page = send(browser, samples.many(1_001)).form("Bring it in").press()
    assert "1,000 of 1,001 are in." in page.words
    assert "data-goes-on" in page.text
    listed = browser.get(PATH)
    assert "1,000 of 1,001 are in" in listed.words
    assert "All of it is in" in page.form("Go on").press().words


def test_all_of_it_is_taken_back_by_one_button(browser):
    page = send(browser, samples.JRNL).form("Bring it in").press()
    listed = page.form("Take all of it back").press()
    assert "Taken back: 2 are gone from here for good." in listed.words
    assert "A walk by the water." not in browser.get("/notes").words
    assert "is gone from here for good" in browser.get(page.path).words


def test_left_alone_it_is_forgotten(browser):
    page = send(browser, samples.JRNL)
    assert "Nothing of that file is here any more." in page.form("Leave it").press().words
    assert browser.get(page.path).status == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "This archive is damaged"),
        (b"\x00" * 9, "This is not a file that"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(browser, data, said):
    page = send(browser, data, "journal")
    assert said in page.words
    assert page.status == 200
    assert "Brought along" not in page.words


def test_markup_in_a_journal_stays_words_in_the_preview_and_in_the_note(browser):
    """Every page a test sees is looked through for scripts and handlers; here the words must stand on it besides."""
    mood, words = "<img src=x onerror=alert(1)>", "<script>alert(1)</script> [more](javascript:alert(1))"
    row = f'2025-05-30,30 May,Friday,6:50 pm,{mood},<b>walk</b>,<i>Title</i>,"{words}"'
    page = send(browser, f"{samples.DAYLIO_CSV.splitlines()[0]}\n{row}\n", "<svg onload=alert(1)>.csv")
    assert mood in page.words
    assert page.form("Bring it in").fill(level_0="3").press().status == 200
    note = browser.get("/notes").follow("<i>Title</i>")
    assert "<script>alert(1)</script>" in note.words
    assert not [href for href in note.links.values() if href.startswith("javascript")]


def test_without_a_file_and_with_words_in_its_place_the_page_says_so(browser):
    form = browser.get(PATH).form("Look through it")
    assert "This file is empty." in form.press().words
    assert "This file is empty." in form.fill(file="Monday. Slept.").press().words


def send_raw(browser, data):
    """As `send`, without the file that the test client would put a large form into."""
    form = browser.get(PATH).form("Look through it")
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said[0]}\r\n'
        for name, said in form.values.items()
    ]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="journal.txt"\r\n\r\n'
    body = "".join([*(part for part in parts if 'name="file"' not in part), head]).encode() + data + b"\r\n--x--\r\n"
    return browser.client.post(browser._at(PATH), data=body, content_type="multipart/form-data; boundary=x")


def test_more_than_the_page_takes_is_refused_with_how_much_it_takes(browser):
    answer = send_raw(browser, b"[2020-01-01 10:00] " + b"x" * (64 * 1024 * 1024))
    assert answer.status_code == 413
    assert b"A file can have 64 MB." in answer.data


def test_more_than_other_pages_take_is_still_taken_here(browser):
    data = b"".join(b"[2020-01-01 10:%02d] " % minute + b"Long words. " * 4_000 + b"\n" for minute in range(55))
    assert len(data) > 2_500_000
    assert send_raw(browser, data).status_code == 303
