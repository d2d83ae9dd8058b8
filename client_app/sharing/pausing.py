"""Pausing everything by one act, choosing what opens again, and the two questions that Today may ask."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import consent, signals
from portal.web.forms import Form
from portal.web.session import me

T = TypeVar("T")
bp = Blueprint("pausing", __name__, url_prefix="/sharing/pause")


@bp.get("")
def show() -> ResponseReturnValue:
    page = {"paused": consent.paused(me()), "streams": consent.paused_streams(me())}
    return render_template("client/pausing/show.html", form=Form(), **page)


@bp.post("")
def pause() -> ResponseReturnValue:
    consent.pause(me())
    signals.lay_aside(me())
    flash(_("Everything is paused. Nobody can open anything of yours, and nobody is told."))
    return redirect(url_for("client.sharing.index"), HTTPStatus.SEE_OTHER)


@bp.post("/resume")
def resume() -> ResponseReturnValue:
    """Only what is ticked; every box begins empty."""
    things = {pair for said in request.form.getlist("again") if (pair := _pair(said, UUID))}
    consent.resume(me(), things, {rule for said in request.form.getlist("rule") if (rule := _pair(said, str))})
    signals.take_up(me())
    flash(_("What you ticked is open again. The rest is only for you."))
    return redirect(url_for("client.sharing.index"), HTTPStatus.SEE_OTHER)


@bp.post("/tomorrow")
def let_it_be() -> ResponseReturnValue:
    consent.let_it_be(me())
    return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)


def _pair(said: str, what: Callable[[str], T]) -> tuple[T, UUID] | None:
    """What, and to whom."""
    try:
        first, second = said.split(" ")
        return what(first), UUID(second)
    except ValueError:
        return None
