"""Every screen holds its words: narrow, with large or spaced-out text, from right to left, in forced colours."""

import pytest

from tests.screens import eye
from tests.screens.pages import pages
from tests.screens.states import STATES
from tests.screens.visitor import SIZES

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""  # WCAG 2.2, 1.4.12
WAYS = {  # of reading, each with what the page wears for it, and its direction
    "as it is": ("", ""),
    "text at 200 %": (":root { font-size: 200% }", ""),
    "text spaced out": (SPACED, ""),
    "right to left": ("", "rtl"),
}


@pytest.mark.parametrize("screen", [*pages(), *STATES], ids=str)
def test_nothing_sticks_out_is_cut_off_or_too_small(visit, screen):
    visitor = visit(screen)
    found = []
    for way, (css, direction) in WAYS.items():
        eye.wear(visitor.page, css)
        visitor.page.evaluate(f"document.dir = '{direction}'")
        for width in SIZES:
            visitor.resize(width)
            found += [f"{way}, {width} px: {problem}" for problem in eye.layout(visitor.page)]
    visitor.page.evaluate("document.dir = ''")
    visitor.page.emulate_media(forced_colors="active")
    found += [f"forced colours: {problem}" for problem in eye.layout(visitor.page)]
    assert not found, "\n".join(found)
