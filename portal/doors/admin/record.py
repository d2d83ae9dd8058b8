"""Emergency access as an admin sees it: what was asked, and the second person's answer. An admin reads nothing."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain import emergency
from portal.doors.emergency import WHY, answered, one_case
from portal.web.session import me

bp = Blueprint("record", __name__, url_prefix="/record")


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("admin/record/index.html", cases=emergency.cases(me()), why=WHY)


@bp.get("/<uuid:case_id>")
def show(case_id: UUID) -> ResponseReturnValue:
    return one_case("admin", case_id)


@bp.post("/<uuid:case_id>/<any(allow, decline, end):answer>")
def answer(case_id: UUID, answer: str) -> ResponseReturnValue:
    return answered("admin", case_id, answer)
