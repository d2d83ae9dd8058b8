"""The address a therapist's calendar program asks: the token in it is the only key, and opens bare times."""

from flask import Blueprint, Response

from portal.core import ical
from portal.core.clock import now
from portal.core.language import lazy
from portal.domain.appointments import feed
from portal.web.session import anyone, practice_id

bp = Blueprint("appointments", __name__, url_prefix="/calendar")
bp.before_request(anyone)

CALLED = lazy("Appointment")


@bp.get("/<token>")
def show(token: str) -> Response:
    """Cheap for whoever guesses: one look at an index, and the one page that says nothing is here."""
    taken = feed.behind(practice_id(), token)
    made = ical.calendar([(one.id, one.starts_at, one.ends_at) for one in taken], str(CALLED), now())
    headers = {"Content-Disposition": 'inline; filename="calendar.ics"'}
    return Response(made, mimetype="text/calendar", headers=headers)
