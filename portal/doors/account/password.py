"""Another password, and what to do when somebody knew the old one."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired

from portal.core.language import _, lazy
from portal.domain import accounts
from portal.doors.account.preferences import LAYOUTS
from portal.web.forms import Form, problems_in
from portal.web.session import fresh, let_in, me, signed_in

bp = Blueprint("password", __name__, url_prefix="/me/password")
bp.before_request(signed_in)


class PasswordForm(Form):
    old_password = PasswordField(
        lazy("Your password now"), [DataRequired(lazy("Enter the password you sign in with now."))]
    )
    password = PasswordField(lazy("A new password"), [DataRequired(lazy("Choose a new password."))])
    was_known = BooleanField(lazy("Somebody knew my password, or may have"))


@bp.get("")
def show() -> ResponseReturnValue:
    fresh()
    return _page(PasswordForm())


@bp.post("")
def change() -> ResponseReturnValue:
    """The recovery code that comes with new keys is in the answer and nowhere else."""
    who, form = fresh(), PasswordForm()
    if form.validate_on_submit():
        old, new = form["old_password"].data, form["password"].data
        with problems_in(form):
            if form["was_known"].data:
                cookie, code = accounts.renew_keys(who, old, new)
                let_in(cookie)
                return render_template("account/start/code.html", code=code)
            let_in(accounts.change_password(me(), old, new))
            flash(_("Your password is changed. Everywhere else you are signed out."))
            return redirect(url_for("account.devices.index"), HTTPStatus.SEE_OTHER)
    return _page(form)


def _page(form: PasswordForm) -> ResponseReturnValue:
    return render_template("account/password/show.html", form=form, layout=LAYOUTS[me().role])
