"""Setting up the practice, once, with the token the start has printed."""

from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.validators import DataRequired, Length

from portal.core.clock import zone_here
from portal.domain import accounts, practices
from portal.doors.admin.kit import KitForm, made
from portal.web.forms import Form, Line, problems_in
from portal.web.session import anyone, let_in

bp = Blueprint("setup", __name__, url_prefix="/set-up")
bp.before_request(anyone)

NOT_TOO_LONG = Length(max=accounts.LONGEST_NAME, message=f"Use at most {accounts.LONGEST_NAME} characters.")


class SetUpForm(Form):
    practice_name = Line("Name of the practice", [DataRequired("Enter a name."), NOT_TOO_LONG])
    slug = Line("Word in the address", [DataRequired("Enter one word, in small letters."), NOT_TOO_LONG])
    keep_slug = BooleanField("Keep this word all the same")
    name = Line("Your name", [DataRequired("Enter your name."), NOT_TOO_LONG])
    sign_in_name = Line(
        "E-mail or name you sign in with",
        [
            DataRequired("Enter an e-mail address, or a name you make up."),
            Length(max=accounts.LONGEST_SIGN_IN_NAME, message="Use a shorter one."),
        ],
    )
    password = PasswordField("Choose a password", [DataRequired("Choose a password.")])
    time_zone = SelectField("Time zone", choices=lambda: sorted({*available_timezones(), "UTC"}), default=zone_here)


@bp.get("/<string:token>")
def show(token: str) -> ResponseReturnValue:
    if not practices.may_set_up(token):
        return redirect(url_for("account.signin.welcome"))
    return _page(SetUpForm())


@bp.post("/<string:token>")
def create(token: str) -> ResponseReturnValue:
    if not practices.may_set_up(token):
        return redirect(url_for("account.signin.welcome"))
    form = SetUpForm()
    if form.validate_on_submit() and (form["keep_slug"].data or not practices.slug_warning(form["slug"].data)):
        with problems_in(form):
            return _made(token, form)
    return _page(form)


def _made(token: str, form: Form) -> ResponseReturnValue:
    """The kit is in the answer and nowhere else; if the answer is lost, signing in leads to a new one."""
    asked = ("practice_name", "slug", "name", "sign_in_name", "password", "time_zone")
    practice_id, kit = practices.set_up(token, *(form[field].data for field in asked))
    name, password = form["sign_in_name"].data, form["password"].data
    let_in(accounts.sign_in(practice_id, name, password, request.remote_addr or ""))
    return made(KitForm(formdata=None, kit=kit))


def _page(form: Form) -> ResponseReturnValue:
    warning = practices.slug_warning(form["slug"].data or "")
    return render_template("account/setup/show.html", form=form, warning=warning)
