"""What can be arranged: a day, a time of the clock on the wall, a length, a kind; once or every week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.core import dates
from portal.core.clock import zone
from portal.core.errors import Invalid
from portal.core.language import _, lazy

MOST = 52  # weeks that one series can have: a year, then one looks whether it goes on
SHORTEST, LONGEST = 5, 480  # minutes
FARTHEST = timedelta(days=731)  # how far ahead a day may lie
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """How the two meet."""

    ROOM = "room"
    VIDEO = "video"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


KINDS: Mapping[Kind, str] = {
    Kind.ROOM: lazy("In the room"),
    Kind.VIDEO: lazy("By video"),
    Kind.PHONE: lazy("By phone"),
    Kind.ELSEWHERE: lazy("Somewhere else"),
}
KINDS_SAID: Mapping[Kind, str] = {  # the same inside a sentence
    Kind.ROOM: lazy("in the room"),
    Kind.VIDEO: lazy("by video"),
    Kind.PHONE: lazy("by phone"),
    Kind.ELSEWHERE: lazy("somewhere else"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """When it is, by the clock on the therapist's wall, how long, and of which kind."""

    day: date
    at: time
    minutes: int
    kind: Kind

    @classmethod
    def checked(cls, day: date | None, at: time | None, minutes: int | None, kind: str, today: date) -> "Slot":
        """What a form said, if it can be arranged.

        Args:
            day: that was chosen, if any.
            at: the time of day, if any.
            minutes: how long, if said.
            kind: one of Kind.
            today: where the therapist is.

        Raises:
            Invalid: on `day`, `at`, `minutes` or `kind`.
        """
        if day is None:
            raise Invalid("day", _("Choose a day."))
        if day < today:
            raise Invalid("day", _("This day has gone by. Choose today or a day to come."))
        if day > today + FARTHEST:
            raise Invalid("day", _("This is more than two years ahead. Choose a nearer day."))
        if at is None:
            raise Invalid("at", _("Choose a time, like 14:10."))
        if minutes is None or not SHORTEST <= minutes <= LONGEST:
            raise Invalid(
                "minutes",
                _("A session has from %(shortest)s to %(longest)s minutes.", shortest=SHORTEST, longest=LONGEST),
            )
        if kind not in set(Kind):
            raise Invalid("kind", _("Choose how you meet."))
        return cls(day, at.replace(second=0, microsecond=0, tzinfo=None), minutes, Kind(kind))

    def moment_on(self, day: date, zone_name: str) -> datetime:
        """This time of the wall clock on a day, as a moment; raises Invalid where the clock leaves it out."""
        local = datetime.combine(day, self.at, zone(zone_name))
        moment = local.astimezone(UTC)
        if moment.astimezone(zone(zone_name)).replace(tzinfo=None) != local.replace(tzinfo=None):
            said = {"day": dates.said(day, "full_year"), "clock": f"{self.at:%H:%M}"}
            raise Invalid("at", _("On %(day)s the clocks leave out %(clock)s. Choose another time.", **said))
        return moment


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every week: so many times, or up to a day, which may be one of them. Exactly one of the two is given."""

    times: int | None = None
    until: date | None = None

    def days_from(self, first: date) -> list[date]:
        """The days it falls on, the first one among them; raises Invalid on `times` or `until`."""
        if self.until is None:
            if self.times is None or not 1 <= self.times <= MOST:
                raise Invalid("times", _("Choose from 1 to %(most)s times.", most=MOST))
            return [first + WEEK * week for week in range(self.times)]
        if self.until < first:
            raise Invalid("until", _("The last day lies before the first one."))
        weeks = (self.until - first) // WEEK + 1
        if weeks > MOST:
            raise Invalid(
                "until",
                _(
                    "This would be %(weeks)s sessions. One series can have %(most)s: choose a nearer day.",
                    weeks=weeks,
                    most=MOST,
                ),
            )
        return [first + WEEK * week for week in range(weeks)]
