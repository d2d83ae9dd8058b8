"""What changed from release to release: the change log that comes with the code."""

from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.operators import only_operator

bp = Blueprint("releases", __name__, url_prefix="/releases")
bp.before_request(only_operator)

LOG = Path(__file__).parents[3] / "CHANGELOG.md"


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("operators/releases/show.html", log=LOG.read_text(encoding="utf-8"))
