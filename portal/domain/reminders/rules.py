"""What a reminder is for and when it comes, by the client's own clock."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from portal.core.clock import zone


class About(StrEnum):
    """What a client wants to be reminded of."""

    CHECKIN = "checkin"
    WRITE = "write"
    GOALS = "goals"
    SESSION = "session"
    REVISIT = "revisit"  # the day to come back to a conversation


@dataclass(frozen=True, slots=True)
class Rule:
    """On these weekdays (Monday is 0) or on one day only, at a time of the client's own day; also by mail, or not."""

    about: About
    weekdays: tuple[int, ...]
    at: time
    by_mail: bool
    on_day: date | None = None

    def falls_on(self, day: date) -> bool:
        return day == self.on_day if self.on_day else day.weekday() in self.weekdays

    def moment_on(self, day: date, zone_name: str) -> datetime:
        """When it comes on this day; a time that a change of the clocks leaves out comes an hour later."""
        return datetime.combine(day, self.at, zone(zone_name)).astimezone(UTC)

    def next_after(self, moment: datetime, zone_name: str) -> datetime | None:
        """The next time after this moment, or None when there is none."""
        today = moment.astimezone(zone(zone_name)).date()
        days = [self.on_day] if self.on_day else [today + timedelta(days=ahead) for ahead in range(9)]
        coming = (self.moment_on(day, zone_name) for day in days if self.falls_on(day))
        return next((found for found in coming if found > moment), None)

    def to_bytes(self) -> bytes:
        on_day = self.on_day and self.on_day.isoformat()
        return json.dumps([self.about, self.weekdays, f"{self.at:%H:%M}", self.by_mail, on_day]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        about, weekdays, at, by_mail, on_day = json.loads(data)
        day = date.fromisoformat(on_day) if on_day else None
        return cls(About(about), tuple(weekdays), time.fromisoformat(at), by_mail, day)
