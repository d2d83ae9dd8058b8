"""The password again, before what a session left open must not do."""

from http import HTTPStatus

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from portal.domain import accounts
from portal.web import proving
from portal.web.forms import problems_in
from portal.web.proving import AgainForm
from portal.web.session import arrival, renew, signed_in, whoever

bp = Blueprint("again", __name__, url_prefix="/me/again")
bp.before_request(signed_in)


@bp.get("")
def show() -> ResponseReturnValue:
    return proving.page(request.args.get("next"))


@bp.post("")
def prove() -> ResponseReturnValue:
    """Whoever came here with a form is sent on with it: the answer asks the browser to send the same again."""
    form, next_path = AgainForm(), request.args.get("next")
    sends = form["sends"].data == "1"
    if form.validate_on_submit():
        with problems_in(form):
            renew(accounts.prove(whoever(), form["password"].data))
            return redirect(arrival(next_path), HTTPStatus.TEMPORARY_REDIRECT if sends else HTTPStatus.SEE_OTHER)
    return proving.page(next_path, form, sends=sends)
