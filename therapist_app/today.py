"""Today: the sessions of this day in order, how soon the next one is, and the way to its brief.

The brief itself is one step away and never drawn here: whoever signs in arrives on this page, and arriving is not
reading. What a client shares counts as opened only when it is looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.core.language import _, ngettext
from portal.domain import appointments, consent, emergency
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
    of_today = appointments.of_day(me(), appointments.today(me()))
    lines = [Line(one, soon(one, moment), one.ends_at <= moment) for one in of_today]
    first = next((line for line in lines if not line.is_over), None)
    coming = appointments.next_of(me()).values() if first is None else ()
    later = min(coming, key=lambda one: (one.starts_at, one.id), default=None)
    shown = {"lines": lines, "first": first, "later": later, "today": moment}
    return render_template(
        "therapist/today/show.html", **shown, opened=emergency.opened_of_mine(me()), wishes=consent.wishes(me())
    )


def soon(one: Appointment, moment: datetime) -> str:
    """How soon a session is: 'in 7 minutes', 'now, until 15:50', 'has been'; nothing when it is on another day."""
    if one.ends_at <= moment:
        return _("has been")
    if one.starts_at <= moment:
        return _("now, until %(clock)s", clock=f"{one.ends_at:%H:%M}")
    is_today = one.starts_at.date() == moment.astimezone(one.starts_at.tzinfo).date()
    return _("in %(span)s", span=_span(one.starts_at - moment)) if is_today else ""


def _span(left: timedelta) -> str:
    """'7 minutes', '2 hours 10 minutes': rounded up, so that it is never later than said."""
    minutes = -(-int(left.total_seconds()) // 60)
    hours, rest = divmod(minutes, 60)
    said = [
        ngettext("1 hour", "%(num)s hours", hours) if hours else "",
        ngettext("1 minute", "%(num)s minutes", rest) if rest else "",
    ]
    return " ".join(filter(None, said)) or _("a moment")
