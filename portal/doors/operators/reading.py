"""What an operator can read with the means they have, in one honest table."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.operators import only_operator

bp = Blueprint("reading", __name__, url_prefix="/can-read")
bp.before_request(only_operator)


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("operators/reading/show.html")
