"""Pausing everything by one act, choosing what opens again, and the two questions that Today may ask."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain import consent
from portal.web.forms import Form
from portal.web.session import me

bp = Blueprint("pausing", __name__, url_prefix="/sharing/pause")


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("client/pausing/show.html", paused=consent.paused(me()), form=Form())


@bp.post("")
def pause() -> ResponseReturnValue:
    consent.pause(me())
    flash("Everything is paused. Nobody can open anything of yours, and nobody is told.")
    return redirect(url_for("client.sharing.index"), HTTPStatus.SEE_OTHER)


@bp.post("/resume")
def resume() -> ResponseReturnValue:
    """Only what is ticked; every box begins empty."""
    consent.resume(me(), {pair for said in request.form.getlist("again") if (pair := _pair(said))})
    flash("What you ticked is open again. The rest is only for you.")
    return redirect(url_for("client.sharing.index"), HTTPStatus.SEE_OTHER)


@bp.post("/tomorrow")
def let_it_be() -> ResponseReturnValue:
    consent.let_it_be(me())
    return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)


@bp.post("/looked")
def looked() -> ResponseReturnValue:
    consent.looked(me())
    return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)


def _pair(said: str) -> tuple[UUID, UUID] | None:
    try:
        thing_id, reader_id = (UUID(part) for part in said.split(" "))
    except ValueError:
        return None
    return thing_id, reader_id
