"""The check-up: what is missing or odd, in plain sentences."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.operators import doctor
from portal.web.operators import only_operator

bp = Blueprint("checks", __name__, url_prefix="/check-up")
bp.before_request(only_operator)


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("operators/checks/show.html", found=doctor.examine())
