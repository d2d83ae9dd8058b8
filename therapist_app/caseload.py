"""The people this therapist looks after, and their check-ins as far as they share them."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain import caseload, mood
from portal.web.session import me

bp = Blueprint("caseload", __name__, url_prefix="/clients")


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/caseload/index.html", clients=caseload.my_clients(me()))


@bp.get("/<uuid:client_id>/check-ins")
def check_ins(client_id: UUID) -> ResponseReturnValue:
    asked = request.args.get("days", type=int)
    days = asked if asked in mood.RANGES else mood.RANGES[0]
    name, past, words = mood.look_at(me(), client_id, days)
    shown = {"name": name, "past": past, "words": words, "client_id": client_id, "ranges": mood.RANGES}
    return render_template("therapist/caseload/check_ins.html", **shown)
