"""Overview: what waits for an admin."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain import overview
from portal.web.session import me

bp = Blueprint("overview", __name__, url_prefix="/overview")


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("admin/overview/show.html", found=overview.gather(me()))
