"""The list of clients."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.domain import caseload
from portal.web.session import me
from therapist_app.caseload.head import bp


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/caseload/index.html", clients=caseload.my_clients(me()))
