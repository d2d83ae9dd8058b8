"""Joining by invitation: the code, then the account. Looking at the link uses nothing up."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.errors import Invalid
from portal.core.language import lazy
from portal.core.whole import whole
from portal.domain import accounts, invitations, mail
from portal.domain.contact import Mode
from portal.domain.invitations import Guest
from portal.web.forms import Form, Line, problems_in
from portal.web.session import anyone, let_in

bp = Blueprint("invitations", __name__, url_prefix="/invited")
bp.before_request(anyone)

TOO_LONG = Length(max=80, message=lazy("This is longer than any code. Type only the code."))
WAYS_BACK = [SelectChoice("practice", lazy("The practice can help me")), SelectChoice("only_me", lazy("Only me"))]


MAIL = [
    SelectChoice(Mode.NONE, lazy("No mail")),
    SelectChoice(Mode.PLAIN, lazy("Plain mail")),
    SelectChoice(Mode.NORMAL, lazy("Normal mail")),
]


def a_mode(chosen: object) -> Mode | None:
    return next((mode for mode in Mode if mode == chosen), None)


class CodeForm(Form):
    code = Line(lazy("Your code"), [DataRequired(lazy("Enter the code you were given.")), TOO_LONG])


class JoinForm(Form):
    """The code travels along in the page: the person has just typed it, the page is kept nowhere, and joining ends it.

    Any place between two pages (the signed cookie, a table) would keep it longer and in clear.
    """

    code = HiddenField()
    name = Line(
        lazy("What would you like to be called?"),
        [
            DataRequired(lazy("Enter a name. A first name is enough.")),
            Length(
                max=accounts.LONGEST_NAME,
                message=lazy("Use at most %(longest)s characters.", longest=accounts.LONGEST_NAME),
            ),
        ],
    )
    password = PasswordField(lazy("Choose a password"), [DataRequired(lazy("Choose a password."))])
    way_back = RadioField(lazy("If you forget your password"), choices=WAYS_BACK, validate_choice=False)
    mode = RadioField(lazy("May we send you mail?"), choices=MAIL, coerce=a_mode, validate_choice=False)
    address = Line(lazy("Another address for mail"), [Length(max=254, message=lazy("Use a shorter one."))])


@bp.get("/<string:token>")
def show(token: str) -> ResponseReturnValue:
    if not invitations.stands(token):
        return render_template("account/invitations/over.html")
    return render_template("account/invitations/show.html", form=CodeForm())


@bp.post("/<string:token>")
def look(token: str) -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        with problems_in(form):
            guest = invitations.look_in(token, form["code"].data)
            fresh = JoinForm(formdata=None, code=form["code"].data, name=guest.name, mode=Mode.NONE)
            return _second_page(token, fresh, guest)
    return render_template("account/invitations/show.html", form=form)


@bp.post("/<string:token>/join")
def join(token: str) -> ResponseReturnValue:
    form = JoinForm()
    if form.validate_on_submit():
        with problems_in(form):
            code, name, password, way_back = (form[part].data for part in ("code", "name", "password", "way_back"))
            mail_to = (form["mode"].data, form["address"].data) if form["mode"].data else None
            cookie = invitations.join(token, code, name, password, way_back, request.remote_addr or "", mail_to)
            return redirect(url_for("account.start.show" if let_in(cookie) else "account.second.show"))
    return _again(token, form)


def _again(token: str, form: Form) -> ResponseReturnValue:
    """The page with its problems and what was typed; the code's own page when the code is the problem."""
    try:
        with whole():
            guest = invitations.look_in(token, form["code"].data or "")
    except Invalid as problem:
        again = CodeForm(formdata=None)
        again["code"].errors = [str(problem)]
        return render_template("account/invitations/show.html", form=again, token=token)
    return _second_page(token, form, guest)


def _second_page(token: str, form: Form, guest: Guest) -> str:
    asks = {"form": form, "guest": guest, "token": token, "has_mail": mail.is_set()}
    return render_template("account/invitations/join.html", **asks)
