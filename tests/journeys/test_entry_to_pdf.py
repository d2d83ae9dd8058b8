"""The main job, end to end, over HTTP with the real worker: from the first start to the PDF, and back to private."""

import io

import pytest
from pypdf import PdfReader

from tests.journeys.people import assign, invite, join, set_up

SHARED = "I asked again tonight and he said no. I went quiet."
PRIVATE = "Nobody is to read about the blue suitcase."
NOTE = "Listened. Next time: the walk."


def write(browser, body, title):
    page = browser.get("/notes/new")
    page = page.form("Keep private").fill(title=title, body=body).press("Keep private")
    assert title in page.words
    return page


def make(therapist, processes):
    """Ask for a summary of everything shared in the last weeks and let the worker make it."""
    page = therapist.get("/desk/summaries/new")
    page = page.form("Make PDF").fill(note=NOTE).press("Make PDF")
    assert "In line" in page.words
    log = processes.burst()
    assert SHARED not in log
    return therapist.get(page.path)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.slow
def test_from_the_first_start_to_the_pdf_and_back_to_private(house, processes, queue):
    olga = set_up(house)
    mara = join(house, "Mara", *invite(olga, "Mara", "therapist"))
    sam = join(house, "Sam", *invite(olga, "Sam", "client"), way_back="practice")
    assign(olga, "Sam", "Mara")

    write(sam, PRIVATE, "Mine")
    page = write(sam, SHARED, "After we talked")
    note = page.path
    page = page.follow("See it as Mara will")
    assert SHARED in page.words
    assert "Nothing of it has been shared with Mara yet" in page.words
    assert "All read" in mara.get("/desk/inbox").words
    page = page.form("Share with Mara").press("Share with Mara")
    assert "All read" in mara.get("/desk/inbox").words
    page = page.form("Open it now").press("Open it now")

    inbox = mara.get("/desk/inbox")
    assert "After we talked" in inbox.words
    assert "Mine" not in inbox.words
    reading = inbox.follow("After we talked")
    assert SHARED in reading.words
    assert "blue suitcase" not in reading.text

    summary = make(mara, processes)
    pdf = mara.client.get(f"{summary.path}/file")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert SHARED in text_of(pdf.data)
    assert NOTE in text_of(pdf.data)
    assert "blue suitcase" not in text_of(pdf.data)
    assert SHARED in mara.get(f"{summary.path}/web").words

    log = sam.get("/sharing/log").words
    assert "Mara opened" in log
    assert "After we talked" in log

    page = sam.get(note)
    page = page.form("Stop sharing").press("Stop sharing")
    assert "From now on Mara can’t open this" in page.words
    assert "After we talked" not in mara.get("/desk/inbox?pile=read").words
    gone = mara.get(reading.path)
    assert gone.status == 404
    assert SHARED not in gone.text

    page = mara.get("/desk/summaries/new")
    assert "After we talked" not in page.words
    assert "Nothing shared" in page.words
    assert SHARED in sam.get(note).words
