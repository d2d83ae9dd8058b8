"""The language of the pages before anybody is signed in: kept in a cookie that goes when the browser is closed."""

from http import HTTPStatus

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from portal.web import language
from portal.web.session import anyone, arrival

bp = Blueprint("language", __name__)
bp.before_request(anyone)


@bp.post("/language")
def speak() -> ResponseReturnValue:
    """Without a token against cross-site requests, for a page that is the same for everybody holds none."""
    language.keep(request.form.get("tag", ""))
    return redirect(arrival(request.form.get("next")), HTTPStatus.SEE_OTHER)
