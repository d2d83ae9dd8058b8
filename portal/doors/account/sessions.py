"""A person's sessions on all their browsers."""

from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.domain import accounts
from portal.web.session import anyone, see_out, visitor

bp = Blueprint("sessions", __name__)
bp.before_request(anyone)  # whoever is signed out already has got what they asked for


@bp.post("/still-here")
def stay() -> ResponseReturnValue:
    """A sign of life from a page that is only being read or written on: being asked is all it takes."""
    return "", HTTPStatus.NO_CONTENT if visitor() else HTTPStatus.UNAUTHORIZED


@bp.post("/out-everywhere")
def leave_everywhere() -> ResponseReturnValue:
    if who := visitor():
        accounts.sign_out_everywhere(who)
    see_out()
    return redirect(url_for("account.signin.welcome"))
