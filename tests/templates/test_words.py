"""The words on the pages: calm, plain, and none of those that blame, hurry or promise too much."""

import re

import pytest
from jinja2 import Environment, nodes

from tests.architecture.rules import name_of, templates

NEVER = [
    "overdue", "missed", "failed", "streak", "should", "sorry", "oops", "congratulations", "invalid", "mandatory",
    "forbidden", "error", "errors", "revoke", "revoked", "patient", "patients", "confidant", "proxy", "restricted",
    "skipped", "entry", "entries",
]  # fmt: skip
NEVER_AT_ALL = ("!", "military-grade", "100 %", "nobody can ever", "Are you sure")
COMES_IN = re.compile(r"%\(\w+\)s")
CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
SAYING = re.compile(r'(?:aria-label|placeholder|alt|title|content)="([^"]*)"')
BUTTONS_THAT_SAY_NOTHING = re.compile(r'(?:>|button\((?:_\()?")(Save|Submit|Send|OK|Yes|No|Next)(?:<|")')


def words_of(source: str) -> str:
    """What a person reads of a template: text between tags, what is read aloud, and sentences inside expressions."""
    tree = Environment(autoescape=True).parse(source)
    text = CODE.sub(" ", source)
    sentences = [
        node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str) and " " in node.value.strip()
    ]
    spoken = SAYING.findall(text)
    return " ".join([re.sub(r"<[^>]*>", " ", text), *spoken, *sentences])


def unkind(source: str) -> list[str]:
    said = COMES_IN.sub(" ", words_of(source))
    found = [word for word in NEVER if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said, re.IGNORECASE)]
    return found + [phrase for phrase in NEVER_AT_ALL if phrase.lower() in said.lower()]


def test_no_template_uses_a_word_that_blames_or_hurries():
    found = {name_of(path): unkind(path.read_text("utf-8")) for path in templates()}
    assert {name: words for name, words in found.items() if words} == {}


def test_every_button_says_what_it_does_and_for_whom():
    found = {name_of(path): BUTTONS_THAT_SAY_NOTHING.findall(path.read_text("utf-8")) for path in templates()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Your homework is overdue.</p>",
        "<p>You should write more.</p>",
        "<p>Well done!</p>",
        '{{ notice("An error has happened.") }}',
        '<p aria-label="Revoke the grant">x</p>',
        "<p>Hello {{ name }}, your patient</p>",
    ],
)
def test_such_a_word_would_be_noticed(source):
    assert unkind(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% if form.errors %}{{ error_summary(form) }}{% endif %}",
        "{# never say error! #}<!doctype html>",
        '{{ job_card("failed") }}',
    ],
)
def test_names_in_the_code_are_not_words_on_the_page(source):
    assert unkind(source) == []


def test_a_bare_button_would_be_noticed():
    assert BUTTONS_THAT_SAY_NOTHING.search('<button type="submit">Save</button>')
    assert BUTTONS_THAT_SAY_NOTHING.search('{{ button("Submit", icon="lock") }}')
    assert not BUTTONS_THAT_SAY_NOTHING.search('{{ button("Save, only for me") }}')
