"""What a check-in says: a level, and beside it, under a key of its own, whatever words somebody adds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.core.text import can_be_kept, is_one_line, shows
from portal.domain.mood.offered import OFFERED

KIND = "checkin"  # the level alone, so that it can be opened to somebody without a word
KIND_WORDS = "checkin-words"  # an item of its own, there only when there is something in it
LEVELS = {  # the valence of a moment, 1 to 5
    1: lazy("Very low"),
    2: lazy("Low"),
    3: lazy("In between"),
    4: lazy("Good"),
    5: lazy("Very good"),
}
INSIDE = {  # the same inside a sentence
    1: lazy("very low"),
    2: lazy("low"),
    3: lazy("in between"),
    4: lazy("good"),
    5: lazy("very good"),
}
ENERGY = {  # its arousal, 1 to 5
    1: lazy("Very tired"),
    2: lazy("Tired"),
    3: lazy("In between"),
    4: lazy("Awake"),
    5: lazy("Full of energy"),
}
LONGEST_LINE = 280  # characters
LONGEST_WORD = 40  # characters of a feeling word or an activity of somebody's own
MOST_WORDS = 20  # feeling words, and activities, of one check-in


@dataclass(frozen=True, slots=True)
class Words:
    """What is said beside the level; each part can be absent."""

    line: str = ""
    feelings: tuple[str, ...] = ()
    energy: int | None = None
    activities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.line or self.feelings or self.energy or self.activities)

    @classmethod
    def checked(
        cls, line: str = "", feelings: Iterable[str] = (), energy: int | None = None, activities: Iterable[str] = ()
    ) -> "Words":
        """These words as they are kept: spaces tidied, nothing twice.

        Raises:
            Invalid: a part that cannot be kept.
        """
        if energy is not None and energy not in ENERGY:
            raise Invalid("energy", _("Choose one of the five, or none."))
        return cls(_line(line), _several("feelings", feelings), energy, _several("activities", activities))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Words":
        """As they are read: a word of ours is in the language of whoever reads, whichever it was ticked in."""
        said = json.loads(data)
        feelings, activities = (tuple(map(OFFERED.said_again, said[part])) for part in ("feelings", "activities"))
        return cls(said["line"], feelings, said["energy"], activities)

    def to_bytes(self) -> bytes:
        said = {"line": self.line, "feelings": self.feelings, "energy": self.energy, "activities": self.activities}
        return json.dumps(said, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Reading:
    """One check-in, opened; exactly what a reader is given. It holds no time of day.

    `words` is None for a reader to whom only levels are open, and when there are none.
    """

    id: UUID
    client_id: UUID
    on_day: date
    version: int
    level: int
    words: Words | None


def words_of(checkin_id: UUID) -> UUID:
    """The thing whose items are the words of this check-in."""
    return uuid5(checkin_id, KIND_WORDS)


def level_in(data: bytes) -> int:
    """The level in an opened item."""
    level: int = json.loads(data)["level"]
    return level


def sealed_level(level: int) -> bytes:
    """The level as it goes into an item."""
    return json.dumps({"level": level}).encode()


def called(data: bytes) -> str:
    """How its writer knows a check-in in a list, from its level."""
    return str(LEVELS[level_in(data)])


def shown(row: Any, data: bytes, words: bytes | None = None) -> Reading:
    """What a reader sees of a check-in: its row, its level, and its words where those are open to them too."""
    said = Words.from_bytes(words) if words else None
    return Reading(row.id, row.client_id, row.on_day, row.version, level_in(data), said or None)


def _line(line: str) -> str:
    line = " ".join(line.split())
    if not can_be_kept(line):
        raise Invalid("line", _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
    if len(line) > LONGEST_LINE:
        raise Invalid(
            "line",
            _(
                "This line can have %(longest)s characters; it has %(length)s. A note has more room.",
                longest=LONGEST_LINE,
                length=len(line),
            ),
        )
    return line


def _several(field: str, said: Iterable[str]) -> tuple[str, ...]:
    """Each word once, whatever its case, in the order they came."""
    kept: dict[str, str] = {}
    for word in (" ".join(word.split()) for word in said):
        if not shows(word):
            continue
        if not can_be_kept(word) or not is_one_line(word):
            raise Invalid(field, _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
        if len(word) > LONGEST_WORD:
            raise Invalid(
                field,
                _(
                    "A word of your own can have %(longest)s characters; one has %(length)s.",
                    longest=LONGEST_WORD,
                    length=len(word),
                ),
            )
        kept.setdefault(word.casefold(), word)
    if len(kept) > MOST_WORDS:
        raise Invalid(
            field, _("There is room for %(most)s here; these are %(length)s.", most=MOST_WORDS, length=len(kept))
        )
    return tuple(kept.values())
