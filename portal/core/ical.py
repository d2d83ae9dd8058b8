"""iCalendar (RFC 5545): times that are taken, in the format that calendar programs ask for. Knows no therapy."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

MAKER = "-//Calendar//EN"  # who made it, in neutral words
AGAIN_AFTER = timedelta(hours=1)  # how often a program is asked to look

Meeting = tuple[UUID, datetime, datetime]  # an id that stands for nothing else, when it begins, when it ends


def calendar(meetings: Iterable[Meeting], called: str, made_at: datetime) -> bytes:
    """A calendar in which each of these is called the same. Moments are in UTC, so no zone has to go along.

    Args:
        meetings: in any order.
        called: the one word that each entry says.
        made_at: the moment it is made.
    """
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("refresh-interval", AGAIN_AFTER, parameters={"value": "DURATION"})
    for id_, starts_at, ends_at in meetings:
        entry = Event()
        entry.add("uid", str(id_))
        entry.add("dtstamp", made_at.astimezone(UTC))
        entry.add("dtstart", starts_at.astimezone(UTC))
        entry.add("dtend", ends_at.astimezone(UTC))
        entry.add("summary", called)
        made.add_component(entry)
    lines: bytes = made.to_ical()
    return lines
