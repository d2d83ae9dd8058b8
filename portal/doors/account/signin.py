"""Welcome, signing in, signing out of this browser."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from portal.core.actor import Actor, Role
from portal.core.language import lazy
from portal.domain import accounts, recovery, wordings
from portal.domain.sessions import Visitor
from portal.web.forms import Form, Line, problems_in
from portal.web.session import ROOMS, anyone, arrival, is_ours, lacks_factor, let_in, practice_id, see_out, visitor

bp = Blueprint("signin", __name__)
bp.before_request(anyone)

FIRST_PAGES = {
    Role.CLIENT: "client.home.show",
    Role.THERAPIST: "therapist.today.show",
    Role.ADMIN: "admin.overview.show",
    Role.OFFICER: "officer.requests.index",
    Role.CONFIDANT: "guest.reading.index",
}


class SignInForm(Form):
    next = HiddenField()  # where the person was going
    sign_in_name = Line(
        lazy("E-mail or sign-in name"),
        [
            DataRequired(lazy("Enter the e-mail or name you sign in with.")),
            Length(max=accounts.LONGEST_SIGN_IN_NAME, message=lazy("This is longer than any name here.")),
        ],
    )
    password = PasswordField(lazy("Password"), [DataRequired(lazy("Enter your password."))])


@bp.get("/")
def welcome() -> ResponseReturnValue:
    who = visitor()
    if who is None:
        return render_template("account/signin/welcome.html")
    return redirect(url_for(_first_page(who)))


def _first_page(who: Visitor) -> str:
    """The first page of the person's room, unless something from the beginning is still open."""
    role = next(role for role in ROOMS if role in who.roles)
    if role is Role.ADMIN and recovery.kit_is_open(who.acting_as(role)):
        return "admin.kit.show"
    if not accounts.has_recovery_code(who.acting_as(role)):
        return "account.start.show"
    if lacks_factor(who):
        return "account.factors.index"
    return first_room(who.acting_as(role))


def first_room(actor: Actor) -> str:
    """The first page of the acting person's room; before it, what they were asked on joining."""
    return "account.start.agreement" if wordings.is_asked(actor) else FIRST_PAGES[actor.role]


@bp.get("/in")
def show() -> ResponseReturnValue:
    return render_template("account/signin/show.html", form=SignInForm(next=request.args.get("next")))


@bp.post("/in")
def enter() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        with problems_in(form):
            before = visitor()
            name, password = form["sign_in_name"].data, form["password"].data
            cookie = accounts.sign_in(practice_id(), name, password, request.remote_addr or "")
            if before:
                accounts.sign_out(before)
            if let_in(cookie) is None:
                return redirect(
                    url_for("account.second.show", next=form["next"].data if is_ours(form["next"].data or "") else None)
                )
            return redirect(arrival(form["next"].data))
    return render_template("account/signin/show.html", form=form)


@bp.post("/out")
def leave() -> ResponseReturnValue:
    if who := visitor():
        accounts.sign_out(who)
    see_out()
    return redirect(url_for("account.signin.welcome"))
