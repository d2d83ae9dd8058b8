"""What is shown is marked, and each marked sentence has its words in every other language: docs/languages.md."""

import ast
import re
from collections import Counter

import pytest
from jinja2 import Environment, nodes

from portal.core import catalogues
from tests import languages
from tests.architecture.rules import ROOT, house_files, name_of, templates, tree_of

LANGUAGES = catalogues.languages()
COMES_IN = re.compile(r"%\(\w+\)s")
TAG = re.compile(r"<[^<>]+>")
SPEAKS = {"_", "kept_as", "lazy", "ngettext"}
NEVER = {
    "de": [
        "fehler", "ungültig", "leider", "entschuldigung", "patient", "patientin", "patienten", "verpasst", "versäumt",
        "überfällig", "gescheitert", "fehlgeschlagen", "verboten", "sollten", "solltest", "du", "dein", "deine", "dir",
        "glückwunsch", "sorry", "ups",
    ],
}  # fmt: skip
NEVER_AT_ALL = ("!", "*", ":in", "_in", "Innen", "...", " - ")
# What was written before there was a second language; each leaves this list when all it says is marked.
NOT_YET = ()
ALWAYS_ENGLISH = ("portal/templates/style/",)  # the workshop, which only those who develop ever see
IN_A_TERMINAL = ("portal/domain/demo/", "portal/cli.py")  # what an operator reads there is English
REFUSES = {"Invalid": 1, "Conflict": 0}  # and from which argument on they speak
NAMES = {"Harbour", "OpenDyslexic"}  # the same in every language
CODE = re.compile(r"{#.*?#}|{%-?\s*block (?:look|own_sheet)\b.*?endblock.*?%}|{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|aria-description|placeholder|title|alt)="([^"]*)"')
ENTITY = re.compile(r"&\w+;|&#\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")


def unmarked(source):
    """Words of a template that are said in English to everybody."""
    text = CODE.sub(" ", source)
    said = [*SPOKEN.findall(text), *re.split(r"<[^>]*>", text)]
    return [words.strip() for words in said if set(WORD.findall(ENTITY.sub(" ", words))) - NAMES]


def in_pieces(tree):
    """Calls of the verbs of portal.core.language whose sentence is no constant, by line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKS:
            wanted = node.args[: 2 if node.func.id == "ngettext" else 1]
            if not all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in wanted):
                yield node.lineno


def unmarked_refusals(tree):
    """Refusals that a page shows whose words are English for everybody, by line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSES:
            for said in node.args[REFUSES[node.func.id] :]:
                pieces = said.values if isinstance(said, ast.JoinedStr) else [said]
                if any(isinstance(one, ast.Constant) and WORD.search(str(one.value)) for one in pieces):
                    yield said.lineno


def pieces_in(source):
    """The same for a template."""
    for node in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in SPEAKS:
            wanted = node.args[: 2 if node.node.name == "ngettext" else 1]
            if not all(isinstance(part, nodes.Const) for part in wanted):
                yield node.lineno


def both(message):
    """English beside what was written, for each number."""
    one, many = (message.id, message.id) if isinstance(message.id, str) else message.id
    said = [message.string] if isinstance(message.string, str) else message.string
    return [(one if at == 0 else many, words) for at, words in enumerate(said)]


def unkind(language, words):
    said = COMES_IN.sub(" ", TAG.sub(" ", words))
    found = [word for word in NEVER[language] if re.search(rf"(?<!\w){word}(?!\w)", said, re.IGNORECASE)]
    return found + [
        sign for sign in NEVER_AT_ALL if re.search(re.escape(sign) + (r"\b" if sign[-1] == "n" else ""), said)
    ]


def test_what_a_template_says_is_marked():
    old = [f"{name}/" for name in NOT_YET]
    looked_at = {name_of(path): path for path in templates() if not name_of(path).startswith((*old, *ALWAYS_ENGLISH))}
    found = {name: unmarked(path.read_text("utf-8")) for name, path in looked_at.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_what_a_refusal_says_is_marked():
    looked_at = [path for path in house_files() if not name_of(path).startswith(IN_A_TERMINAL)]
    found = {name_of(path): list(unmarked_refusals(tree_of(path))) for path in looked_at}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_refusal_without_a_mark_would_be_noticed():
    found = ast.parse('raise Invalid("at", "Choose a time.")\nraise Conflict(f"{MOST} are there.")')
    assert list(unmarked_refusals(found)) == [1, 2]
    assert list(unmarked_refusals(ast.parse('raise Invalid("at", f"{LONG} {MORE}" or _("Choose a time."))'))) == []


def test_no_folder_is_on_the_list_any_more_that_is_done():
    for name in NOT_YET:
        assert any(unmarked(path.read_text("utf-8")) for path in (ROOT / name).rglob("*.html")), f"take {name} off"


@pytest.mark.parametrize("source", ["<p>Notes</p>", '<a aria-label="Back">{{ icon("x") }}</a>', "{{ name }} reads"])
def test_words_without_a_mark_would_be_noticed(source):
    assert unmarked(source)


@pytest.mark.parametrize("source", ['<p>{{ _("Notes") }}</p>', "{# Notes #}·&nbsp;7", "<span>Harbour</span>"])
def test_what_is_marked_or_no_word_is_left_alone(source):
    assert unmarked(source) == []


def test_a_sentence_is_a_constant_so_that_it_can_be_found():
    found = {name_of(path): list(in_pieces(tree_of(path))) for path in house_files() if path.name != "language.py"}
    found |= {name_of(path): list(pieces_in(path.read_text("utf-8"))) for path in templates()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_sentence_made_of_pieces_would_be_noticed():
    assert list(in_pieces(ast.parse('_(f"{name} reads")'))) == [1]
    assert list(pieces_in('{{ _("by " ~ name) }}')) == [1]


def test_a_sentence_has_one_way_of_being_many():
    ways = {}
    for said in languages.english():
        if not isinstance(said, str):
            ways.setdefault(said[0], set()).add(said[1])
    assert {one: many for one, many in ways.items() if len(many) > 1} == {}, "it is looked up by the first alone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_its_words(language):
    written = {languages.key_of(one) for _area, one in languages.messages(language) if catalogues.is_written(one)}
    missing = {said: places[0] for said, places in languages.english().items() if said not in written}
    assert missing == {}, "python -m tests.languages AREA FOLDER begins them"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_twice_differently_or_for_nobody(language):
    written = {}
    for area, one in languages.messages(language):
        if catalogues.is_written(one):
            written.setdefault(languages.key_of(one), {})[one.string] = area
    assert {said: words for said, words in written.items() if len(words) > 1} == {}
    left = [one.id for _area, one in languages.messages(language) if languages.key_of(one) not in languages.english()]
    assert left == [], "python -m tests.languages AREA takes them out"
    assert [one.id for _area, one in languages.messages(language) if one.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_in_and_what_is_markup_is_the_same_in_every_language(language):
    for area, message in languages.messages(language):
        for english, words in both(message):
            for what in (COMES_IN, TAG):
                wanted, found = Counter(what.findall(english)), Counter(what.findall(words))
                if english != words and not isinstance(message.id, str):
                    wanted, found = wanted - Counter(["%(num)s"]), found - Counter(["%(num)s"])
                assert found == wanted, f"{area}: {english}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_calm(language):
    found = {
        words: unkind(language, words)
        for _area, message in languages.messages(language)
        for _english, words in both(message)
    }
    assert {words: bad for words, bad in found.items() if bad} == {}


@pytest.mark.parametrize(
    "words", ["Fehler beim Speichern", "Gut gemacht!", "Ihre Therapeut*in", "Das hast du verpasst"]
)
def test_an_unkind_word_would_be_noticed(words):
    assert unkind("de", words)
