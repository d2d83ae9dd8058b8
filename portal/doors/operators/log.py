"""What operators did, and what was tried in vain at their door."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.operators import acts
from portal.web.forms import a_number
from portal.web.operators import only_operator

bp = Blueprint("log", __name__, url_prefix="/log")
bp.before_request(only_operator)


@bp.get("")
def index() -> ResponseReturnValue:
    page = acts.lines(request.args.get("before", type=a_number))
    return render_template("operators/log/index.html", page=page, is_older="before" in request.args)
