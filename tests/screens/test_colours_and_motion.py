"""In colours forced by the system what is chosen can still be seen; and who asked for stillness sees nothing move."""

import pytest

from tests.screens import eye
from tests.screens.pages import pages
from tests.screens.states import STATES

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SCREENS = [*pages(), *STATES]


def look_alike(page):
    """Choices and places that look the same whether they are chosen or not."""
    alike = []
    for index, name in enumerate(page.evaluate("eye.marked()")):
        taken = []
        for is_on in (True, False):
            box = page.evaluate(f"eye.mark({index}, {str(is_on).lower()})")
            taken.append(page.screenshot(clip=box))
        if taken[0] == taken[1]:
            alike.append(name)
    return alike


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_what_is_chosen_shows_in_forced_colours_and_nothing_moves(visit, screen):
    page = visit(screen).page
    page.emulate_media(forced_colors="active")
    assert page.evaluate("eye.moving()") == []
    assert look_alike(page) == []


def test_a_choice_that_does_not_show_would_be_noticed(visit):
    page = visit(next(screen for screen in pages() if str(screen) == "client-mood-index")).page
    page.emulate_media(forced_colors="active")
    eye.wear(page, "* { outline: none !important; border: 0 !important; font-weight: 400 !important }")
    assert look_alike(page) != []


def test_something_moves_while_a_summary_is_made_unless_one_asked_for_stillness(visit):
    page = visit(next(screen for screen in STATES if screen.name == "summaries-show-waiting")).page
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("eye.moving()") != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("eye.moving()") == []
