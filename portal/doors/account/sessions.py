"""A person's sessions on all their browsers."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.domain import accounts, sessions
from portal.web.session import anyone, see_out, visitor

bp = Blueprint("sessions", __name__)
bp.before_request(anyone)  # whoever is signed out already has got what they asked for


@bp.post("/still-here")
def stay() -> ResponseReturnValue:
    """A sign of life from a page that is only being read or written on."""
    who = visitor()
    if who is None:
        return "", HTTPStatus.UNAUTHORIZED
    sessions.touch(who, timedelta())
    return "", HTTPStatus.NO_CONTENT


@bp.post("/out-everywhere")
def leave_everywhere() -> ResponseReturnValue:
    if who := visitor():
        accounts.sign_out_everywhere(who)
    see_out()
    return redirect(url_for("account.signin.welcome"))
