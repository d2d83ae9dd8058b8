"""On which terms something is given: how often, for which day, how long it takes, what belongs to it, on which way."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.prompts.rhythm import ONCE, Rhythm
from portal.domain.prompts.way import Way

MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Beside:
    """Something to read, hear or go to, in the words the practice's shelf had for it on the day it was given."""

    kind: str
    title: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All of them. minutes: about how long it takes, 0 where nobody said; due_on: the day the first answer is for."""

    rhythm: Rhythm = ONCE
    due_on: date | None = None
    minutes: int = 0
    beside: Beside | None = None
    way: Way | None = None

    def checked(self, today: date) -> Self:
        """The same, where they can be given today. A weekday has no other day besides.

        Raises:
            Invalid: `field` is "due_on" or "minutes".
        """
        if self.rhythm.weekday is not None:
            return replace(self, due_on=None)
        if self.due_on is not None and self.due_on < today:
            raise Invalid("due_on", _("This day has gone by."))
        if self.minutes not in range(MOST_MINUTES + 1):
            raise Invalid("minutes", _("A number of minutes from 1 to %(most)s, or none.", most=MOST_MINUTES))
        return self

    @classmethod
    def from_said(cls, said: dict[str, Any]) -> Self:
        """Those among what was sealed; what was given before there was one of them has none."""
        due_on, beside, way = said.get("due_on"), said.get("beside"), said.get("way")
        return cls(
            Rhythm.from_text(said.get("rhythm", "once")),
            date.fromisoformat(due_on) if due_on else None,
            said.get("minutes", 0),
            Beside(**beside) if beside else None,
            Way.from_said(way) if way else None,
        )

    def to_said(self) -> dict[str, Any]:
        """What goes among what is sealed: nothing for what was not said."""
        parts = {name: getattr(self.beside, name) for name in Beside.__slots__} if self.beside else None
        said = {
            "due_on": self.due_on and self.due_on.isoformat(),
            "minutes": self.minutes,
            "beside": parts,
            "way": self.way and self.way.to_said(),
        }
        return {"rhythm": self.rhythm.to_text(), **{name: part for name, part in said.items() if part}}


PLAIN = Terms()
