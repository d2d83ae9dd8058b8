"""Where a person is signed in, in plain words, and signing out there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import accounts, devices, sessions
from portal.doors.account.preferences import LAYOUTS
from portal.web.session import me, see_out, signed_in, whoever

bp = Blueprint("devices", __name__, url_prefix="/me/devices")
bp.before_request(signed_in)


@bp.get("")
def index() -> ResponseReturnValue:
    who = whoever()
    told = {"browsers": sessions.of(who), "news": devices.news(who), "changes": accounts.changes(me())}
    told["in_words"] = devices.in_words
    return render_template("account/devices/index.html", **told, layout=LAYOUTS[me().role])


@bp.post("/was-me")
def was_me() -> ResponseReturnValue:
    devices.was_me(whoever())
    return redirect(url_for("account.devices.index"), 303)


@bp.post("/<uuid:session_id>/out")
def leave(session_id: UUID) -> ResponseReturnValue:
    """Signing out where nobody is any more is as good as done."""
    who = whoever()
    accounts.sign_out_there(who, session_id)
    if session_id == who.session_id:
        see_out()
        return redirect(url_for("account.signin.welcome"), 303)
    flash(_("That device is signed out."))
    return redirect(url_for("account.devices.index"), 303)
