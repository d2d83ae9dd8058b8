"""The first page after joining: privacy in a few sentences, and the recovery code."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.errors import Invalid
from portal.domain import accounts
from portal.doors.account.signin import FIRST_PAGES
from portal.web.session import me, signed_in, whoever

bp = Blueprint("start", __name__, url_prefix="/start")
bp.before_request(signed_in)


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/code")
def code() -> ResponseReturnValue:
    """The code is in the answer and nowhere else; asked for twice, the second one counts."""
    try:
        made = accounts.new_recovery_code(whoever())
    except Invalid as problem:
        return _page(str(problem))
    return render_template("account/start/code.html", code=made)


def _page(problem: str | None = None) -> ResponseReturnValue:
    return render_template("account/start/show.html", role=me().role, problem=problem, room=FIRST_PAGES[me().role])
