"""Every screen is sound, whoever looks at it and however. And what is wrong would be noticed."""

import pytest

from tests.screens import eye, looks
from tests.screens.pages import pages
from tests.screens.states import STATES

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


ALONE = """
.wide, .named { display: none }
@media (width < 330px) { .wide { display: block; inline-size: 400px } }
@media (width > 1000px) { .named { display: block } }
@media (prefers-color-scheme: dark) and (width > 1000px) { main p { color: #555; background: #333 } }
@media (prefers-color-scheme: dark) { a:focus-visible { outline: none !important } }
"""  # each thing is wrong in one width, or one theme, and sound in all others
PLANT = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector("main").insertAdjacentHTML("beforeend", "<p class=wide>Wide</p><button class=named></button>");
}"""


def test_what_is_wrong_in_one_width_or_theme_alone_would_be_noticed(visit):
    visitor = visit(pages()[0])
    visitor.page.evaluate(PLANT, ALONE)
    found = [*looks.everything(visitor, pages()[0], None)]
    assert "as it is, 320 px: tooWide:" in " ".join(found)
    assert "light, 1366 px: button-name" in " ".join(found)
    assert "dark, 1366 px: color-contrast" in " ".join(found)
    assert any(said.startswith("focus, 1366 px: a") and said.endswith("has no ring") for said in found)
    assert not any(said.startswith(("light, 390", "dark, 390", "dark, 320", "focus, 390")) for said in found)


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
