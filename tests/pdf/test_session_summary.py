"""A session summary on paper: what it says, whose words are whose, and that a reader who cannot see it can read it."""

import io
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import page
import pikepdf
import pytest
from pypdf import PdfReader

from portal.core import language, pdf
from tests.pdf.drafts import WORDS, draft, drawn, quotation

SAMPLES = {
    "one quotation": lambda: drawn(1),
    "twelve quotations": lambda: drawn(12),
    "nothing shared": lambda: drawn(0, note=""),
    "two withdrawn": lambda: drawn(2, left_out=2),
    "all withdrawn": lambda: drawn(0, left_out=1),
    "no note, no title": lambda: drawn([quotation(1, title="")], note=""),
}


def reader(document):
    return PdfReader(io.BytesIO(document.pdf))


def sheets(document):
    """The text of each page, every run of white space one space."""
    return [" ".join(sheet.extract_text().split()) for sheet in reader(document).pages]


def words(document):
    return " ".join(sheets(document))


def fonts_of(document):
    """Each piece of text with the font it is set in."""
    pieces = []
    for sheet in reader(document).pages:
        sheet.extract_text(
            visitor_text=lambda text, _cm, _tm, font, _size: pieces.append(
                (text.strip(), (font or {}).get("/BaseFont"))
            )
        )
    return [(text, str(font).partition("+")[2]) for text, font in pieces if text]


def places_of(document):
    """Each piece of text with where it begins: points from the left edge of the paper."""
    pieces = []
    for sheet in reader(document).pages:
        sheet.extract_text(visitor_text=lambda text, cm, tm, *_: pieces.append((text.strip(), tm[4] * cm[0] + cm[4])))
    return [(text, x) for text, x in pieces if text]


# ------------------------------------------------------------------ what it says


def test_it_says_who_when_and_whose_words():
    said = words(drawn(1))
    for part in (
        "Session summary",
        "Sam Okafor",
        "6 to 20 November 2026",
        "Prepared by Mara Lindqvist",
        "Practice by the Lock",
        "Themes and my note",
        "Rehearse the wording.",
        "In Sam\u2019s words",
        "After we talked",
        "The last time I felt listened to was the Sunday walk.",
        "7 November 2026 Source 1",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 6), date(2026, 11, 20), "6 to 20 November 2026"),
        (date(2026, 10, 28), date(2026, 11, 20), "28 October to 20 November 2026"),
        (date(2025, 12, 28), date(2026, 1, 4), "28 December 2025 to 4 January 2026"),
        (date(2025, 11, 6), date(2026, 11, 6), "6 November 2025 to 6 November 2026"),
        (date(2026, 11, 20), date(2026, 11, 20), "summary Sam Okafor 20 November 2026"),
    ],
)
def test_a_period_is_said_in_as_few_words_as_it_needs(first, last, said):
    assert said in words(drawn(0, period_from=first, period_to=last))


def test_times_are_those_of_the_zone_they_come_in():
    here = datetime(2026, 11, 20, 14, 3, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
    assert "had agreed to share on 20 November 2026, 15:03 CET" in words(drawn(0, made_at=here))


def test_an_empty_period_says_nothing_shared_and_shows_no_table():
    said = words(drawn(0))
    assert "words Nothing shared" in said
    assert "Version" not in said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "One thing was withdrawn since this summary was asked for. It is left out."),
        (2, "2 things were withdrawn since this summary was asked for. They are left out."),
    ],
)
def test_what_was_withdrawn_meanwhile_is_counted(count, said):
    assert said in words(drawn(1, left_out=count))


def test_nothing_is_said_of_withdrawing_when_nothing_was():
    assert "withdrawn" not in words(drawn(1))


def test_without_a_note_of_the_therapist_there_is_no_place_for_one():
    assert "Themes and my note" not in words(drawn(1, note=""))


def test_paragraphs_and_line_ends_stay_where_the_client_put_them():
    html = pdf.render_html("_summary_body.html", summary=draft([quotation(1, "\r\n a \r\nb\r\n \t\r\n\r\nc\n")]))
    assert '<p dir="auto"> a \nb</p><p dir="auto">c</p>' in html
    lines = reader(drawn([quotation(1, "first line\nsecond line\n\nthird line")])).pages[0].extract_text().splitlines()
    place = lines.index("first line")
    assert lines[place : place + 3] == ["first line", "second line", "third line"]


def test_above_an_answer_stands_its_question_and_an_address_stands_once():
    body = "See https://example.org/a&b and [there](https://example.com)."
    said = words(drawn([quotation(1, body, question="What grew?"), quotation(2)]))
    assert "The question: What grew?" in said
    assert said.count("The question:") == 1
    # Two slashes of this font stand so far apart that a reader of PDFs may take them for two words.
    assert "See https://example.org/a&b and there (https://example.com)." in said.replace("/ /", "//")


# ------------------------------------------------------------------ where it comes from


def test_each_quotation_is_traced_to_its_note_version_item_and_consent():
    until = datetime(2027, 5, 20, tzinfo=UTC)
    document = drawn([quotation(1), quotation(2, until=until)])
    said = words(document)
    assert "Source What Version Sealed item Consent Shared on Until" in said
    for made, end in ((quotation(1), "No end set"), (quotation(2), "19 May 2027")):
        refs = [str(ref)[:8] for ref in (made.entry_ref, made.item_ref, made.consent_ref)]
        assert f"{made.mark} Note {refs[0]} {made.version} {refs[1]} {refs[2]} 18 November 2026 {end}" in said


