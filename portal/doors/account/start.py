"""The first pages after joining: privacy in a few sentences, the recovery code, and what a client agrees to."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import DataRequired

from portal.core.language import lazy
from portal.domain import accounts, receipts, wordings
from portal.doors.account.signin import first_room
from portal.web.forms import Agreeing, Form, HiddenId
from portal.web.session import fresh, me, signed_in
from portal.web.templating import practice_name

bp = Blueprint("start", __name__, url_prefix="/start")
bp.before_request(signed_in)


class AgreeForm(Agreeing):
    own = HiddenId()  # version of the practice's own words that were on the page
    yes = BooleanField(
        lazy("I have read this, and the practice may keep what is mine in this way."),
        [DataRequired(lazy("Tick the box when you agree. You can also sign out and ask first."))],
    )


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("account/start/show.html", role=me().role, room=first_room(me()))


@bp.post("/code")
def code() -> ResponseReturnValue:
    """The code is in the answer and nowhere else; asked for twice, the second one counts."""
    return render_template("account/start/code.html", code=accounts.new_recovery_code(fresh()))


@bp.get("/agreement")
def agreement() -> ResponseReturnValue:
    if not wordings.is_asked(me()):
        return redirect(url_for(first_room(me())))
    own = wordings.standing(me(), wordings.JOINING)
    return _agreement(AgreeForm(formdata=None, own=own and own.id))


@bp.post("/agreement")
def agree() -> ResponseReturnValue:
    """Under the words that were on the page, whatever the practice has written since."""
    form = AgreeForm()
    if form.validate_on_submit():
        with form.as_read():
            receipts.agree(me(), form["own"].data)
        return redirect(url_for("account.signin.welcome"), HTTPStatus.SEE_OTHER)
    return _agreement(form)


def _agreement(form: Form) -> str:
    own = wordings.seen(me(), form["own"].data, wordings.JOINING)
    ours = receipts.wording(receipts.in_language(receipts.JOINING), practice_name(), "joining", trusted=False)
    return render_template("account/start/agreement.html", form=form, own=own, ours=ours)
