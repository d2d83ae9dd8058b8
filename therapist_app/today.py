"""Today: the sessions of this day in order, how soon the next one is, and the way to its brief.

The brief itself is one step away and never drawn here: whoever signs in arrives on this page, and arriving is not
reading. What a client shares counts as opened only when it is looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.domain import appointments
from portal.domain.appointments import Appointment
from portal.web.session import me

bp = Blueprint("today", __name__, url_prefix="/today")


@dataclass(frozen=True, slots=True)
class Line:
    """A session of the day; `when` beside its time: how soon, or that it is now, or was."""

    session: Appointment
    when: str
    is_over: bool


@bp.get("")
def show() -> ResponseReturnValue:
    moment = now()
    lines = [_line(one, moment) for one in appointments.of_day(me(), appointments.today(me()))]
    first = next((line for line in lines if not line.is_over), None)
    coming = sorted(appointments.next_of(me()).values(), key=lambda one: (one.starts_at, one.id))
    later = next((one for one in coming if first is None), None)
    return render_template("therapist/today/show.html", lines=lines, first=first, later=later, today=moment)


def _line(one: Appointment, moment: datetime) -> Line:
    if one.ends_at <= moment:
        return Line(one, "has been", is_over=True)
    if one.starts_at <= moment:
        return Line(one, f"now, until {one.ends_at:%H:%M}", is_over=False)
    return Line(one, f"in {_span(one.starts_at - moment)}", is_over=False)


def _span(left: timedelta) -> str:
    """'7 minutes', '2 hours 10 minutes': rounded up, so that it is never later than said."""
    minutes = -(-int(left.total_seconds()) // 60)
    hours, rest = divmod(minutes, 60)
    said = [_count(hours, "hour"), _count(rest, "minute")]
    return " ".join(filter(None, said)) or "a moment"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