def test_the_mark_and_its_source_lead_to_one_another():
    document = drawn(2)
    names = set(reader(document).named_destinations)
    assert {"source-1", "source-2", "quotation-1", "quotation-2"} <= names
    links = [note.get_object() for sheet in reader(document).pages for note in sheet["/Annots"]]
    assert sorted(str(link["/Dest"]) for link in links) == ["quotation-1", "quotation-2", "source-1", "source-2"]
    assert all("/URI" not in link.get("/A", {}) for link in links)


def test_the_head_of_the_audit_chain_stands_on_the_page_whole():
    for count in (0, 1):
        assert draft().chain_head in words(drawn(count))


# ------------------------------------------------------------------ how it looks


def test_the_clients_words_are_serif_and_everything_else_is_sans():
    pieces = fonts_of(drawn(3, left_out=1))
    serif = {text for text, font in pieces if font == "Harbour-Voice"}
    sans = {text for text, font in pieces if font in {"Harbour-Sans", "Harbour-Sans-Semi-Bold"}}
    assert {font for _, font in pieces} == {"Harbour-Voice", "Harbour-Sans", "Harbour-Sans-Semi-Bold"}
    assert {"After we talked", WORDS[0]} <= serif
    assert {"Rehearse the wording.", "Session summary", "Sources", "Version"} <= sans
    assert serif & sans == set()
    emphasis = dict(fonts_of(drawn([quotation(1, "A *soft* and a **firm** word.")])))
    assert (emphasis["soft"], emphasis["firm"]) == ("Harbour-Voice-Italic", "Harbour-Voice-Semi-Bold")


def test_every_page_is_numbered_and_marked_confidential():
    document = drawn(12)
    said = sheets(document)
    assert len(said) == document.pages > 1
    for number, sheet in enumerate(said, start=1):
        assert f"Page {number} of {document.pages}" in sheet
        assert "Confidential. Only what Sam Okafor had agreed to share on 20 November 2026, 14:03 UTC." in sheet


@pytest.mark.parametrize("body", ["x" * 2000, "\u05e9" * 2000, "word\u00a0" * 400])
def test_no_word_leaves_the_paper(body):
    document = drawn([quotation(1, body, title="y" * 300)], client_name="S" * 120, practice_name="P" * 120)
    left, right = 60, 540  # points; the text stands between 68 and 527
    assert [(text, x) for text, x in places_of(document) if not left <= x <= right] == []
    said = re.sub(r"\s|\u200b", "", words(document))
    assert said.count(body[0]) >= len(body) // (5 if "w" in body else 1)


def test_the_table_of_sources_ends_where_the_text_does():
    last = next(x for text, x in places_of(drawn(1)) if text == "No end set")
    assert last + 0.205 * 459 <= 528  # points: the last column's share of the text's width, and the text's right edge


def test_words_that_run_from_right_to_left_stand_at_the_right():
    places = places_of(drawn([quotation(1, "\u05e9\u05e7\u05d8\n\nquiet")]))
    assert [x > 400 for text, x in places if "\u05e7" in text] == [True]
    assert [x < 100 for text, x in places if text == "quiet"] == [True]


# ------------------------------------------------------------------ what it tells a machine


def test_what_stands_outside_the_pages_names_no_one():
    document = drawn(2)
    made = reader(document)
    assert dict(made.metadata) == {
        "/Title": "Summary, 20 November 2026",
        "/Creator": "Harbour",
        "/Producer": made.metadata["/Producer"],
        "/CreationDate": "D:20261120140300+00'00",
        "/ModDate": "D:20261120140300+00'00",
    }
    packet = made.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    outline = [entry.title for entry in made.outline if not isinstance(entry, list)]
    inner = [entry.title for part in made.outline if isinstance(part, list) for entry in part]
    assert outline == ["Summary"]
    assert inner[-2:] == ["In the client\u2019s words", "Sources"]
    for name in ("Sam", "Okafor", "After we talked", "question"):
        assert name not in packet + str(made.metadata) + " ".join(outline + inner)
    assert made.attachments == {}


def test_what_the_style_sheet_says_is_in_the_language_of_the_paper(house):
    with house.app_context(), language.speaking("de"):
        document = drawn(1)
    assert [entry.title for entry in reader(document).outline if not isinstance(entry, list)] == ["Zusammenfassung"]
    assert "Seite 1 von 1" in sheets(document)[0]
    assert "Page 1 of 1" in sheets(drawn(1))[0]


def test_language_and_title_are_set_for_a_screen_reader():
    root = reader(drawn(1)).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_a_valid_pdf_ua(name):
    report = page.validate_pdf_bytes(SAMPLES[name]().pdf, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", SAMPLES)
def test_its_structure_is_sound(name):
    with pikepdf.open(io.BytesIO(SAMPLES[name]().pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_summary_gives_the_same_bytes(name):
    assert SAMPLES[name]().pdf == SAMPLES[name]().pdf


def test_another_moment_gives_another_file():
    later = datetime(2026, 11, 20, 14, 4, tzinfo=UTC)
    assert drawn(1).pdf != drawn(1, made_at=later).pdf


# ------------------------------------------------------------------ the same on screen


@pytest.mark.on("sqlite")
def test_the_page_on_screen_and_the_paper_carry_the_same_body(built):
    summary = draft(3, left_out=1)
    body = pdf.render_html("_summary_body.html", summary=summary)
    assert built.jinja_env.get_template("pdf/_summary_body.html").render(summary=summary) == body
    assert body in pdf.render_html("session_summary.html", summary=summary)


def test_the_shared_body_needs_no_style_of_its_own_and_no_script():
    body = pdf.render_html("_summary_body.html", summary=draft(2))
    assert re.findall(r"style=|<style|<script|\son\w+=|javascript:", body) == []
