"""Whether things run: queue, mail, storage, database, checkpoints, versions."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.operators import looking
from portal.web.operators import only_operator

bp = Blueprint("health", __name__, url_prefix="/health")
bp.before_request(only_operator)


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("operators/health/show.html", health=looking.health())
