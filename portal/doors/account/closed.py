"""What is closed since a fresh start: opened again by its old password or code, or handed back by who can read it."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from portal.core.actor import Role
from portal.core.language import _, lazy
from portal.domain import consent, recovery
from portal.doors.account.preferences import LAYOUTS
from portal.web.forms import Form, problems_in
from portal.web.session import fresh, me, only, signed_in

bp = Blueprint("closed", __name__, url_prefix="/me/closed")
bp.before_request(signed_in)
returned = Blueprint("returned", __name__, url_prefix="/me/closed")
returned.before_request(only(Role.CLIENT))


class WordForm(Form):
    word = PasswordField(
        lazy("The password or the recovery code of before"),
        [
            DataRequired(lazy("Type the old password or the old code.")),
            Length(max=1000, message=lazy("This is longer than any.")),
        ],
    )


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(WordForm(formdata=None))


@bp.post("")
def reopen() -> ResponseReturnValue:
    """Everything at once; the page afterwards says that nothing is closed any more."""
    fresh()
    form = WordForm()
    if not recovery.is_closed(me()):
        return redirect(url_for("account.closed.show"), HTTPStatus.SEE_OTHER)
    if form.validate_on_submit():
        with problems_in(form):
            recovery.reopen(me(), form["word"].data or "")
            flash(_("It is open again, all of it."))
            return redirect(url_for("account.closed.show"), HTTPStatus.SEE_OTHER)
    return _page(form)


@returned.post("/ask/<uuid:reader_id>")
def ask(reader_id: UUID) -> ResponseReturnValue:
    consent.ask_back(me(), reader_id)
    flash(_("Asked. What they hand back stands here then."))
    return redirect(url_for("account.closed.show"), HTTPStatus.SEE_OTHER)


@returned.post("/keep")
def keep() -> ResponseReturnValue:
    """What was handed back, as one's own."""
    consent.take_up(me())
    flash(_("It is among your own again."))
    return redirect(url_for("account.closed.show"), HTTPStatus.SEE_OTHER)


def _page(form: Form) -> str:
    holders = consent.holders(me()) if me().role is Role.CLIENT else []
    page = {
        "is_closed": recovery.is_closed(me()),
        "is_assisted": recovery.is_assisted(me()),
        "holders": holders,
        "layout": LAYOUTS[me().role],
    }
    return render_template("account/closed/show.html", form=form, **page)
