"""Until when: a consent ends at midnight where its giver is, so many days from now or after a day they choose."""

from datetime import UTC, date, datetime, time, timedelta

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.accounts.zones import today_of, zone_of

FARTHEST = 365  # days from today, for one thing that is shared


def days_to_choose(actor: Actor, most: int = FARTHEST) -> tuple[date, date]:
    """The first and the last day of the calendar that a consent given now can end with."""
    today = today_of(actor)
    return today + timedelta(days=1), today + timedelta(days=most)


def until_end_of(actor: Actor, last: int | date, most: int = FARTHEST, *, today_too: bool = False) -> datetime:
    """The midnight, where the client is now, after their last day of a consent.

    Where the clocks leave midnight out that night, it is the moment they jump; where it comes twice, the first.

    Args:
        actor: the client.
        last: so many days from today, or a day of the calendar.
        most: days from today at most.
        today_too: this very day may be the last one: that of a session.

    Raises:
        Invalid: the day is not after today, or too far away.
    """
    today = today_of(actor)
    on = last if isinstance(last, date) else today + timedelta(days=last)
    first = today if today_too else today + timedelta(days=1)
    if not first <= on <= today + timedelta(days=most):
        raise Invalid("another_day", _("Choose a day after today, at most %(most)s days away.", most=most))
    return datetime.combine(on + timedelta(days=1), time(), zone(zone_of(actor))).astimezone(UTC)
