"""A chart as SVG, a table and a sentence: the three say the same, and the picture needs no style sheet to be right."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from portal.core import pdf
from portal.domain import mood
from portal.web import palette
from tests.charts import FORTNIGHT, MONTHS, NOTHING, SVG, drawn, group, of_days

SHAPES = ("line", "circle", "text", "path", "rect")
COMPONENT = pdf.COMPONENTS / "chart.html"


def macro(name):
    return getattr(pdf.environment().get_template(f"components/{name}.html").module, name)


def picture(made, **more):
    """The SVG as a tree; it is well formed even as XML."""
    source = re.search(r"<svg.*</svg>", str(macro("chart")(made, mood.tell(made.counted), **more)), re.DOTALL)[0]
    return ET.fromstring(source.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def table(made):
    """The rows of the table, as (day, words)."""
    body = re.search(r"<tbody>.*</tbody>", str(macro("chart_table")(made, "Check-in")), re.DOTALL)[0]
    return [("".join(row[0].itertext()), "".join(row[1].itertext())) for row in ET.fromstring(body)]


def said(svg, tag):
    return svg.find(f"{SVG}{tag}").text


def levels_of(svg):
    """The level of each large dot from left to right, told by its height alone."""
    heights = {text.get("y"): text.text for text in group(svg, "chart-words") if "%" not in text.get("x")}
    large = [part for part in svg.iter(f"{SVG}g") if part.get("class") == "chart-dots"][-1:]
    return [heights[dot.get("cy")] for part in large for dot in part]


# ------------------------------------------------------------------ one thing said three times


@given(of_days)
def test_sentence_table_description_and_dots_say_the_same(of_day):
    made = drawn(of_day)
    svg, rows = picture(made), table(made)
    filled = [words for _, words in rows if words != NOTHING]
    assert len(rows) == len(of_day)
    assert [words.split(", then ")[-1].capitalize() for words in filled] == levels_of(svg)
    assert said(svg, "desc") == "; ".join(f"{day}: {words.lower()}" for day, words in rows) + "."
    counted = re.search(r"On (\d+) of (\d+) days", said(svg, "title"))
    assert (counted and [int(number) for number in counted.groups()]) == ([len(filled), len(rows)] if filled else None)
    mostly = re.search(r"Mostly ([a-z ]+)\.", said(svg, "title"))
    if mostly:
        assert 2 * levels_of(svg).count(mostly[1].capitalize()) > len(filled) > 1
    several = re.search(r"On (\d+) days? more than once", said(svg, "title"))
    assert int(several[1] if several else 0) == sum(", then " in words for words in filled)


def test_the_title_is_the_whole_sentence_because_paper_reads_out_nothing_else():
    svg = picture(drawn())
    assert said(svg, "title") == (
        "5 to 18 November 2025. On 10 of 14 days you checked in. From very low to very good. "
        "On 3 days more than once: the larger dot is the last."
    )
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == svg.find(f"{SVG}title").get("id")


def test_a_day_with_a_vertical_says_what_it_stands_for():
    svg = picture(drawn(FORTNIGHT, marked=[0, 7]), marked="Meeting")
    assert len(group(svg, "chart-marks")) == 2
    assert said(svg, "desc").startswith("Wednesday 5 November: in between, meeting; Thursday 6 November: low;")
    assert [text.text for text in group(svg, "chart-words")].count("Meeting") == 1
    assert [words for _, words in table(drawn(FORTNIGHT, marked=[7]))][7] == "No check-inSession"


@given(of_days)
def test_of_each_gap_there_is_nothing_but_words(of_day):
    svg = picture(drawn(of_day))
    lines = group(svg, "chart-lines")
    upright = [line for line in lines if line.get("x1") == line.get("x2")]
    pairs = sum(bool(one and other) for one, other in pairwise(of_day))
    assert len(lines) - len(upright) == pairs
    assert len(upright) == sum(len(set(day)) > 1 for day in of_day)


# ------------------------------------------------------------------ what is not there


def test_there_is_no_average_no_target_and_no_filled_area():
    svg = picture(drawn(MONTHS, marked=[3]))
    groups = {part.get("class") for part in svg.iter(f"{SVG}g")}
    assert groups == {"chart-grid", "chart-words", "chart-marks", "chart-lines", "chart-dots"}
    assert {shape.tag.removeprefix(SVG) for shape in svg.iter()} == {
        "svg",
        "title",
        "desc",
        "g",
        "line",
        "text",
        "circle",
    }


def test_two_charts_on_a_page_keep_their_own_names():
    assert picture(drawn(), id="other").find(f"{SVG}title").get("id") == "other-title"


# ------------------------------------------------------------------ without a style sheet


def inherited(svg, name):
    """Each shape with the value of an attribute, its own or its group's."""
    for part in svg.iter(f"{SVG}g"):
        yield from ((shape, shape.get(name, part.get(name))) for shape in part)


def test_every_shape_says_its_own_colours_so_that_nothing_turns_black():
    svg = picture(drawn(FORTNIGHT, marked=[3]))
    fills, strokes = dict(inherited(svg, "fill")), dict(inherited(svg, "stroke"))
    assert len(fills) > 30
    for shape, fill in fills.items():
        if shape.tag == f"{SVG}line":
            assert (fill, strokes[shape][:1]) == ("none", "#")
        else:
            assert fill.startswith("#")
    assert svg.get("font-family").startswith("Harbour Sans")


def test_its_colours_are_those_of_the_light_theme():
    colours = palette.colours("light")
    svg = picture(drawn([(1,), (2,), (3,), (4,), (5,), (5, 1)], marked=[3]))
    for part in svg.iter(f"{SVG}g"):
        for dot in part:
            if part.get("class") == "chart-dots":
                level = re.search(r"mood-(\d)", dot.get("class"))[1]
                assert dot.get("fill") == colours[f"mood{level}"]
    of_group = {
        part.get("class"): {part.get("fill"), part.get("stroke")} - {None, "none"} for part in svg.iter(f"{SVG}g")
    }
    assert of_group == {
        "chart-grid": {colours["line"]},
        "chart-words": {colours["muted"]},
        "chart-marks": {colours["control"]},
        "chart-lines": {colours["control"]},
        "chart-dots": {colours["surface"]},
    }


def test_page_and_paper_have_the_very_same_picture(plain_house):
    made = drawn(FORTNIGHT, marked=[2])
    told = mood.tell(made.counted)
    on_page = plain_house.jinja_env.get_template("components/chart.html").module.chart(made, told)
    assert on_page == macro("chart")(made, told)


def test_words_from_outside_stay_words():
    made = drawn()
    source = str(macro("chart")(made, '<b>"x"</b>', marked="<i>"))
    assert "<b>" not in source
    assert "&lt;b&gt;" in source


@pytest.mark.parametrize("days", [14, 30, 90])
def test_the_text_is_as_large_for_ninety_days_as_for_fourteen(days):
    svg = picture(drawn([(3,)] * days))
    assert svg.get("font-size") == "13"
    assert "viewBox" not in svg.attrib  # it would scale the text with the picture
