"""What a document may ask for, what it may weigh, and that its words come out as they went in (SECURITY T48, T49)."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import page
import pytest
import weasyprint
from jinja2 import UndefinedError
from pypdf import PdfReader

from portal.core import pdf
from portal.core.errors import PortalError
from portal.core.pdf import drawing
from portal.core.pdf.drawing import FatalURLFetchingError, RefusingFetcher
from tests.pdf.drafts import draft
from tests.pdf.payloads import CANARY, NAMES, trap

ROOT = Path(__file__).parents[2]


@pytest.fixture
def armed(tmp_path):
    with trap(tmp_path) as made:
        yield made


def paper(body):
    return f'<!doctype html><html lang="en"><head><title>Paper</title></head><body>{body}</body></html>'


def words(document):
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(document)).pages)


def attached(document):
    return {name: b"".join(parts) for name, parts in PdfReader(io.BytesIO(document)).attachments.items()}


# ------------------------------------------------------------------ what may be fetched


@pytest.mark.parametrize("name", NAMES)
def test_raw_html_reaches_neither_the_network_nor_a_file(armed, name):
    payload = armed.payloads()[name]
    try:
        document = pdf.draw(paper(f"<p>before</p>{payload}<p>after</p>")).pdf
    except pdf.Refused:
        document = b""
    assert armed.calls == []
    assert document == b"" or (CANARY not in words(document) and attached(document) == {})


def test_the_payloads_would_reach_both_without_our_fetcher(armed):
    leaks = 0
    for payload in armed.payloads().values():
        armed.calls.clear()
        document = weasyprint.HTML(string=paper(payload)).write_pdf()
        leaks += bool(armed.calls) or CANARY.encode() in b"".join(attached(document).values())
    assert leaks >= 11  # SECURITY 5 (2)


def test_style_sheets_and_metadata_by_address_are_refused_too(armed):
    for address in (f"{armed.address}/x", armed.file.as_uri()):
        for option in ("stylesheets", "xmp_metadata", "attachments"):
            document = weasyprint.HTML(string=paper("<p>a</p>"), url_fetcher=RefusingFetcher())
            with pytest.raises(FatalURLFetchingError):
                document.write_pdf(**{option: [address]})
    assert armed.calls == []


@pytest.mark.parametrize(
    "address",
    [
        "asset:",
        "asset:Nothing.ttf",
        "asset:../../../../../etc/passwd",
        "asset:/etc/passwd",
        "asset:Literata-Regular.ttf?x",
        "ASSET:Literata-Regular.ttf",
        "data:text/plain,a",
        "file:///etc/passwd",
        "ftp://127.0.0.1/a",
        "https://127.0.0.1/a",
        "about:blank",
        "Literata-Regular.ttf",
    ],
)
def test_the_fetcher_knows_the_shipped_files_and_nothing_else(address):
    with pytest.raises(FatalURLFetchingError) as refusal:
        RefusingFetcher().fetch(address)
    assert address not in str(refusal.value)


def test_each_shipped_file_is_there_and_the_style_sheet_asks_for_each():
    asked = set(re.findall(r'url\("([^"]+)"\)', drawing.STYLE.read_text("utf-8")))
    assert asked == set(drawing.SHIPPED)
    for address in asked:
        assert RefusingFetcher().fetch(address).read()[:4] == b"\x00\x01\x00\x00"  # a TrueType font


def test_a_refusal_is_an_error_a_job_can_catch_and_does_not_repeat_the_address(armed):
    with pytest.raises(PortalError) as refusal:
        pdf.draw(paper(f'<img src="{armed.address}/told" alt="a">'))
    assert "told" not in str(refusal.value)
    assert refusal.value.__suppress_context__


# ------------------------------------------------------------------ templates


def test_a_name_the_template_needs_and_does_not_get_is_an_error():
    told = {name: getattr(draft(), name) for name in dir(draft()) if not name.startswith("_")}
    assert pdf.render_html("session_summary.html", summary=told)
    del told["practice_name"]
    with pytest.raises(UndefinedError, match="practice_name"):
        pdf.render_html("session_summary.html", summary=told)


def test_what_stands_in_a_value_is_text():
    html = pdf.render_html("session_summary.html", summary=draft(client_name="<b>Sam</b> & \"Co\" 'x'"))
    assert "<b>Sam" not in html
    assert "&lt;b&gt;Sam&lt;/b&gt; &amp; &#34;Co&#34; &#39;x&#39;" in html


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_a_sign_that_no_pdf_can_carry_becomes_a_replacement_sign(sign):
    document = pdf.render("session_summary.html", summary=draft(note=f"be{sign}fore"))
    assert "be\ufffdfore" in words(document.pdf)


# ------------------------------------------------------------------ how much


def test_more_than_a_document_can_hold_is_said_before_anything_is_drawn(monkeypatch):
    html = pdf.render_html("session_summary.html", summary=draft())
    weight = len(html) + pdf.LINE_WEIGHT * (html.count("<") + html.count("\n"))
    monkeypatch.setattr(pdf, "MOST_WEIGHT", weight)
    assert pdf.render("session_summary.html", summary=draft()).pages == 1
    monkeypatch.setattr(pdf, "MOST_WEIGHT", weight - 1)
    with pytest.raises(pdf.TooBig):
        pdf.render("session_summary.html", summary=draft())


# ------------------------------------------------------------------ drawing


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Quiet", "ltr"),
        ("\u0647\u0627\u062f\u0626", "rtl"),
        ("\u05e9\u05e7\u05d8", "rtl"),
        ("12 (\u05e9\u05e7\u05d8) quiet", "rtl"),
        ("12!", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_paragraph_runs_in_the_direction_of_its_first_strong_letter(text, direction):
    root = weasyprint.HTML(string=paper(f'<p dir="auto">{text}</p>')).etree_element
    drawing._prepare(root)
    assert [element.get("dir") for element in root.iter("p")] == [direction]


def test_words_of_a_usual_length_are_drawn_untouched():
    for text in ("word " * 100, "x" * 59, "\u9759\u304b" * 100, "\u0e01" * 200):
        root = weasyprint.HTML(string=paper(f"<p>{text}</p>")).etree_element
        drawing._prepare(root)
        assert [element.text for element in root.iter("p")] == [text]


def test_warming_loads_what_a_document_needs_and_changes_nothing_in_it(tmp_path):
    code = """
import sys
from pathlib import Path
from portal.core import pdf
from portal.launch import native
from tests.pdf.drafts import drawn
native.load(Path(sys.argv[2]))  # as the worker does
assert "weasyprint" not in sys.modules
if sys.argv[1] == "warm":
    pdf.warm()
    assert "weasyprint" in sys.modules
sys.stdout.buffer.write(drawn(2).pdf)
"""
    documents = {
        subprocess.run(
            [sys.executable, "-c", code, how, tmp_path],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for how, seed in (("warm", "1"), ("cold", "2"))
    }
    assert len(documents) == 1
    assert documents.pop().startswith(b"%PDF-1.7")


def test_the_floor_for_the_benchmark_draws_the_same_pages():
    html = pdf.render_html("session_summary.html", summary=draft(3))
    document = pdf.render("session_summary.html", summary=draft(3))
    assert words(pdf.bare(html)) == words(document.pdf)
    assert page.is_pdf_compliant_bytes(document.pdf, profile="ua1")
