"""The pair of eyes on the screens sees: each thing it looks for is planted once."""

import pytest

from tests.screens import eye
from tests.screens.pages import Screen
from tests.screens.practice import NOBODY

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SLIPS = {
    "tooWide": ".planted { inline-size: 130vw }",
    "cut": ".planted { block-size: 20px; overflow: hidden }",
    "spilt": ".planted { inline-size: 30px; border: 1px solid; overflow-wrap: normal }",
    "overlaid": "main { position: relative } .planted { position: absolute; inset: 0 }",
    "small": ".planted a { font-size: 8px; display: block }",
}
WORDS = "Some immeasurably long words that say nothing, and take several lines for it.<br><a href='#main'>A link</a>"


@pytest.mark.parametrize("kind", SLIPS)
def test_each_kind_of_slip_is_seen(visit, kind):
    page = visit(Screen(NOBODY, "signin-show", "/in")).page
    assert eye.layout(page) == []
    page.locator("main").evaluate(f"node => node.insertAdjacentHTML('beforeend', `<p class='planted'>{WORDS}</p>`)")
    eye.wear(page, SLIPS[kind])
    assert kind in {said.partition(":")[0] for said in eye.layout(page)}
