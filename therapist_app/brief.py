"""The brief: one client before a session, about two minutes to read. What is shown in whole counts as opened."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.domain import brief
from portal.web.session import me
from therapist_app.today import soon

bp = Blueprint("brief", __name__, url_prefix="/next")


@bp.get("/<uuid:client_id>")
def show(client_id: UUID) -> ResponseReturnValue:
    found = brief.gather(me(), client_id)
    when = soon(found.ahead, now()) if found.ahead else None
    return render_template("therapist/brief/show.html", brief=found, when=when)
