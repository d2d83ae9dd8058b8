"""The little structure in what people type: what is ours, what stays as typed, and what nobody means well with."""

import pytest

from portal.core.markdown import MOST_PARTS, Part, first_line, structure


def outline(parts):
    """Kinds and words, nested as they are."""
    return [part.text if part.kind == "text" else (part.kind, *outline(part.parts)) for part in parts]


def words(parts):
    return "".join(part.text + words(part.parts) for part in parts)


def everything(part):
    return [part, *(one for inner in part.parts for one in everything(inner))]


def count(parts):
    return sum(1 + count(part.parts) for part in parts)


def depth(parts):
    return max((1 + depth(part.parts) for part in parts), default=0)


def test_headings_lists_quotes_and_emphasis_are_told_apart():
    typed = "## One\n\nA *soft* and **firm** word.\n\n- a\n- b\n\n3. c\n\n> d\n> e"
    assert outline(structure(typed)) == [
        ("heading", "One"),
        ("paragraph", "A ", ("emphasis", "soft"), " and ", ("strong", "firm"), " word."),
        ("list", ("item", ("paragraph", "a")), ("item", ("paragraph", "b"))),
        ("numbers", ("item", ("paragraph", "c"))),
        ("quote", ("paragraph", "d\ne")),
    ]
    assert [part.level for part in structure(typed)] == [2, 0, 0, 3, 0]


AS_TYPED = [
    "One line.\nAnother,\n    further in.",
    "  It begins further in.",
    "<b>bold</b> <script>alert(1)</script> &amp; &lt;",
    "`code`\n```\nfence\n```",
    "Title\n---\n=====",
    "[name]: of somewhere 'title'",
    "http:// and https:/example.org, xhttps://example.org, //example.org, htt\\ps://example.org",
    "#tag, 5 * 3 * 2, snake_case_word, 2 > 1",
    "\u200f\u05e9\u05dc\u05d5\u05dd \u202eturned\u202c",
    "tab\tand \U0001f30a",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_what_is_no_structure_of_ours_stays_as_it_was_typed(typed):
    parts = structure(typed)
    assert words(parts) == typed
    assert {part.kind for block in parts for part in (block, *block.parts)} == {"paragraph", "text"}


def test_windows_and_old_line_ends_are_line_ends():
    assert structure("a\r\nb\rc") == (Part("paragraph", (Part("text", text="a\nb\nc"),)),)


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "HTTP://EXAMPLE.ORG", "mailto:jo@example.org"])
def test_links_of_three_kinds_lead_somewhere(url):
    [paragraph] = structure(f"[there]({url})")
    assert [(part.kind, part.href) for part in paragraph.parts] == [("link", url)]


BARE = {  # what was typed: the address in it that leads somewhere
    "See https://example.org/a_b?c=d#e.": "https://example.org/a_b?c=d#e",
    "<https://example.org/>": "https://example.org/",
    "(http://example.org/of_(a_thing)), then": "http://example.org/of_(a_thing)",
    "[https://example.org]": "https://example.org",
    "HTTPS://EXAMPLE.ORG!": "HTTPS://EXAMPLE.ORG",
    "https://example.org/\u202egpj.exe": "https://example.org/",
    "*\u201chttps://example.org\u201d*": "https://example.org",
}


@pytest.mark.parametrize("typed", BARE)
def test_an_address_that_stands_in_a_line_as_it_is_leads_there(typed):
    [paragraph] = structure(typed)
    links = [part for part in everything(paragraph) if part.kind == "link"]
    assert [(part.href, words(part.parts)) for part in links] == [(BARE[typed], BARE[typed])]
    assert words([paragraph]) == typed.strip("*")


def test_an_address_in_the_words_of_a_link_does_not_lead_elsewhere():
    [paragraph] = structure("[https://example.org](https://example.com) [of https://example.org/](https://example.com)")
    links = [part for part in everything(paragraph) if part.kind == "link"]
    assert [part.href for part in links] == ["https://example.com"] * 2


BEGINS = {  # what was typed: how it begins
    "**Hello** there, *you*": "Hello there, you",
    "\n\n  ## A heading\n\nMore": "A heading",
    "- [ ] call *Jo*\n- [x] done": "call Jo",
    "-\n-\n1. one": "one",
    "> quoted [words](https://example.org)": "quoted words",
    "see https://example.org": "see https://example.org",
    "[](https://example.org)": "https://example.org",
    "**bold\nand more**": "bold",
    "5 * 3, snake_case_word": "5 * 3, snake_case_word",
    "#\n#": "#",
    "": "",
}


@pytest.mark.parametrize("typed", BEGINS)
def test_a_text_begins_with_its_first_words_without_the_signs_of_structure(typed):
    assert first_line(typed, 160) == BEGINS[typed]
    assert len(first_line(typed, 5)) <= 5


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//example.org", "/notes", "x",
        "file:///etc/passwd", "&#106;avascript:alert(1)", "java\tscript:alert(1)", "http:alert", "\u202ehttp://x",
    ],
)  # fmt: skip
def test_no_other_address_is_a_link(url):
    assert "link" not in {part.kind for block in structure(f"[there]({url})") for part in block.parts}


def test_an_image_is_never_fetched():
    [paragraph] = structure("![seen](https://example.org/pixel.png)")
    assert [part.kind for part in paragraph.parts] == ["text", "link"]


BOMBS = {
    "brackets": "[" * 20_000,
    "colons": "x://" * 12_000,
    "addresses": "https://a.b/ " * 3_800,
    "an address in brackets": "https://a" + "[)" * 20_000,
    "images": "![[" * 16_000,
    "nested links": "[a](" * 399 + "x" * 40_000,
    "parentheses": "[a](" + "(" * 40_000,
    "stars": "*" * 50_000,
    "emphasis in emphasis": "*a " * 9_000 + "b* " * 9_000,
    "both kinds": "*_" * 25_000,
    "quotes in quotes": "> " * 25_000 + "x",
    "lists in lists": "- " * 25_000 + "x",
    "lists further and further in": "".join(" " * (2 * n) + "- a\n" for n in range(200)),
    "a list without end": "- a\n" * 12_000,
    "headings without end": "# a\n" * 12_000,
    "backslashes": "\\" * 50_000,
    "blank lines": "\n" * 50_000 + "x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_be_heavy_is_neither_deep_nor_cut_short(name):
    typed = BOMBS[name]
    parts = structure(typed)
    assert depth(parts) <= 20
    assert count(parts) <= 3 * MOST_PARTS
    letters = [sign for sign in typed if sign.isalpha()]
    assert [sign for sign in words(parts) if sign.isalpha()] == letters


def test_what_lies_too_deep_is_plain_and_loses_no_word():
    typed = ">" * 40 + " the bottom"
    assert outline(structure(typed)) == [("paragraph", typed)]
    assert structure(typed)[0].kind == "paragraph"
