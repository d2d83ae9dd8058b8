"""A chart on a page, measured in a real browser: how large its text is, and that nothing runs into anything else."""

import json
import re
from itertools import pairwise
from threading import Thread

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from portal.domain import mood
from tests.charts import FORTNIGHT, MONTHS, PHONE, drawn
from tests.templates import stage

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SMALLEST_TEXT = 11  # CSS pixels
RANGES = {14: FORTNIGHT, 30: MONTHS[:30], 90: MONTHS}
WIDTHS = (320, 390, 1366)  # CSS pixels
PAGE = """
{% extends "layouts/client.html" %}{% from "components/chart.html" import chart %}{% block title %}Sample{% endblock %}
{% block content %}
<div class="page narrow"><h1>x</h1><section class="card past">{{ chart(made, told) }}</section></div>
{% endblock %}
"""
# For each frame: the width of the plot, every text that is shown, its size and its box, and the box of the card.
MEASURE = """<!doctype html><title>x</title>
{frames}<pre></pre><script>
const box = shape => {{ const r = shape.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; }};
addEventListener("load", async () => {{
  const found = {{}};
  for (const frame of document.querySelectorAll("iframe")) {{
    const page = frame.contentDocument;
    await page.fonts.ready;
    const texts = [...page.querySelectorAll(".chart text")].filter(text => text.getBoundingClientRect().width);
    found[frame.id] = {{
      plot: page.querySelector(".chart").getBoundingClientRect().width,
      card: box(page.querySelector(".card")),
      scrolls: page.documentElement.scrollWidth > page.documentElement.clientWidth,
      texts: texts.map(text => [text.textContent, parseFloat(getComputedStyle(text).fontSize), box(text)]),
      dots: [...page.querySelectorAll(".chart circle")].map(box),
      font: page.fonts.check("12px 'Harbour Sans'"),
    }};
  }}
  document.querySelector("pre").textContent = JSON.stringify(found);
}});
</script>"""


@pytest.fixture(scope="module")
def measured(chromium):
    """What the browser says of each range at each width, as {"14-320": ...}."""
    house = stage.build()
    for days, of_day in RANGES.items():
        made = drawn(of_day, marked=[3])
        house.pages[str(days)] = (PAGE, {"made": made, "told": mood.tell(made.counted)})
    frames = "".join(
        f'<iframe id="{days}-{width}" src="/page/{days}" width="{width}" height="900"></iframe>'
        for days in RANGES
        for width in WIDTHS
    )
    measure = MEASURE.format(frames=frames).encode()

    def answer(environ, start_response):
        if environ["PATH_INFO"] != "/":
            return house(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [measure]

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    page = chromium.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        expect(page.locator("pre")).not_to_be_empty()
        return json.loads(page.locator("pre").text_content())
    finally:
        page.close()
        server.shutdown()
        thread.join()
        server.server_close()


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


PLACES = [f"{days}-{width}" for days in RANGES for width in WIDTHS]


@pytest.mark.parametrize("place", PLACES)
def test_text_stays_large_enough_to_read(measured, place):
    assert measured[place]["font"]
    sizes = {size for _, size, _ in measured[place]["texts"]}
    assert sizes
    assert min(sizes) >= SMALLEST_TEXT
    assert max(sizes) <= 14  # and does not grow with the screen


@pytest.mark.parametrize("place", PLACES)
def test_no_text_runs_into_another_or_out_of_the_card(measured, place):
    texts, card = measured[place]["texts"], measured[place]["card"]
    boxes = [(words, box) for words, _, box in texts]
    assert [
        (one, other) for at, (one, here) in enumerate(boxes) for other, there in boxes[:at] if meet(here, there)
    ] == []
    assert [words for words, box in boxes if box[0] < card[0] + 2 or box[2] > card[2] - 2 or box[3] > card[3]] == []
    assert not measured[place]["scrolls"]


@pytest.mark.parametrize("place", PLACES)
def test_all_five_levels_and_at_least_two_dates_are_named(measured, place):
    words = [words for words, _, _ in measured[place]["texts"]]
    assert words[:5] == ["Very low", "Low", "In between", "Good", "Very good"]
    dates = [said for said in words if re.match(r"\d", said)]
    assert len(dates) == (3 if place.endswith(("320", "390")) else 7 if place != "30-1366" else 6)


@pytest.mark.parametrize("days", RANGES)
def test_one_day_without_a_dot_shows_as_a_gap_at_every_width(measured, days):
    """A whole day apart or more: there is daylight between the dots on both sides of an empty day."""
    for width in WIDTHS:
        found = measured[f"{days}-{width}"]
        middles = sorted({round((box[0] + box[2]) / 2, 1): box for box in found["dots"]}.items())
        column = found["plot"] / days
        apart = [
            right[0] - left[2] for (here, left), (there, right) in pairwise(middles) if there - here > 1.5 * column
        ]
        assert len(apart) >= 3
        assert min(apart) > 0.5


def test_the_plot_on_a_phone_is_as_wide_as_the_dates_are_laid_out_for(measured):
    assert {round(measured[f"{days}-320"]["plot"]) for days in RANGES} == {PHONE}
