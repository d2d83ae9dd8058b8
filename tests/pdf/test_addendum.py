"""The page of an addendum: a valid PDF/UA that names nobody outside its words, and the same one each time."""

import io
from datetime import UTC, datetime
from uuid import UUID

import page
import pytest
from pypdf import PdfReader

from portal.core import pdf
from portal.core.pdf import locking
from portal.domain.summaries import AddendumPage
from tests.pdf.payloads import CANARY

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
HOSTILE = f"<b>{CANARY}</b> \u05e9\u05dc\u05d5\u05dd {{{{ 7 * 7 }}}} <img src=file:///etc/passwd>\n> > > # deep"
PASSWORD = "seven grey herons by the weir"


def drawn(words):
    about = (2, AT, AT.replace(day=20), "Mara Lindqvist")
    return pdf.render("addendum.html", addendum=AddendumPage(*about, words, UUID(int=1), b""))


@pytest.mark.parametrize("words", ["She **called** later.", "x" * 5_000, HOSTILE])
def test_it_is_a_valid_pdf_ua_whatever_stands_in_it(words):
    report = page.validate_pdf_bytes(drawn(words).pdf, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_it_says_what_it_amends_and_its_title_names_nobody():
    made = PdfReader(io.BytesIO(drawn("She **called** later.").pdf))
    said = " ".join(made.pages[0].extract_text().split())
    for words in ("Addendum 2", "20 November 2026, 09:30 UTC", "Written by Mara Lindqvist", "She called later."):
        assert words in said
    assert made.metadata["/Title"] == "Addendum 2, 27 November 2026"


def test_the_same_words_give_the_same_bytes_and_a_locked_copy_never_does():
    first, second = (drawn("She called later.").pdf for _ in range(2))
    assert first == second
    assert locking.lock(first, PASSWORD) != locking.lock(first, PASSWORD)
