"""With the keyboard alone every screen can be walked through, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.screens import eye
from tests.screens.pages import pages
from tests.screens.states import STATES
from tests.screens.visitor import LAPTOP, PHONE

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

SCREENS = [*pages(), *STATES]
WITH_PROBLEMS = [screen for screen in STATES if screen.name.endswith("problem")]


STOPS_IN_A_FIELD = 4  # a day, a month, a year and a calendar


def walk(page):
    """Press Tab from the beginning to the end: the names of the stops, and what was wrong on the way."""
    most = STOPS_IN_A_FIELD * page.evaluate("eye.begin()")
    names, wrong = [], []
    while len(names) <= most:
        page.keyboard.press("Tab")
        stop = page.evaluate("eye.stop()")
        if stop is None:
            break
        names.append(stop["name"])
        wrong += [f"{stop['name']} {problem}" for problem in stop["problems"]]
    return names, wrong + [f"{name} is never reached" for name in page.evaluate("eye.unreached()")]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_focus_reaches_everything_and_is_never_lost_from_sight(visit, screen):
    visitor = visit(screen)
    found = []
    for width in (PHONE, LAPTOP):
        visitor.resize(width)
        names, wrong = walk(visitor.page)
        found += [f"{width} px: {problem}" for problem in wrong]
        assert "Skip to the main part" in names[0]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", WITH_PROBLEMS, ids=str)
def test_what_is_to_be_fixed_has_the_focus_and_leads_to_the_field(visit, screen):
    page = visit(screen).page
    problems = page.get_by_role("alert").filter(has=page.get_by_role("heading"))
    expect(problems).to_be_focused()
    assert page.title().startswith("Problem: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()


def test_losing_the_focus_would_be_noticed(visit):
    page = visit(pages()[0]).page
    assert walk(page)[1] == []
    bar = ".bar { position: fixed; inset: auto 0 0; block-size: 90vh; z-index: 99 }"
    eye.wear(page, f"a:focus-visible {{ outline: none }} {bar}")
    page.locator("body").evaluate("node => node.insertAdjacentHTML('beforeend', '<div class=bar></div>')")
    wrong = " ".join(walk(page)[1])
    assert "has no ring" in wrong
    assert "is covered" in wrong
