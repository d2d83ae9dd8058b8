"""An operator's way in and out, and password and code once more before what cannot be undone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from portal.core.language import lazy
from portal.domain import accounts, operators
from portal.web.forms import Form, Line, problems_in
from portal.web.operators import let_in, me, on_duty, renew, see_out
from portal.web.session import anyone, is_ours

bp = Blueprint("signin", __name__)
bp.before_request(anyone)

ROOM = "/operator"


class AgainForm(Form):
    next = HiddenField()  # where the operator was going
    password = PasswordField(lazy("Password"), [DataRequired(lazy("Enter your password."))])
    code = Line(
        lazy("Code of your second factor"), [DataRequired(lazy("Type the six numbers that your program shows."))]
    )


class SignInForm(AgainForm):
    sign_in_name = Line(
        lazy("E-mail or sign-in name"),
        [
            DataRequired(lazy("Enter the e-mail or name you sign in with.")),
            Length(max=accounts.LONGEST_SIGN_IN_NAME, message=lazy("This is longer than any name here.")),
        ],
    )


@bp.get("/in")
def show() -> ResponseReturnValue:
    return render_template("operators/signin/show.html", form=SignInForm(next=request.args.get("next")))


@bp.post("/in")
def enter() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        with problems_in(form):
            before = on_duty()
            name, password, code = (form[field].data for field in ("sign_in_name", "password", "code"))
            cookie = operators.sign_in(name, password, code, request.remote_addr or "")
            if before:
                operators.end(before)
            let_in(cookie)
            return redirect(_way(form))
    return render_template("operators/signin/show.html", form=form)


@bp.post("/out")
def leave() -> ResponseReturnValue:
    if who := on_duty():
        operators.end(who)
    see_out()
    return redirect(url_for("operators.signin.show"))


@bp.get("/again")
def again() -> ResponseReturnValue:
    me()
    return render_template("operators/signin/again.html", form=AgainForm(next=request.args.get("next")))


@bp.post("/again")
def prove() -> ResponseReturnValue:
    who, form = me(), AgainForm()
    if form.validate_on_submit():
        with problems_in(form):
            renew(operators.prove_again(who, form["password"].data, form["code"].data, request.remote_addr or ""))
            return redirect(_way(form))
    return render_template("operators/signin/again.html", form=form)


def _way(form: Form) -> str:
    """On to the page that was asked for, if it is one of the operators' own."""
    asked = form["next"].data or ""
    return asked if is_ours(asked) and asked.startswith(f"{ROOM}/") else url_for("operators.practices.index")
