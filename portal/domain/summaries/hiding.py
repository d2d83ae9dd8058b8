"""Hiding for supervision: initials for the client's name, and a neutral mark for each word that could tell who it is.

Words are compared without case, accents, signs of no width, and however many spaces lie between; text that could carry
markup is taken as plain first, so that no sign within a word keeps it from being found.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from portal.core.markdown import plain
from portal.core.text import clusters
from portal.domain.summaries.draft import Block, Quotation, SummaryDraft

MARK = "[hidden]"
_PARTS = re.compile(r"[\s\-\u2010\u2011'\u2019.]+")
SHORT = 4  # letters: a part of a name below this is found as a whole word alone, for it stands within many others


def initials(name: str) -> str:
    """'S. O.' for Sam Okafor: the first letter of each part, with what belongs to it."""
    return " ".join(f"{clusters(part)[0].upper()}." for part in name.split())


def hidden(draft: SummaryDraft, words: Iterable[str]) -> SummaryDraft:
    """The draft for supervision: nothing of the client's name is left in it, nor any of these words anywhere."""
    hide = _Hiding(words, draft.client_name)
    return replace(
        draft,
        client_name=initials(draft.client_name),
        therapist_name=hide.line(draft.therapist_name),
        practice_name=hide.line(draft.practice_name),
        note=hide.text(draft.note),
        plan=hide.text(draft.plan),
        quotations=tuple(_quotation(hide, quoted) for quoted in draft.quotations),
        sections=tuple(
            replace(section, blocks=tuple(_block(hide, block) for block in section.blocks))
            for section in draft.sections
        ),
        sources=tuple(
            replace(source, word=hide.line(source.word), inside=hide.line(source.inside)) for source in draft.sources
        ),
    )


def _quotation(hide: "_Hiding", quoted: Quotation) -> Quotation:
    title, question = hide.line(quoted.title), hide.text(quoted.question)
    return replace(quoted, title=title, question=question, body=hide.text(quoted.body), is_plain=True)


def _block(hide: "_Hiding", block: Block) -> Block:
    body = hide.line(block.body) if block.is_plain else hide.text(block.body)
    return replace(
        block,
        label=hide.line(block.label),
        body=body,
        is_plain=True,
        said=hide.line(block.said),
        rows=tuple(tuple(hide.line(cell) for cell in row) for row in block.rows),
    )


class _Hiding:
    """Puts the mark in the place of each of some words."""

    def __init__(self, words: Iterable[str], name: str) -> None:
        self.anywhere = [folded for word in words if (folded := _fold(word)[0].strip())]
        self.whole: list[str] = []
        for part in (name, *_PARTS.split(name)):
            folded = _fold(part)[0].strip(" .,")
            if len(folded) > 1:  # a letter alone is what the initials say
                (self.anywhere if len(folded) >= SHORT else self.whole).append(folded)

    def text(self, text: str) -> str:
        """Of what may carry structure; it comes out plain."""
        return self.line(plain(text))

    def line(self, text: str) -> str:
        folded, places = _fold(text)
        spans = [*self._spans(folded, self.anywhere, whole=False), *self._spans(folded, self.whole, whole=True)]
        said, at = "", 0
        for first, last in _joined((places[first][0], places[end - 1][1]) for first, end in spans):
            said += text[at:first] + MARK
            at = last
        return said + text[at:]

    @staticmethod
    def _spans(folded: str, words: Iterable[str], *, whole: bool) -> Iterable[tuple[int, int]]:
        for word in words:
            at = folded.find(word)
            while at >= 0:
                end = at + len(word)
                if not whole or not (folded[at - 1 : at].isalnum() or folded[end : end + 1].isalnum()):
                    yield at, end
                at = folded.find(word, at + 1)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In their order; those that overlap, or touch, are one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as it is compared, and for each of its signs from where to where in the text it came."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for sign in clusters(text):
        for plainly in _plainly(sign):
            if plainly != " " or folded[-1:] != [" "]:
                folded.append(plainly)
                places.append((at, at + len(sign)))
        at += len(sign)
    return "".join(folded), places


def _plainly(sign: str) -> str:
    """Letters without case and accents; nothing of what cannot be seen."""
    if sign.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", parts) if unicodedata.category(one) not in ("Mn", "Cf"))
