"""A real browser, a house that is really served, and its people at that browser. Once for each test worker."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import Browser
from tests.cast import PASSWORD
from tests.doors.visits import cookies, sign_in
from tests.duty import on_duty
from tests.screens import house, practice
from tests.screens.chromium import CHROMIUM, CHROMIUM_MISSING, OPTIONS
from tests.screens.elsewhere import OPERATOR, Person
from tests.screens.practice import NOBODY
from tests.screens.visitor import PATIENCE, Visitor
from tests.screens.writing import new_client

PICTURES = Path(__file__).parents[2] / "build" / "screens"


def pytest_runtest_setup(item):
    """Skipped here and not in a fixture, so that the reason is printed once and not for every test."""
    if "chromium" in item.fixturenames and CHROMIUM not in os.environ:
        pytest.skip(os.environ[CHROMIUM_MISSING])


@pytest.fixture(scope="session")
def served(engine, redis_url, tmp_path_factory, worker_id):
    folder = tmp_path_factory.mktemp("served")
    with house.weather() as away, house.serving(folder, redis_url, f"screens-{worker_id}", away) as found:
        yield found


@pytest.fixture(scope="session")
def lived_in(served):
    """The made-up practice, and a first day, in the house that is served."""
    with served.behind_the_pages():
        return practice.fill()


@pytest.fixture(scope="module")
def answer(served, lived_in):
    """What the house answers at a screen that is asked for without a browser."""
    browsers = {NOBODY: Browser(served.app.test_client())}

    def ask(screen):
        if screen.who not in browsers:
            browsers[screen.who] = _browser_of(screen.who, served, lived_in)
        browser = browsers[screen.who]
        return browser._alone(browser.client.get, lived_in.path(screen.who, screen.path))

    return ask


@pytest.fixture(scope="session")
def chromium():
    expect.set_options(
        timeout=PATIENCE
    )  # the five seconds it has by itself are what a page waits before it tries again
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ[CHROMIUM], args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitors(chromium, served, lived_in):
    """Everybody at a browser of their own, signed in by the page when they are asked for after a while."""
    known = {}

    def visitor(who):
        if who in known and known[who].was_away:
            known.pop(who).close()
        if who not in known:
            kept = _cookies(who, served, lived_in)
            known[who] = Visitor(chromium, served.address, lived_in, kept)
        return known[who]

    yield visitor
    for each in known.values():
        each.close()


def _cookies(who, served, lived_in):
    is_in = who in {*lived_in.people, OPERATOR}
    return cookies(_browser_of(who, served, lived_in)) if is_in else lived_in.cookies.get(who, {})


def _browser_of(who, served, lived_in):
    if who != OPERATOR:
        return _signed_in(served, lived_in.people[who])
    with served.behind_the_pages():
        return on_duty(served.app)[0]


def _signed_in(served, person):
    browser = Browser(served.app.test_client(), f"/p/{person.slug}")
    sign_in(browser, person.sign_in_name, person.password)
    return browser


@pytest.fixture
def visit(visitors, served, lived_in):
    """Open a screen as the person it belongs to. The browser must have had nothing to complain about in the end."""
    came = []

    def open_screen(screen):
        came.append(visitors(screen.who))
        came[-1].complaints.clear()
        page = came[-1].open(screen)
        assert came[-1].status == screen.status
        assert screen.act or page.url == served.address + lived_in.path(screen.who, screen.path)
        return came[-1]

    yield open_screen
    for visitor in came:
        visitor.page.evaluate("0")  # whatever the browser has still to say, it says before this
        assert visitor.complaints == []


@pytest.fixture
def ana(served, lived_in):
    """The slug of a practice of its own, and its only client with her keys."""
    return new_client(served)


@pytest.fixture
def arrive(chromium, served, lived_in):
    """Somebody at a browser of their own, for journeys; signed in when a practice and a name are given.

    `java_script_enabled=False` makes it a browser that runs no script.
    """
    came = []

    def newcomer(slug=None, sign_in_name=None, **options):
        kept = cookies(_signed_in(served, Person(slug, sign_in_name, PASSWORD))) if slug else {}
        came.append(Visitor(chromium, served.address, lived_in, kept, **options))
        return came[-1]

    yield newcomer
    for visitor in came:
        assert visitor.complaints == []
        visitor.close()


@pytest.fixture(scope="session")
def pictures(pytestconfig):
    """The folder that keeps a picture of every screen, when somebody means to look at them."""
    return None if pytestconfig.getoption("gate") else PICTURES
