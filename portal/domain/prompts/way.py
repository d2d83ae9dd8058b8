"""A programme: things in an order, each opening at its time. Where somebody stands on it only they can work out.

Every step carries the way to itself, sealed: the steps before it and when each opens. What its reader has done lies in
their own book. So the two meet in the reader's session alone; no row, and nobody who gave it, knows which step is open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from portal.core.errors import Invalid
from portal.core.language import _, lazy, ngettext
from portal.domain.prompts.rhythm import LONGEST_GAP

Done = Callable[[UUID], date | None]  # by the id of a step: the day its reader was done with it
NEXT = (
    lazy("on the next Monday"),
    lazy("on the next Tuesday"),
    lazy("on the next Wednesday"),
    lazy("on the next Thursday"),
    lazy("on the next Friday"),
    lazy("on the next Saturday"),
    lazy("on the next Sunday"),
)


class Mode(StrEnum):
    """When a step opens."""

    AT_ONCE = "at-once"
    AFTER = "after"
    DELAY = "delay"
    INTERVAL = "interval"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Opening:
    """When a step opens. number: of days, or the weekday (0 is Monday); nothing for the other two."""

    mode: Mode = Mode.AT_ONCE
    number: int = 0

    @classmethod
    def checked(cls, mode: str, weekday: int | None, days: int | None) -> Self:
        """What a form says.

        Raises:
            Invalid: no such opening; `field` is "mode", "weekday" or "days".
        """
        if mode not in set(Mode):
            raise Invalid("mode", _("Choose when this step opens."))
        known = Mode(mode)
        if known is Mode.WEEKDAY:
            if weekday is None or weekday not in range(7):
                raise Invalid("weekday", _("Choose a day of the week."))
            return cls(known, weekday)
        if known in (Mode.DELAY, Mode.INTERVAL):
            if days is None or days not in range(1, LONGEST_GAP + 1):
                raise Invalid("days", _("A number of days from 1 to %(longest)s.", longest=LONGEST_GAP))
            return cls(known, days)
        return cls(known)

    def told(self) -> str:
        """'4 days after the one before it is done with'."""
        if self.mode is Mode.DELAY:
            return ngettext(
                "a day after the one before it is done with",
                "%(num)s days after the one before it is done with",
                self.number,
            )
        if self.mode is Mode.INTERVAL:
            return ngettext(
                "a day after the one before it opened", "%(num)s days after the one before it opened", self.number
            )
        return str(
            {
                Mode.AT_ONCE: lazy("at once"),
                Mode.AFTER: lazy("after the one before it"),
                Mode.WEEKDAY: NEXT[self.number % 7],
            }[self.mode]
        )

    def day(self, first: date, opened: date | None, done: date | None) -> date | None:
        """The day it opens; None while that is not known.

        Args:
            first: the programme's first day.
            opened: the day the step before it opened.
            done: the day its reader was done with the step before it.
        """
        if self.mode is Mode.AT_ONCE:
            return first
        before = opened if self.mode in (Mode.INTERVAL, Mode.WEEKDAY) else done
        if before is None:
            return None
        if self.mode is Mode.WEEKDAY:
            return before + timedelta(days=(self.number - before.weekday() - 1) % 7 + 1)
        return before + timedelta(days=self.number)


@dataclass(frozen=True, slots=True)
class Way:
    """One step of a programme and the way to it. steps: id and opening of each up to this one; of: how many there are.

    A programme is given to one person: its id is not that of anybody else's.
    """

    id: UUID
    name: str
    first: date
    of: int
    steps: tuple[tuple[UUID, Opening], ...]

    @property
    def place(self) -> int:
        """Of this step, from 1."""
        return len(self.steps)

    def opens_on(self, done: Done) -> date | None:
        """The day this step opens, as far as what its reader did tells it. The first one has nothing to wait for."""
        opened: date | None = self.first
        for (before, _opening), (_step, opening) in zip(self.steps, self.steps[1:], strict=False):
            opened = opening.day(self.first, opened, done(before))
        return opened

    def is_open(self, today: date, done: Done) -> bool:
        day = self.opens_on(done)
        return day is not None and day <= today

    @classmethod
    def from_said(cls, said: dict[str, Any]) -> Self:
        steps = tuple((UUID(step_id), Opening(Mode(mode), number)) for step_id, mode, number in said["steps"])
        return cls(UUID(said["id"]), said["name"], date.fromisoformat(said["first"]), said["of"], steps)

    def to_said(self) -> dict[str, Any]:
        steps = [(step_id.hex, opening.mode.value, opening.number) for step_id, opening in self.steps]
        return {
            "id": self.id.hex, "name": self.name, "first": self.first.isoformat(), "of": self.of, "steps": steps
        }  # fmt: skip
