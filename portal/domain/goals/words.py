"""What a goal holds, and the form in which it lies in the vault."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.text import cut, line_taken, taken
from portal.domain.goals.attainment import HIGHEST, LOWEST

KIND = "goal"
LONGEST_TITLE = 200  # characters
LONGEST_WHY = 2_000  # characters
LONGEST_END = 80  # characters: what an end of the scale means
LONGEST_LINE = 200  # characters: a step, or a level
HEADLINE = 60  # characters: how a goal is called in a list of another page
ATTAINMENT = tuple(range(LOWEST, HIGHEST + 1))


class Hands(StrEnum):
    """Whether a goal is in one's own hands."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class State(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    PAUSED = "paused"
    REACHED = "reached"
    LET_GO = "let-go"


@dataclass(frozen=True, slots=True)
class Step:
    """A small step; `done_on` is the day it was ticked, if it is."""

    id: UUID
    words: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """Five levels agreed beforehand, from -2 to 2 in words; `number` tells a new set from the one before."""

    number: int
    words: tuple[str, ...]

    def word(self, attainment: int) -> str:
        return self.words[attainment - LOWEST]


@dataclass(frozen=True, slots=True)
class Words:
    """What the form of a goal asks: `low` and `high` say what 0 and 10 mean, "" for the usual words."""

    title: str
    why: str = ""
    hands: Hands = Hands.YES
    low: str = ""
    high: str = ""
    review_on: date | None = None

    @classmethod
    def checked(  # noqa: PLR0913, PLR0917 - what the form asks
        cls, title: str, why: str, hands: str, low: str = "", high: str = "", review_on: date | None = None
    ) -> Self:
        """What a person typed, if it can be a goal.

        Raises:
            Invalid: empty, too long, holding signs that are not text, or no answer to "in my hands".
        """
        title = line_taken("title", title, LONGEST_TITLE)
        if not title:
            raise Invalid("title", _("A goal needs a few words. One small thing is plenty."))
        why = taken("why", why, LONGEST_WHY)
        if hands not in set(Hands):
            raise Invalid("hands", _("Choose one of the three. It can change later."))
        ends = (line_taken("low", low, LONGEST_END), line_taken("high", high, LONGEST_END))
        return cls(title, why, Hands(hands), *ends, review_on)


@dataclass(frozen=True, slots=True)
class Reading:
    """One version of a goal, opened: exactly what its reader sees, whoever that is."""

    words: Words
    state: State = State.OPEN
    steps: tuple[Step, ...] = ()
    levels: Levels | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        levels = found["levels"]
        words = Words(
            found["title"],
            found["why"],
            Hands(found["hands"]),
            found["low"],
            found["high"],
            _day(found["review_on"]),
        )
        return cls(
            words=words,
            state=State(found["state"]),
            steps=tuple(Step(UUID(step["id"]), step["words"], _day(step["done_on"])) for step in found["steps"]),
            levels=Levels(levels["number"], tuple(levels["words"])) if levels else None,
        )

    def to_bytes(self) -> bytes:
        words, levels = self.words, self.levels
        body: dict[str, Any] = {
            "title": words.title,
            "why": words.why,
            "hands": words.hands,
            "low": words.low,
            "high": words.high,
            "review_on": words.review_on and words.review_on.isoformat(),
            "state": self.state,
            "steps": [
                {"id": str(step.id), "words": step.words, "done_on": step.done_on and step.done_on.isoformat()}
                for step in self.steps
            ],
            "levels": levels and {"number": levels.number, "words": levels.words},
        }
        return json.dumps(body, ensure_ascii=False).encode()

    @property
    def headline(self) -> str:
        """What the goal is called on other pages."""
        return cut(self.words.title, HEADLINE)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_on is None), None)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
