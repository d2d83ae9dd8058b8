"""What an agenda holds, and the form in which it lies in the vault."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from portal.core.markdown import first_line
from portal.core.text import cut, line_taken, taken

KIND = "agenda"
LONGEST_BODY = 4_000  # characters
LONGEST_LINE = 200  # characters: what one wants from it, a pin
MOST_PINS = 3
FIRST_LINE = 120  # characters: what a list shows


class PinKind(StrEnum):
    """What a pin leads to; free words lead nowhere."""

    NOTE = "note"
    GOAL = "goal"
    CHECKIN = "check-in"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Pin:
    """One of the things to talk about first, as its reader sees it. What it leads to lies apart, in `leads`."""

    id: UUID
    kind: PinKind
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the form asks: what to talk about, in a few lines, and what one wants from it, in one."""

    body: str
    wish: str = ""

    @classmethod
    def checked(cls, body: str, wish: str = "") -> Self:
        """What a person typed, if it can be kept; raises Invalid at "body" or "wish". Nothing at all is fine."""
        return cls(taken("body", body, LONGEST_BODY), line_taken("wish", wish, LONGEST_LINE))


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of an agenda, opened: exactly what its reader sees, whoever that is."""

    words: Words
    pins: tuple[Pin, ...] = ()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        pins = tuple(Pin(UUID(pin["id"]), PinKind(pin["kind"]), pin["words"]) for pin in found["pins"])
        return cls(Words(found["body"], found["wish"]), pins)

    def to_bytes(self) -> bytes:
        pins = [{"id": str(pin.id), "kind": pin.kind, "words": pin.words} for pin in self.pins]
        body = {"body": self.words.body, "wish": self.words.wish, "pins": pins}
        return json.dumps(body, ensure_ascii=False).encode()

    @property
    def is_empty(self) -> bool:
        return not (self.words.body or self.words.wish or self.pins)

    @property
    def first_line(self) -> str:
        """How it begins, for a list: the first line of the words, or what comes first instead."""
        begins = first_line(self.words.body, FIRST_LINE) or first_line(self.words.wish, FIRST_LINE)
        return begins or cut(next((pin.words for pin in self.pins), ""), FIRST_LINE)
