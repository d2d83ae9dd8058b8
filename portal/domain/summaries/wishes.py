"""What a therapist wants of a summary: for whom, which sections in which order, their own words, what to hide."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from portal.core import dates
from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.text import NOT_TEXT, can_be_kept, is_one_line, shows

LONGEST_NOTE = 5_000  # characters of the therapist's own, in each of the two places
MOST_HIDDEN = 40  # words to hide
LONGEST_HIDDEN = 60  # characters of one of them
_MARKED = b"\x01"  # no note of a person's begins with it: what was kept before there were wishes is a note alone


class Audience(StrEnum):
    """Who a summary is for."""

    PREPARATION = "preparation"
    CLIENT = "client"
    SUPERVISION = "supervision"


SECTIONS = ("agenda", "note", "checkins", "words", "answers", "goals", "measures", "plan")  # in the usual order
OWN = frozenset({"note", "plan"})  # what the therapist writes
WORKING = frozenset({"plan"})  # working notes, which are not for the client


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a version: from the first character of its plain text to the one after the last."""

    item_id: UUID
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the form asks. `only_parts`: versions of which nothing but their parts is quoted."""

    audience: Audience = Audience.PREPARATION
    sections: tuple[str, ...] = SECTIONS
    note: str = field(default="", repr=False)
    plan: str = field(default="", repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    parts: tuple[Part, ...] = ()
    only_parts: frozenset[UUID] = frozenset()

    @classmethod
    def checked(  # noqa: PLR0913, PLR0917 - what the form asks
        cls, audience: str, sections: Iterable[str], order: Iterable[str], note: str, plan: str, hidden: str
    ) -> Self:
        """What a person chose and typed, if it can be one.

        Args:
            audience: one of Audience.
            sections: those that were ticked.
            order: of all sections; what it leaves out comes last, in the usual order.
            note: themes and their own note.
            plan: for the next time.
            hidden: words to hide, one a line.

        Raises:
            Invalid: on `audience`, `sections`, `note`, `plan` or `hidden`.
        """
        if audience not in set(Audience):
            raise Invalid("audience", _("Choose one of the three."))
        who = Audience(audience)
        ticked = set(sections) - (WORKING if who is Audience.CLIENT else frozenset())
        chosen = tuple(one for one in in_order(order) if one in ticked)
        if not chosen:
            raise Invalid("sections", _("Tick at least one section."))
        return cls(who, chosen, own_words("note", note), own_words("plan", plan), _hidden(hidden))

    def to_bytes(self) -> bytes:
        said = {
            "audience": self.audience,
            "sections": self.sections,
            "note": self.note,
            "plan": self.plan,
            "hidden": self.hidden,
            "parts": [[str(part.item_id), part.first, part.last] for part in self.parts],
            "only_parts": sorted(map(str, self.only_parts)),
        }
        return _MARKED + json.dumps(said, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What was kept before there was anything to wish for is the therapist's note, with the client's words."""
        if not data.startswith(_MARKED):
            return cls(sections=("note", "words"), note=data.decode())
        found: dict[str, Any] = json.loads(data[1:])
        return cls(
            audience=Audience(found["audience"]),
            sections=tuple(found["sections"]),
            note=found["note"],
            plan=found["plan"],
            hidden=tuple(found["hidden"]),
            parts=tuple(Part(UUID(item_id), first, last) for item_id, first, last in found["parts"]),
            only_parts=frozenset(map(UUID, found["only_parts"])),
        )


def in_order(order: Iterable[str]) -> list[str]:
    """All sections: first those that are named, each once, then the rest in the usual order."""
    return list(dict.fromkeys([*(one for one in order if one in SECTIONS), *SECTIONS]))


def moved(order: Iterable[str], section: str, step: int) -> list[str]:
    """The order with one section so many places further down, or up; at an end it stays."""
    there = in_order(order)
    if section in there:
        at = there.index(section)
        there.insert(max(0, at + step), there.pop(at))
    return there


def own_words(name: str, text: str) -> str:
    """A therapist's own words as they are kept; raises Invalid on the field of that name."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not can_be_kept(text):
        raise Invalid(name, NOT_TEXT)
    if len(text) > LONGEST_NOTE:
        raise Invalid(
            name,
            _(
                "Your note can have %(longest)s signs; this one has %(length)s.",
                longest=dates.number(LONGEST_NOTE),
                length=dates.number(len(text)),
            ),
        )
    return text


def _hidden(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    words = list(dict.fromkeys(line for line in lines if shows(line)))
    for word in words:
        if not can_be_kept(word) or not is_one_line(word):
            raise Invalid("hidden", NOT_TEXT)
        if len(word) > LONGEST_HIDDEN:
            raise Invalid(
                "hidden",
                _(
                    "A word to hide can have %(longest)s signs; one has %(length)s.",
                    longest=LONGEST_HIDDEN,
                    length=len(word),
                ),
            )
    if len(words) > MOST_HIDDEN:
        raise Invalid(
            "hidden", _("%(most)s words can be hidden; these are %(length)s.", most=MOST_HIDDEN, length=len(words))
        )
    return tuple(words)
