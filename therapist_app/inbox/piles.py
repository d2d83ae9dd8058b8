"""What every page of the inbox asks: which pile and page, what has just been done, and where to go from here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import dates
from portal.core.clock import now
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.domain import consent, inbox
from portal.domain.appointments import Appointment
from portal.domain.inbox import Listed, Pile
from portal.web.forms import a_number
from portal.web.session import me
from portal.web.templating import clock, day, local

bp = Blueprint("inbox", __name__, url_prefix="/inbox")

HOUR, WEEK = timedelta(hours=1), 7
PILES = {Pile.TO_READ: lazy("To read"), Pile.LATER: lazy("Later"), Pile.READ: lazy("Read")}
DONE = {
    "read": lazy("Read."),
    "later": lazy("Put off."),
    "back": lazy("To read again."),
    "all": lazy("All marked read. Nothing was opened."),
}
MANY = {  # by the word for one
    lazy("note"): lazy("Shared notes"),
    lazy("part of a note"): lazy("Parts of notes"),
    lazy("goal"): lazy("Goals"),
    lazy("questionnaire"): lazy("Questionnaires"),
    lazy("agenda"): lazy("Agendas"),
    lazy("look back on a session"): lazy("Looks back on sessions"),
    lazy("card"): lazy("Cards"),
    lazy("check-in"): lazy("Check-ins"),
}
ICONS = {
    "entry": "notebook",
    "excerpt": "notebook",
    "goal": "sprout",
    "measure": "list-checks",
    "agenda": "flag",
    "after-session": "message-square-text",
    "card": "life-buoy",
    "checkin": "chart-line",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What has just been done, and the id to undo it by."""

    words: str
    act_id: UUID


def pile() -> Pile:
    """Which pile the address names; to read, unless it is another."""
    named = request.args.get("pile", "")
    return Pile(named) if named in set(Pile) else Pile.TO_READ


def looks() -> bool:
    """Whether the page can tell by itself when a look has become an opening."""
    return "look" in request.args


def listed(around: UUID | None = None) -> Listed:
    """The page of the list that the address names, or the one with this thing on it."""
    number = request.args.get("page", 1, type=a_number)
    return inbox.listed(me(), pile(), number=number, around=around, before=request.args.get("before", type=UUID))


def shown(of: Listed, current: UUID | None = None) -> dict[str, Any]:
    """What the list needs to be drawn."""
    act_id, done = request.args.get("act", type=UUID), DONE.get(request.args.get("done", ""))
    return {
        "listed": of,
        "current": current,
        "piles": PILES,
        "icons": ICONS,
        "soon": soon,
        "kept": kept(),
        "done": Done(done, act_id) if act_id and done else None,
        "act_id": uuid4(),
    }


def kept() -> dict[str, Any]:
    """What of the address every link of the inbox keeps."""
    of = pile()
    return {} if of is Pile.TO_READ else {"pile": of.value}


def soon(session: Appointment) -> tuple[str, bool]:
    """When a session is, in words, and whether that is within the hour."""
    left = session.starts_at - now()
    at, days = clock(session.starts_at), (local(session.starts_at).date() - local(now()).date()).days
    if left <= HOUR:
        return _("%(clock)s, in %(minutes)s min", clock=at, minutes=max(1, -(-int(left.total_seconds()) // 60))), True
    if days <= 1:
        return (_("Tomorrow, %(clock)s", clock=at) if days else _("%(clock)s today", clock=at)), False
    return (
        _("%(day)s, %(clock)s", day=dates.said(local(session.starts_at), "weekday"), clock=at)
        if days < WEEK
        else when(session.starts_at)
    ), False


def when(moment: datetime) -> str:
    """'21 November': the day alone, where there is little room."""
    return day(moment).partition(" ")[2]


def onward(thing_id: UUID | None, **told: Any) -> ResponseReturnValue:
    """To the next thing, or to the list when there is none."""
    about = {**kept(), **told, **({"look": 1} if looks() else {})}
    if thing_id:
        return redirect(url_for("therapist.inbox.show", thing_id=thing_id, **about), HTTPStatus.SEE_OTHER)
    return redirect(url_for("therapist.inbox.index", **about), HTTPStatus.SEE_OTHER)


def gone(thing_id: UUID, typed: str = "") -> ResponseReturnValue:
    """Not there (any more): for whoever had opened it a page that says so, for everybody else the one 404.

    Args:
        thing_id: that was asked for.
        typed: what somebody was writing about it; it is given back.
    """
    if not typed and not consent.was_opened(me(), thing_id):
        raise NotFound(thing_id)
    return render_template("therapist/inbox/withdrawn.html", typed=typed), HTTPStatus.NOT_FOUND
