"""The people this therapist looks after."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain import caseload
from portal.web.session import me

bp = Blueprint("caseload", __name__, url_prefix="/clients")


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/caseload/index.html", clients=caseload.my_clients(me()))
