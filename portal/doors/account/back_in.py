"""Back in, signed out: the recovery code, or the practice's help while this browser waits. No mail leads back in."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired, Length

from portal.core.language import lazy
from portal.domain import accounts, recovery
from portal.web.forms import Form, Line, problems_in
from portal.web.session import anyone, let_in, practice_id, visitor

bp = Blueprint("back_in", __name__, url_prefix="/back-in")
bp.before_request(anyone)

A_NAME = [
    DataRequired(lazy("Enter the e-mail or name you sign in with.")),
    Length(max=accounts.LONGEST_SIGN_IN_NAME, message=lazy("This is longer than any name here.")),
]


class CodeForm(Form):
    sign_in_name = Line(lazy("E-mail or sign-in name"), A_NAME)
    code = Line(
        lazy("Your recovery code"),
        [
            DataRequired(lazy("Type the code you wrote down.")),
            Length(max=80, message=lazy("This is longer than any code.")),
        ],
    )
    password = PasswordField(lazy("Choose a new password"), [DataRequired(lazy("Choose a password."))])


class AskForm(Form):
    sign_in_name = Line(lazy("E-mail or sign-in name"), A_NAME)


class PasswordForm(Form):
    password = PasswordField(lazy("Choose a new password"), [DataRequired(lazy("Choose a password."))])


class StepForm(Form):
    code = Line(
        lazy("The code of your app"),
        [DataRequired(lazy("Type the six figures.")), Length(max=20, message=lazy("Six figures."))],
    )


class KitForm(Form):
    kit = Line(
        lazy("The code of the practice kit"),
        [
            DataRequired(lazy("Type the code from the paper.")),
            Length(max=80, message=lazy("This is longer than any kit.")),
        ],
    )
    factors_lost = BooleanField(lazy("My second step and its codes are lost as well: it is taken away"))


@bp.get("")
def show() -> ResponseReturnValue:
    if _waiting():
        return redirect(url_for("account.back_in.wait"))
    return render_template("account/back_in/show.html")


@bp.get("/code")
def code() -> ResponseReturnValue:
    return _code(CodeForm())


@bp.post("/code")
def enter_code() -> ResponseReturnValue:
    """The code is used up; a new one is shown on the page that follows, once. A second step comes before all that."""
    form = CodeForm()
    if form.validate_on_submit():
        with problems_in(form):
            name, code, password = (form[part].data for part in ("sign_in_name", "code", "password"))
            typed = (name, code, password, request.remote_addr or "")
            who = let_in(recovery.come_back_with_code(practice_id(), *typed, _stepped()))
            if who is None:  # nothing has changed yet: with the second step taken they come to this form again
                return redirect(url_for("account.second.show", next=request.path), HTTPStatus.SEE_OTHER)
            return render_template("account/start/code.html", code=accounts.new_recovery_code(who))
    return _code(form)


@bp.get("/practice")
def practice() -> ResponseReturnValue:
    return render_template("account/back_in/ask.html", form=AskForm())


@bp.post("/practice")
def ask() -> ResponseReturnValue:
    form = AskForm()
    if form.validate_on_submit():
        with problems_in(form):
            cookie = recovery.ask(practice_id(), form["sign_in_name"].data, request.remote_addr or "")
            return _with_cookie(redirect(url_for("account.back_in.wait"), HTTPStatus.SEE_OTHER), cookie)
    return render_template("account/back_in/ask.html", form=form)


@bp.get("/waiting")
def wait() -> ResponseReturnValue:
    found = _waiting()
    if found is None:
        return redirect(url_for("account.back_in.show"))
    return _wait(found, PasswordForm())


@bp.post("/waiting")
def go_on() -> ResponseReturnValue:
    form, found = PasswordForm(), _waiting()
    if found is None:
        return redirect(url_for("account.back_in.show"))
    if form.validate_on_submit():
        with problems_in(form):
            who = let_in(recovery.come_back(practice_id(), _cookie(), form["password"].data))
            if who is None:
                return _without_cookie(redirect(url_for("account.second.show"), HTTPStatus.SEE_OTHER))
            made = accounts.new_recovery_code(who)
            return _without_cookie(render_template("account/start/code.html", code=made))
    return _wait(found, form)


@bp.post("/second")
def hasten() -> ResponseReturnValue:
    """The practice has agreed, and a code of the person's own app bears it out: no two days."""
    form, found = StepForm(), _waiting()
    if found is None:
        return redirect(url_for("account.back_in.show"))
    if form.validate_on_submit():
        with problems_in(form):
            recovery.hasten(practice_id(), _cookie(), form["code"].data, request.remote_addr or "")
            return redirect(url_for("account.back_in.wait"), HTTPStatus.SEE_OTHER)
    return _wait(found, PasswordForm(formdata=None), step=form)


@bp.post("/kit")
def with_kit() -> ResponseReturnValue:
    """A recovery officer who cannot sign in has the paper in hand."""
    form, found = KitForm(), _waiting()
    if found is None:
        return redirect(url_for("account.back_in.show"))
    if form.validate_on_submit():
        with problems_in(form):
            lost = form["factors_lost"].data
            typed = (form["kit"].data, request.remote_addr or "")
            recovery.agree_by_kit(practice_id(), _cookie(), *typed, factors_lost=lost)
            return redirect(url_for("account.back_in.wait"), HTTPStatus.SEE_OTHER)
    return _wait(found, form, form)


def _code(form: Form) -> str:
    return render_template("account/back_in/code.html", form=form, has_stepped=bool(_stepped()))


def _stepped() -> UUID | None:
    """Whoever has signed in here a moment ago, with the second step where they have one."""
    who = visitor()
    return who.person_id if who and who.is_fresh else None


def _wait(found: recovery.Waiting, form: Form, kit: Form | None = None, step: Form | None = None) -> str:
    forms = {"form": form, "kit": kit or KitForm(formdata=None), "step": step or StepForm(formdata=None)}
    return render_template("account/back_in/wait.html", found=found, is_tried=bool(kit), **forms)


@bp.post("/not-now")
def give_up() -> ResponseReturnValue:
    """This browser waits no longer."""
    return _without_cookie(redirect(url_for("account.back_in.show"), HTTPStatus.SEE_OTHER))


# ------------------------------------------------------------------ the cookie of the waiting browser


def _waiting() -> recovery.Waiting | None:
    return recovery.waiting(_cookie())


def _cookie() -> bytes:
    try:
        return urlsafe_b64decode(request.cookies.get(_name(), "").encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return b""


def _name() -> str:
    return "__Host-waiting" if current_app.config["SESSION_COOKIE_SECURE"] else "waiting"


def _with_cookie(answer: ResponseReturnValue, cookie: bytes) -> ResponseReturnValue:
    response = make_response(answer)
    kept = {"secure": current_app.config["SESSION_COOKIE_SECURE"], "httponly": True, "samesite": "Lax"}
    lasts = int((2 * recovery.STANDS).total_seconds())
    response.set_cookie(_name(), urlsafe_b64encode(cookie).decode(), max_age=lasts, **kept)
    return response


def _without_cookie(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(answer)
    response.delete_cookie(_name(), secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response
