"""Reading what somebody opened to a person they trust. No search, no list of the past, no counts."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.errors import Locked, NotFound
from portal.domain import consent
from portal.web.session import me

bp = Blueprint("reading", __name__)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("guest/reading/index.html", things=consent.shelf(me()).headers)


@bp.get("/<uuid:thing_id>")
def show(thing_id: UUID) -> ResponseReturnValue:
    try:
        thing = consent.read_shared(me(), thing_id)
    except (NotFound, Locked):
        return render_template("guest/reading/over.html"), HTTPStatus.NOT_FOUND
    return render_template("guest/reading/show.html", thing=thing)
