"""Kit and drill: once a year each way to the recovery key is opened once; and a new kit when the paper is lost."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import DataRequired

from portal.core.language import _, lazy
from portal.domain import recovery
from portal.doors.admin.kit import NO_CODE, KitForm, made
from portal.web.forms import Form, Line, problems_in
from portal.web.session import fresh, me

bp = Blueprint("kit", __name__, url_prefix="/kit")


class DrillForm(Form):
    kit = Line(lazy("The code of the kit"), [DataRequired(lazy("Type the code from the paper.")), NO_CODE])


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(DrillForm())


@bp.post("/own")
def try_own() -> ResponseReturnValue:
    fresh()
    recovery.try_own_key(me())
    return _back(_("Your key opens the recovery key."))


@bp.post("/paper")
def try_paper() -> ResponseReturnValue:
    fresh()
    form = DrillForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.try_kit(me(), form["kit"].data)
            return _back(_("The paper opens the recovery key."))
    return _page(form)


@bp.post("")
def make() -> ResponseReturnValue:
    """A new kit is in the answer and nowhere else; the old one stops working at once."""
    fresh()
    return made(KitForm(formdata=None, kit=recovery.new_kit(me())), "officer")


@bp.post("/done")
def confirm() -> ResponseReturnValue:
    form = KitForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.confirm_kit(me(), form["kit"].data or "", form["group"].data)
            return _back(
                _("The kit is in force. Keep it apart from this computer, where neither fire nor thief finds both.")
            )
    return made(form, "officer")


def _page(form: Form) -> str:
    found = {"drill": recovery.drill(me()), "holds": recovery.holds_key(me()), "is_open": recovery.kit_is_open(me())}
    return render_template("officer/kit/show.html", form=form, **found)


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("officer.kit.show"), HTTPStatus.SEE_OTHER)
