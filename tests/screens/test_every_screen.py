"""Every screen is sound, whoever looks at it and however. And what is wrong would be noticed."""

import pytest

from tests.screens import eye, looks
from tests.screens.pages import pages
from tests.screens.states import STATES
from tests.screens.visitor import PHONE

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]


@pytest.mark.parametrize("screen", [*pages(), *STATES], ids=str)
def test_a_screen_is_sound(visit, pictures, screen):
    visitor = visit(screen)
    if screen.name.endswith("problem"):
        looks.problems(visitor)
    found = [*looks.everything(visitor, screen, pictures)]
    assert not found, "\n".join(found)


def test_axe_would_notice(visit):
    """A picture without words, and grey on grey: planted."""
    page = visit(pages()[0]).page
    eye.wear(page, "main p { color: #999; background: #888 }")
    page.locator("main").evaluate("node => node.append(document.createElement('img'))")
    rules = {said.partition(":")[0] for said in eye.axe(page)}
    assert {"image-alt", "color-contrast"} <= rules
    assert {said.partition(":")[0] for said in eye.colours(page)} == {"color-contrast"}


def test_losing_the_focus_would_be_noticed(visit):
    page = visit(pages()[0]).page
    assert looks.walk(page)[1] == []
    bar = ".bar { position: fixed; inset: auto 0 0; block-size: 90vh; z-index: 99 }"
    eye.wear(page, f"a:focus-visible {{ outline: none }} {bar}")
    page.locator("body").evaluate("node => node.insertAdjacentHTML('beforeend', '<div class=bar></div>')")
    wrong = " ".join(looks.walk(page)[1])
    assert "has no ring" in wrong
    assert "is covered" in wrong


def test_a_choice_that_does_not_show_would_be_noticed(visit):
    page = visit(next(screen for screen in pages() if str(screen) == "client-mood-index")).page
    page.emulate_media(forced_colors="active")
    eye.wear(page, "* { outline: none !important; border: 0 !important; font-weight: 400 !important }")
    assert looks.look_alike(page) != []


def test_something_moves_while_a_summary_is_made_unless_one_asked_for_stillness(visit):
    page = visit(next(screen for screen in STATES if screen.name == "summaries-show-waiting")).page
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("eye.moving()") != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("eye.moving()") == []
