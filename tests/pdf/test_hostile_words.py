"""Whatever stands in a field of a summary is drawn as text, within limits, and fetches nothing (SECURITY T47-T49)."""

import io
import re
from dataclasses import fields, replace

import pytest
from pypdf import PdfReader

from portal.core import pdf
from portal.domain.summaries import Quotation, SummaryDraft
from portal.domain.summaries.draft import Block, Section
from tests.pdf.drafts import draft, drawn, quotation
from tests.pdf.payloads import CANARY, NAMES, trap

EMOJI = "\U0001f642\U0001f469\u200d\U0001f469\u200d\U0001f467"
CODES = frozenset({"section", "word", "kind", "audience", "zone"})  # our own, never anybody's words
ARABIC = "\u0627\u0644\u064a\u0648\u0645 \u0643\u0627\u0646 \u0647\u0627\u062f\u0626\u0627 (12) "
SCRIPTS = (
    '<script>alert(1)</script>"\'>',
    "<img src=x onerror=alert(1)>",
    "</title></style></p></article><h1>taken over</h1>",
    "{{ summary.made_at }}{% raw %}{# a #}",
    "<!--", "]]>", "&lt;b&gt; &amp;amp; &#0; &#xD800;", "javascript:alert(1)",
)  # fmt: skip


@pytest.fixture
def armed(tmp_path):
    with trap(tmp_path) as made:
        yield made


def filled(text):
    """A summary with this text in each field that holds text, whoever wrote it."""
    worded = {made.name: text for made in fields(Quotation) if made.type is str and made.name not in CODES}
    told = {made.name: text for made in fields(SummaryDraft) if made.type is str and made.name not in CODES}
    assert {"title", "body", "question"} == set(worded)
    assert {"client_name", "therapist_name", "practice_name", "note", "plan", "chain_head"} <= set(told)
    cells = {made.name: text for made in fields(Block) if made.type is str and made.name not in CODES}
    assert {"label", "body", "said"} == set(cells)
    blocks = [Block("quote", **cells), Block("quote", **(cells | {"is_plain": True})), Block("chart", **cells)]
    blocks.append(Block("table", **cells, head=(text, text), rows=((text, text), ("", text))))
    sections = (Section("agenda", tuple(blocks)), Section("note"), Section("words"), Section("plan"))
    return draft([replace(quotation(1), **worded)], **told, sections=sections)


def words(document):
    return "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(document.pdf)).pages)


def squeezed(text):
    return re.sub(r"[\s\u200b]", "", text)


# ------------------------------------------------------------------ fetching


@pytest.mark.parametrize("name", NAMES)
def test_a_payload_in_every_field_is_text_and_fetches_nothing(armed, name):
    payload = armed.payloads()[name]
    document = pdf.render("session_summary.html", summary=filled(payload))
    assert armed.calls == []
    assert PdfReader(io.BytesIO(document.pdf)).attachments == {}
    assert CANARY not in words(document)
    assert squeezed(words(document)).count(squeezed(payload)) >= 6


@pytest.mark.parametrize("text", SCRIPTS)
def test_markup_in_every_field_is_text(text):
    html = pdf.render_html("session_summary.html", summary=filled(text))
    plain = pdf.render_html("session_summary.html", summary=filled("plain"))
    assert re.findall(r"<[a-z!/][^>]*>", html) == re.findall(r"<[a-z!/][^>]*>", plain)
    assert squeezed(text) in squeezed(words(pdf.render("session_summary.html", summary=filled(text))))


# ------------------------------------------------------------------ cost


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 3000, id="3,000 nested tags"),
        pytest.param("a" * 200_000, id="a word of 200 kB"),
        pytest.param("word\u00a0" * 10_000, id="10,000 words that do not part"),
        pytest.param(EMOJI * 5000, id="emoji"),
        pytest.param(ARABIC * 3000, id="right to left"),
        pytest.param("\u202ea\u202cb" * 10_000, id="20,000 turns of direction"),
        pytest.param("\u200b" * 50_000, id="50,000 signs of no width"),
        pytest.param("a\u0301\u0302\u0303" * 5000, id="15,000 accents"),
        pytest.param("a\n" * 5000, id="5,000 lines"),
        pytest.param("a\n\n" * 3000, id="3,000 paragraphs"),
        pytest.param("\ud800\x00\udfff\x1b" * 500, id="signs that are none"),
    ],
)
def test_costly_words_are_drawn(body):
    assert drawn([quotation(1, body)]).pages >= 1


@pytest.mark.slow
def test_a_long_summary_is_drawn_whole():
    document = drawn(
        [quotation(mark, f"note {mark} begins. " + "Words of a usual length. " * 50) for mark in range(1, 61)]
    )
    said = words(document)
    assert all(f"note {mark} begins." in said for mark in range(1, 61))


@pytest.mark.parametrize(
    "quotations",
    [
        pytest.param([quotation(mark, "Short.") for mark in range(1, 1001)], id="1,000 notes"),
        pytest.param([quotation(1, "a\n" * 50_000)], id="50,000 lines"),
        pytest.param([quotation(1, "a\n\n" * 30_000)], id="30,000 paragraphs"),
        pytest.param([quotation(1, "words " * 300_000)], id="1.8 MB"),
    ],
)
def test_what_is_too_much_for_one_document_is_said_at_once(quotations):
    with pytest.raises(pdf.TooBig):
        drawn(quotations)
