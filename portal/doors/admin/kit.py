"""The recovery kit: the last step of the set-up, open until the code is on paper."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import DataRequired

from portal.domain import practices
from portal.web.forms import Form, Line, problems_in
from portal.web.session import me

bp = Blueprint("kit", __name__, url_prefix="/kit")


class KitForm(Form):
    """The kit stands on the page anyway; sent back with the group, it tells which kit was written down."""

    kit = HiddenField()
    group = Line(
        f"Group {practices.ASKED_GROUP} of the code",
        [DataRequired(f"Type group {practices.ASKED_GROUP} as it stands on the paper.")],
    )


@bp.get("")
def show() -> ResponseReturnValue:
    if not practices.kit_is_open(me()):
        return redirect(url_for("admin.people.index"))
    return render_template("admin/kit/show.html")


@bp.post("")
def make() -> ResponseReturnValue:
    """The kit is in the answer and nowhere else; made twice, the second one counts."""
    return _page(KitForm(formdata=None, kit=practices.new_kit(me())))


@bp.post("/done")
def confirm() -> ResponseReturnValue:
    form = KitForm()
    if form.validate_on_submit():
        with problems_in(form):
            practices.confirm_kit(me(), form["kit"].data or "", form["group"].data)
            flash("The kit is in force. Keep it apart from this computer, where neither fire nor thief finds both.")
            return redirect(url_for("account.signin.welcome"))
    return _page(form)


def _page(form: Form) -> ResponseReturnValue:
    return render_template("admin/kit/made.html", form=form)
