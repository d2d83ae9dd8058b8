"""A little structure in what people type: headings, lists, quotes, emphasis, links. Markdown in, frozen data out.

Nothing here makes markup: templates draw the tree and escape every word of it. What is no structure of ours stays as it
was typed, line breaks and spaces included. Text that is nested, or cut into pieces, beyond all sense is left plain.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from portal.core.text import cut

DEEPEST = 12  # quotes and lists within one another
DEEPEST_EMPHASIS = 6  # emphasis within emphasis; what lies deeper is drawn without its own
MOST_PARTS = 3_000  # of one text: each costs a page, and a sheet of paper, as much as a line
MOST_BRACKETS = 400  # of one text: looking for the ends of links takes a time that grows with their square
BEGINNING = 5  # lines of a text that are looked at to say how it begins,
LONGEST_BEGINNING = 1_000  # and characters
RULES = ("blockquote", "list", "heading", "paragraph", "text", "escape", "emphasis", "link", "balance_pairs")
OURS = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
TURNS = "\u200b-\u200f\u202a-\u202e\u2066-\u2069"  # an address beside one would not read as where it leads
BARE = re.compile(f'://\\w[^\\s<>"{TURNS}]*')  # the rest of an address that stands in a line as it is
SCHEME = re.compile(f"(?<![\\w.+{TURNS}-])https?$", re.IGNORECASE)
ENDS = frozenset(".,;:!?'*_~\u2019\u201d\u2026\u00bb")  # what stands after an address and is no part of it
PAIRS = {")": "(", "]": "["}
BOX = re.compile(r"\A\[[ xX]\](?:\s+|$)")  # before a thing to do
NAMES = {
    "paragraph": "paragraph", "heading": "heading", "blockquote": "quote", "bullet_list": "list",
    "ordered_list": "numbers", "list_item": "item", "em": "emphasis", "strong": "strong", "link": "link",
}  # fmt: skip
IN_A_LINE = ("text", "emphasis", "strong", "link")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what was typed.

    `kind`: paragraph, heading, list, numbers, item, quote; in a line of these text, emphasis, strong, link. `text` is
    set for text alone, `level` for headings (1 to 6) and for the first of numbers, `href` for links.
    """

    kind: str
    parts: tuple["Part", ...] = ()
    text: str = ""
    level: int = 0
    href: str = ""


def structure(text: str) -> tuple[Part, ...]:
    """What somebody typed, as blocks in their order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("[") > MOST_BRACKETS:
        return _plain(text)
    tokens = _parser().parse(text)
    if any(token.level + token.nesting >= DEEPEST for token in tokens):  # the parser drops what lies deeper
        return _plain(text)
    reader = _Reader(text.split("\n"))
    blocks = reader.blocks(tokens)
    return blocks if reader.count <= MOST_PARTS else _plain(text)


def beginning(text: str) -> str:
    """The words of its first lines, without the signs of their structure; each block is a line."""
    typed = "\n".join(text.lstrip()[:LONGEST_BEGINNING].splitlines()[:BEGINNING])
    words = _words(structure(typed))
    return words if words.strip() else typed


def first_line(text: str, most: int) -> str:
    """The first line that has any words, without the signs of its structure; at most so many characters, for a list."""
    lines = (line.strip() for line in beginning(text).split("\n"))
    return cut(next((line for line in lines if line), ""), most)


def plain(text: str) -> str:
    """All its words, without the signs of their structure; each block is a line."""
    return _words(structure(text)).strip()


def _words(parts: Sequence[Part]) -> str:
    said = []
    for part in parts:
        inside = part.text or _words(part.parts) or part.href
        inside = BOX.sub("", inside) if part.kind == "item" else inside
        said.append(inside if part.kind in IN_A_LINE else inside + "\n")
    return "".join(said)


class _Reader:
    """Makes parts of tokens, and counts them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.count = lines, 0

    def blocks(self, tokens: Sequence[Token]) -> tuple[Part, ...]:
        """Of tokens that lie beside one another, each opening one with all it holds."""
        found, at = [], 0
        while at < len(tokens):
            end = _end(tokens, at)
            found.append(self._block(tokens[at : end + 1]))
            at = end + 1
        return tuple(found)

    def _block(self, tokens: Sequence[Token]) -> Part:
        first, inside = tokens[0], tokens[1:-1]
        kind = NAMES[first.type.removesuffix("_open")]
        self.count += 1
        if kind not in ("paragraph", "heading"):
            start = int(first.attrs.get("start", 1)) if kind == "numbers" else 0
            return Part(kind, self.blocks(inside), level=start)
        level = int(first.tag[1]) if kind == "heading" else 0
        parts = self._line(inside[0].children or [], 0)
        return Part(kind, self._indented(first, parts), level=level)

    def _indented(self, first: Token, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The spaces a paragraph began with, which the parser takes off."""
        if first.level or first.tag != "p" or not first.map:
            return parts
        line = self.lines[first.map[0]]
        spaces = line[: len(line) - len(line.lstrip())]
        return (Part("text", text=spaces), *parts) if spaces else parts

    def _line(self, tokens: Sequence[Token], depth: int) -> tuple[Part, ...]:
        found: list[Part] = []
        at = 0
        while at < len(tokens):
            token, end = tokens[at], _end(tokens, at)
            inside = tokens[at + 1 : end]
            if token.nesting == 0:
                found.append(Part("text", text="\n" if token.type == "hardbreak" else token.content))
            elif depth < DEEPEST_EMPHASIS:
                self.count += 1
                href = str(token.attrs.get("href", ""))
                found.append(Part(NAMES[token.type.removesuffix("_open")], self._line(inside, depth + 1), href=href))
            else:
                found.append(Part("text", text="".join(one.content for one in inside if one.nesting == 0)))
            at = end + 1
        return tuple(found)


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where what opens here closes; a token that opens nothing ends where it stands."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _plain(text: str) -> tuple[Part, ...]:
    """Paragraphs and nothing else."""
    paragraphs = (some.strip("\n") for some in text.split("\n\n") if some.strip())
    return tuple(Part("paragraph", (Part("text", text=some),)) for some in paragraphs)


def _bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - how the parser calls its rules
    """A rule of the parser: an address that stands in a line as it is leads there."""
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme = SCHEME.search(state.src[max(0, state.pos - 9) : state.pos])
    found = BARE.match(state.src, state.pos) if scheme and state.pending.endswith(scheme.group()) else None
    if scheme is None or found is None:
        return False
    rest = _without_ends(found.group())
    href = state.md.normalizeLink(scheme.group() + rest)
    if not state.md.validateLink(href):
        return False
    state.pending = state.pending[: -len(scheme.group())]
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = scheme.group() + rest
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_ends(address: str) -> str:
    """Without the full stop of its sentence, and the bracket it stands in."""
    open_ends = {end: address.count(end) - address.count(start) for end, start in PAIRS.items()}
    at = len(address)
    while (sign := address[at - 1]) in ENDS or open_ends.get(sign, 0) > 0:
        if sign in open_ends:
            open_ends[sign] -= 1
        at -= 1
    return address[:at]


@cache
def _parser() -> MarkdownIt:
    """Only the rules named above, and bare addresses: no HTML, images, code, references or entities.

    Line breaks stay in the text.
    """
    parser = MarkdownIt("zero", {"maxNesting": DEEPEST})
    parser.enable([*RULES])
    parser.inline.ruler.after("text", "bare_address", _bare_address)
    parser.validateLink = lambda url: OURS.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser
