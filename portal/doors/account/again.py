"""The password again, before what a session left open must not do."""

from http import HTTPStatus

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from portal.domain import accounts, factors
from portal.web import proving
from portal.web.forms import problems_in
from portal.web.proving import AgainForm
from portal.web.session import arrival, me, renew, signed_in, site, whoever

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
            who = whoever()
            renew(accounts.prove(who, form["password"].data, proving.answer_in(form, who.session_id)))
            return redirect(arrival(next_path), HTTPStatus.TEMPORARY_REDIRECT if sends else HTTPStatus.SEE_OTHER)
    return proving.page(next_path, form, sends=sends)


@bp.post("/ask")
def ask() -> ResponseReturnValue:
    """What a passkey of theirs is to sign; asked by the page's script."""
    return factors.ask_for_one(me(), whoever().session_id, site())
