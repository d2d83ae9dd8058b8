"""How often a question comes: once, on a weekday, every so many days. Early is fine, late is fine, nothing piles up."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from portal.core.errors import Invalid
from portal.core.language import _, lazy, ngettext

EVERY = (
    lazy("every Monday"),
    lazy("every Tuesday"),
    lazy("every Wednesday"),
    lazy("every Thursday"),
    lazy("every Friday"),
    lazy("every Saturday"),
    lazy("every Sunday"),
)
LONGEST_GAP = 90  # days
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Once, unless one of the two is given: a weekday (0 is Monday), or a number of days."""

    weekday: int | None = None
    days: int | None = None

    @classmethod
    def checked(cls, kind: str, weekday: int | None, days: int | None) -> Self:
        """What a form says.

        Raises:
            Invalid: no such rhythm; `field` is "rhythm", "weekday" or "days".
        """
        if kind == "once":
            return cls()
        if kind == "weekday":
            if weekday not in range(7):
                raise Invalid("weekday", _("Choose a day of the week."))
            return cls(weekday=weekday)
        if kind == "days":
            if days not in range(1, LONGEST_GAP + 1):
                raise Invalid("days", _("A number of days from 1 to %(longest)s.", longest=LONGEST_GAP))
            return cls(days=days)
        raise Invalid("rhythm", _("Choose how often."))

    @classmethod
    def from_text(cls, said: str) -> Self:
        kind, _dash, number = said.partition("-")
        return cls(**({} if kind == "once" else {kind: int(number)}))

    def to_text(self) -> str:
        if self.weekday is not None:
            return f"weekday-{self.weekday}"
        return "once" if self.days is None else f"days-{self.days}"

    def told(self) -> str:
        """'once', 'every Thursday', 'every 10 days'."""
        if self.weekday is not None:
            return str(EVERY[self.weekday])
        if self.days is None:
            return _("once")
        return ngettext("every day", "every %(num)s days", self.days)

    def next_day(self, today: date, first: date | None, answered_on: date | None) -> date | None:
        """The day the next answer is for; None when it has no day. An answer counts for the day that comes next.

        Args:
            today: where the client is.
            first: the day that was given along, if one was.
            answered_on: the last answer.
        """
        if self.weekday is not None:
            coming = today + timedelta(days=(self.weekday - today.weekday()) % 7)
            return coming if answered_on is None or answered_on <= coming - WEEK else coming + WEEK
        if self.days is not None and answered_on is not None:
            return answered_on + timedelta(days=self.days)
        return first

    def is_open(self, today: date, answered_on: date | None) -> bool:
        """Whether it is asked now: before its day, on it and after it, until there is an answer for it."""
        if answered_on is None:
            return True
        if self.weekday is not None:
            return self.next_day(today, None, answered_on) == self.next_day(today, None, None)
        return self.days is not None and today >= answered_on + timedelta(days=self.days)


ONCE = Rhythm()
