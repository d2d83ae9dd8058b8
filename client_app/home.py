"""Today: a check-in, the last days, the last notes, and who can see what."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from client_app.mood import CheckinForm
from client_app.sharing import with_badges
from portal.domain import consent, journal, mood
from portal.web.session import me

bp = Blueprint("home", __name__)

LAST_NOTES = 3


@bp.get("/home")
def show() -> ResponseReturnValue:
    return render_template(
        "client/home/show.html",
        form=CheckinForm(),
        week=mood.recent(me()),
        notes=with_badges(journal.shelf(me(), most=LAST_NOTES).headers),
        cards=consent.open_to(me(), most=0),
    )
