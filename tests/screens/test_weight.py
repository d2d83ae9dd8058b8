"""Every page a client opens is light, and so is the very first one, with all it brings along."""

import gzip
import re
from random import Random

import pytest

from tests.screens.house import ROOT
from tests.screens.pages import pages
from tests.screens.states import STATES

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

KILO = 1000
STATIC = ROOT / "portal" / "static"
CLIENTS = ("client", "new-client", "diarist")
BUDGETS = {
    "html": 8 * KILO,
    "css": 14 * KILO,
    "css of staff": 16 * KILO,
    "js": 10 * KILO,
    "first visit": 60 * KILO,
}  # bytes on the wire
OF_CLIENTS = [screen for screen in (*pages(), *STATES) if screen.who in CLIENTS and not screen.act]


def on_the_wire(*contents):
    return sum(len(gzip.compress(content, 9, mtime=0)) for content in contents)


def linked(html, *kinds):
    """The static files a page has a browser fetch at once: its sheets, its scripts, its icon and the font it names."""
    tags = re.findall(rb'<(?:link rel="(?:stylesheet|preload|icon)"|script)[^>]*"(/[^"]*/static/[^"]+)"', html)
    return sorted({said.decode() for said in tags if not kinds or said.partition(b"?")[0].endswith(kinds)})


@pytest.fixture
def fetch(served):
    """A static file as it is served."""

    def bring(address):
        with served.app.test_client().get(address) as found:
            return found.get_data()

    return bring


@pytest.mark.parametrize("screen", OF_CLIENTS, ids=str)
def test_the_page_of_a_client_is_light(answer, screen):
    assert on_the_wire(answer(screen).data) <= BUDGETS["html"]


@pytest.mark.parametrize(("kind", "whose"), [("css", OF_CLIENTS), ("css of staff", pages()), ("js", pages())])
def test_all_sheets_and_all_scripts_that_pages_link_are_light(answer, fetch, kind, whose):
    ending = f".{kind.partition(' ')[0]}".encode()
    addresses = {address for screen in whose for address in linked(answer(screen).data, ending)}
    names = {re.sub(r"^/p/[a-z]+", "", address) for address in addresses}
    assert names
    assert on_the_wire(*map(fetch, names)) <= BUDGETS[kind]


def test_the_first_visit_is_light(answer, fetch):
    """Today with what it links, and both fonts: one is asked for at once, the other by the first words of a note."""
    today = answer(next(screen for screen in OF_CLIENTS if str(screen) == "client-home-show")).data
    packed = [fetch(address) for address in linked(today, b".css", b".js", b".svg")]
    assert len(packed) > 2
    fonts = sum((STATIC / f"fonts/{family}-latin.woff2").stat().st_size for family in ("atkinson-next", "literata"))
    assert on_the_wire(today, *packed) + fonts <= BUDGETS["first visit"]


def test_a_heavy_page_would_be_noticed(answer):
    noise = Random(1).randbytes(BUDGETS["html"])
    assert on_the_wire(answer(OF_CLIENTS[0]).data + noise) > BUDGETS["html"]
