"""axe-core finds nothing on any screen, in both themes, at every width; and every screen has its picture taken."""

import pytest

from tests.screens import eye
from tests.screens.pages import pages
from tests.screens.states import STATES
from tests.screens.visitor import LAPTOP, PHONE, SIZES

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.mark.parametrize("screen", [*pages(), *STATES], ids=str)
def test_axe_finds_nothing(visit, pictures, screen):
    visitor = visit(screen)
    found = []
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        for width in SIZES:
            visitor.resize(width)
            found += [f"{theme}, {width} px: {problem}" for problem in eye.axe(visitor.page)]
            if width in (PHONE, LAPTOP):
                eye.picture(visitor.page, pictures / screen.picture(width, theme))
    assert not found, "\n".join(found)


def test_axe_would_notice(visit):
    """A picture without words, and grey on grey: planted."""
    page = visit(pages()[0]).page
    eye.wear(page, "main p { color: #999; background: #888 }")
    page.locator("main").evaluate("node => node.append(document.createElement('img'))")
    rules = {said.partition(":")[0] for said in eye.axe(page)}
    assert {"image-alt", "color-contrast"} <= rules
