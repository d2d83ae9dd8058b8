"""The first page after joining: privacy in a few sentences, and the recovery code."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain import accounts
from portal.doors.account.signin import FIRST_PAGES
from portal.web.session import fresh, me, signed_in

bp = Blueprint("start", __name__, url_prefix="/start")
bp.before_request(signed_in)


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("account/start/show.html", role=me().role, room=FIRST_PAGES[me().role])


@bp.post("/code")
def code() -> ResponseReturnValue:
    """The code is in the answer and nowhere else; asked for twice, the second one counts."""
    return render_template("account/start/code.html", code=accounts.new_recovery_code(fresh()))
