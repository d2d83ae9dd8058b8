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
BUDGETS = {"html": 8 * KILO, "css": 14 * KILO, "js": 10 * KILO, "first visit": 60 * KILO}  # bytes on the wire
OF_CLIENTS = [screen for screen in (*pages(), *STATES) if screen.who in CLIENTS and not screen.act]


def on_the_wire(*contents):
    return sum(len(gzip.compress(content, 9, mtime=0)) for content in contents)


def everything(ending):
    return [path.read_bytes() for path in sorted(STATIC.rglob(f"*.{ending}"))]


@pytest.mark.parametrize("screen", OF_CLIENTS, ids=str)
def test_the_page_of_a_client_is_light(answer, screen):
    assert on_the_wire(answer(screen).data) <= BUDGETS["html"]


@pytest.mark.parametrize("kind", ["css", "js"])
def test_all_sheets_and_all_scripts_together_are_light(kind):
    assert 0 < on_the_wire(*everything(kind)) <= BUDGETS[kind]


def test_the_first_visit_is_light(answer):
    """Today with what it names, and both fonts: one is asked for at once, the other by the first words of a note."""
    today = answer(next(screen for screen in OF_CLIENTS if str(screen) == "client-home-show")).data
    named = {name.decode() for name in re.findall(rb'(?:href|src)="/(?:p/[a-z]+/)?static/([^"?]+)', today)}
    assert {name.rpartition(".")[2] for name in named} == {"css", "js", "svg", "woff2"}
    fonts = {f"fonts/{family}-latin.woff2" for family in ("atkinson-next", "literata")}
    packed = [(STATIC / name).read_bytes() for name in named - fonts]
    as_they_are = sum((STATIC / name).stat().st_size for name in fonts)
    assert on_the_wire(today, *packed) + as_they_are <= BUDGETS["first visit"]


def test_a_heavy_page_would_be_noticed(answer):
    noise = Random(1).randbytes(BUDGETS["html"])
    assert on_the_wire(answer(OF_CLIENTS[0]).data + noise) > BUDGETS["html"]
