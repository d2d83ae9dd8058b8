"""Today: the page a client comes to first."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from client_app.mood import CheckinForm, beside_support
from client_app.sharing import with_badges
from portal.domain import today
from portal.web.session import me

bp = Blueprint("home", __name__)


@bp.get("/home")
def show() -> ResponseReturnValue:
    found = today.gather(me())
    help_now = beside_support(found.support) if found.support else {}
    page = {"form": CheckinForm(), "today": found, "notes": with_badges(found.notes)}
    return render_template("client/home/show.html", **page, **help_now)
