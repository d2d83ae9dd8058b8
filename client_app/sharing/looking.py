"""The look, once a month, at what is still open, one thing after the other."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.sharing.badges import page_of
from portal.core.language import _
from portal.domain import consent
from portal.web.session import me

bp = Blueprint("looking", __name__, url_prefix="/sharing/look")


@bp.get("")
def show() -> ResponseReturnValue:
    found, together = consent.look(me())
    return render_template("client/looking/show.html", found=found, together=together, page_of=page_of)


@bp.post("/<uuid:thing_id>/<uuid:reader_id>")
def settle(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    if consent.settle(me(), thing_id, reader_id, stays=request.form.get("stays") == "yes"):
        flash(_("You have looked through all of it. In a month Today asks again."))
        return redirect(url_for("client.sharing.index"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("client.looking.show"), HTTPStatus.SEE_OTHER)


@bp.post("/seen")
def looked() -> ResponseReturnValue:
    consent.looked(me())
    return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)
