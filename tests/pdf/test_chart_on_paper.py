"""A chart in a PDF: the component of the pages, with its gaps, its colours, and a sentence for who cannot see it."""

import io
from functools import cache

import page
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from portal.core import pdf
from portal.domain import mood
from portal.web import palette
from tests.charts import FORTNIGHT, MONTHS, drawn

PAPER = """<!doctype html><html lang="en"><head><title>Paper</title></head><body>
{% from "components/chart.html" import chart %}{% from "components/chart_table.html" import chart_table %}
<h1>Check-ins</h1><section class="summary-part"><h2>{{ made.period }}</h2>
{{ chart(made, told) }}<p>{{ told }}</p>{{ chart_table(made, "Check-in") }}</section></body></html>"""
CHARTS = {
    "a fortnight": (FORTNIGHT, ()),
    "a fortnight with sessions": (FORTNIGHT, (0, 7)),
    "ninety days": (MONTHS, (3, 40)),
    "nothing": ([()] * 14, ()),
    "one day": ([(2, 4)], ()),
}
PAINTS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}  # ISO 32000-1, table 60: those that fill


def told(made):
    return mood.tell(made.counted, "Sam")


def printed(made, source=PAPER):
    return pdf.draw(pdf.environment().from_string(source).render(made=made, told=told(made))).pdf


@cache
def paper(name):
    of_day, marked = CHARTS[name]
    made = drawn(of_day, marked=marked)
    return made, printed(made)


def colour(name):
    said = palette.colours("light")[name].removeprefix("#")
    return tuple(round(int(said[at : at + 2], 16) / 255, 2) for at in (0, 2, 4))


class Painted:
    """What is painted on all pages: straight lines by the colour of their stroke, filled shapes by their fill."""

    def __init__(self, document):
        self.lines, self.fills, self.clips = [], [], 0
        reader = PdfReader(io.BytesIO(document))
        for sheet in reader.pages:
            self._follow(ContentStream(sheet["/Contents"], reader).operations)

    def _follow(self, operations):
        state, kept, ends = {"fill": (0, 0, 0), "stroke": (0, 0, 0)}, [], []
        for values, operator in operations:
            if operator == b"q":
                kept.append(dict(state))
            elif operator == b"Q":
                state = kept.pop()
            elif operator in (b"rg", b"RG"):
                state["fill" if operator == b"rg" else "stroke"] = tuple(round(float(value), 2) for value in values)
            elif operator in (b"m", b"l"):
                ends.append(tuple(round(float(value), 1) for value in values))
            elif operator in (b"W", b"W*"):
                self.clips += 1
            elif operator in (b"S", b"s"):
                self.lines.append((state["stroke"], *ends))
                ends = []
            elif operator in PAINTS:
                self.fills.append(state["fill"])
                ends = []

    def of(self, name):
        return [ends for stroke, *ends in self.lines if stroke == colour(name)]


def figures(document):
    """The alternative texts of the pictures in the structure tree."""
    found, left = [], [PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            found += [node.get("/Alt")] if node.get("/S") == "/Figure" else []
            left += [node["/K"]] if "/K" in node else []
    return found


def fonts_in(reader):
    """Every font of every page and of the forms drawn there."""
    found, left = {}, [sheet["/Resources"] for sheet in reader.pages]
    while left:
        resources = left.pop().get_object()
        for ref in resources.get("/Font", {}).values():
            found[str(ref)] = ref.get_object()
        forms = [form.get_object() for form in resources.get("/XObject", {}).values()]
        left += [form["/Resources"] for form in forms if "/Resources" in form and form["/Resources"] is not resources]
    return list(found.values())


def pieces_of(document):
    """Each piece of text, set in one go, on its first page."""
    return PdfReader(io.BytesIO(document)).pages[0].extract_text().splitlines()


@pytest.mark.parametrize("name", CHARTS)
def test_it_is_a_valid_pdf_ua(name):
    report = page.validate_pdf_bytes(paper(name)[1], profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", CHARTS)
def test_the_picture_has_the_whole_sentence_as_its_alternative(name):
    made, document = paper(name)
    assert figures(document) == [f"{made.period}. {told(made)}"]


@pytest.mark.parametrize("name", CHARTS)
def test_a_gap_stays_a_gap_on_paper(name):
    made, document = paper(name)
    lines = Painted(document).of("control")
    assert len(lines) == len(made.joins) + len(made.spans) + len(made.marks)
    assert all(len(ends) == 2 for ends in lines)  # no line goes on to a third place
    wide = [right[0] - left[0] for left, right in lines if left[0] != right[0]]
    assert len(wide) == len(made.joins)
    [plot] = {right for (left, _), (right, _) in Painted(document).of("line") if left == 0}
    assert wide == pytest.approx([plot / len(made.told)] * len(wide), abs=0.2)  # points: each joins neighbours


def test_a_line_across_a_gap_would_be_noticed():
    made = drawn([day or (3,) for day in FORTNIGHT])
    document = printed(made)
    few = len(Painted(paper("a fortnight")[1]).of("control"))
    assert len(Painted(document).of("control")) > few


@pytest.mark.parametrize("name", CHARTS)
def test_each_dot_has_the_colour_of_its_level_and_nothing_is_black(name):
    made, document = paper(name)
    fills = Painted(document).fills
    for level in range(1, 6):
        dots = [dot for dot in (*made.dots, *made.small) if dot.level == level]
        assert fills.count(colour(f"mood{level}")) == len(dots)
    assert (0, 0, 0) not in fills


def test_a_shape_without_a_colour_of_its_own_would_be_noticed_as_black():
    source = PAPER.replace("{{ chart(made, told) }}", '<svg><title>x</title><circle class="mood-1" r="9"/></svg>')
    assert (0, 0, 0) in Painted(printed(drawn(), source)).fills


@pytest.mark.parametrize("name", CHARTS)
def test_its_fonts_are_ours_and_are_embedded(name):
    reader = PdfReader(io.BytesIO(paper(name)[1]))
    fonts = fonts_in(reader)
    assert {str(font["/BaseFont"]).partition("+")[2] for font in fonts} == {"Harbour-Sans", "Harbour-Sans-Semi-Bold"}
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(kind in described for kind in ("/FontFile2", "/FontFile3"))


@pytest.mark.parametrize("name", CHARTS)
def test_names_of_levels_and_dates_stand_beside_the_plot_and_are_not_cut_off(name):
    made, document = paper(name)
    without = printed(made, PAPER.replace("{{ chart(made, told) }}", ""))
    assert Painted(document).clips == Painted(without).clips == 0
    pieces, fewer = (pieces_of(each) for each in (document, without))
    for words in (*(row.name for row in made.rows), *(label.words for label in made.labels)):
        assert pieces.count(words) == fewer.count(words) + 1
    assert pieces.count("Session") == fewer.count("Session") + bool(made.marks)
