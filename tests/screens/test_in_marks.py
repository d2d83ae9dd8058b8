"""Pages in a language nobody speaks, in which each sentence has marks around it: what has none is said in English.

What people wrote is no sentence of ours; it stands in elements that say so (`dir`, `lang`, `bdi`). Days are Babel's.
"""

import calendar
import re
from functools import cache
from types import SimpleNamespace

import html5lib
import pytest
from babel.support import NullTranslations
from flask_babel import Domain

from tests.architecture.rules import ROOT
from tests.browser import Page
from tests.screens.pages import pages

ON, OFF = "\u27e6", "\u27e7"
SPOKEN = ("aria-label", "placeholder", "title", "alt")
THEIRS = ("bdi", "script", "style", "time", "option", "textarea", "svg", "code")
MARKED = re.compile(f"{ON}[^{ON}{OFF}]*{OFF}")
WORD = re.compile(r"[^\W\d_]{2,}")
DAYS = frozenset({*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr})
NAMES = frozenset({"Harbour", "OpenDyslexic", "Willow", "House", "Deutsch", "English"})
PARTS = (
    "agenda", "conversation", "erasing", "excerpts", "exports", "files", "goals", "handovers", "home", "imports",
    "journal", "looking", "measures-index", "measures-over-time", "mood-new", "mood-own", "mood-patterns", "mood-shelf",
    "pausing", "people", "prompts", "receipts-index", "reminders", "resources", "sharing-index", "sharing-log",
    "steady", "streams-index",
)  # fmt: skip
WHOLE = (  # pages all of which is marked, with what the verbs behind them say
    *(f"{who}-{part}" for who in ("client", "new-client") for part in PARTS),
    *("confidant-reading", "client-mood-show", "client-sharing-person"),
)


class Marks(NullTranslations):
    """Each sentence with marks around it."""

    def ugettext(self, message):
        return f"{ON}{message}{OFF}"

    def ungettext(self, msgid1, msgid2, n):
        return f"{ON}{msgid1 if n == 1 else msgid2}{OFF}"


class InMarks(Domain):
    """Stands where Flask-Babel asks for what is said in a language."""

    def get_translations(self):
        return Marks()


@pytest.fixture
def in_marks(served, answer):
    for screen in {screen.who: screen for screen in pages() if str(screen).startswith(WHOLE)}.values():
        answer(screen)  # whoever looks has signed in before, by words
    spoken = served.app.extensions["babel"].instance
    before, spoken.domain_instance = spoken.domain_instance, InMarks()
    yield
    spoken.domain_instance = before


def texts(node, *, theirs=False):
    """Every piece of text in order, and whether it is somebody's own; a bound between elements that are no sentence."""
    own = theirs or not isinstance(node.tag, str) or node.tag in THEIRS
    own = own or "dir" in node.attrib or ("lang" in node.attrib and node.tag != "html")
    yield from ((node.get(name), False) for name in SPOKEN if name in node.attrib and not own)
    yield node.text or "", own
    for child in node:
        yield from texts(child, theirs=own)
        yield child.tail or "", own


def unmarked(page):
    """Words of ours that a reader meets outside all marks."""
    found, inside = [], 0
    for part in ("title", "body"):
        for text, is_theirs in texts(next(page.tree.iter(part))):
            outside = ""
            for sign in text:
                inside += (sign == ON) - (sign == OFF)
                outside += sign if inside == 0 and not is_theirs else " "
            if set(WORD.findall(outside)) - DAYS - NAMES:
                found.append(" ".join(text.split()))
    return found


@cache
def of_people():
    """Everything the people on these pages wrote or are called, and what practices and services say of themselves."""
    made_up = [*(ROOT / "portal/domain/demo").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return "".join(path.read_text("utf-8") for path in [*made_up, *(ROOT / "portal/assets").rglob("*.json")])


def test_what_a_page_says_is_marked(in_marks, answer):
    found = {}
    for screen in pages():
        response = answer(screen) if str(screen).startswith(WHOLE) else None
        if response is not None and (response.status_code, response.mimetype) == (200, "text/html"):
            said = unmarked(Page(None, response, screen.path))
            found[str(screen)] = [words for words in said if words not in of_people()]
    assert len(found) > len(WHOLE)
    assert {name: words for name, words in found.items() if words} == {}


def page_of(body):
    return SimpleNamespace(tree=html5lib.parse(f"<title>x</title>{body}", namespaceHTMLElements=False))


def test_words_without_a_mark_would_be_noticed():
    assert unmarked(page_of("<p>Two words <bdi>Jo Park</bdi>")) == ["Two words"]
    assert unmarked(page_of(f"<p>{ON}Two <b>words</b>{OFF} <i dir=auto>hers")) == []
