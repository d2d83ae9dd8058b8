"""My data: taking it away, on paper for now; where what was asked for can be found."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from portal.core.language import lazy
from portal.domain import accounts, exports, settings
from portal.web.forms import Day, Form, OnceId, problems_in
from portal.web.session import fresh, me, see_out

bp = Blueprint("exports", __name__, url_prefix="/me/data")


class PrintForm(Form):
    file_id = OnceId()
    first = Day(lazy("From"), [InputRequired(lazy("Choose a first day."))])
    last = Day(lazy("To"), [InputRequired(lazy("Choose a last day."))])


class ExportForm(Form):
    file_id = OnceId()


class CloseForm(Form):
    """Only its button."""


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("client/exports/show.html")


@bp.get("/export")
def everything() -> ResponseReturnValue:
    """The password once more: a page that was left open must not give everything away at once."""
    fresh()
    return _everything(ExportForm())


@bp.post("/export")
def take_everything() -> ResponseReturnValue:
    fresh()
    form = ExportForm()
    if form.validate_on_submit():
        with problems_in(form):
            made = exports.take_everything(me(), form["file_id"].data)
            return redirect(url_for("client.files.show", file_id=made), HTTPStatus.SEE_OTHER)
    return _everything(form)


@bp.get("/close")
def leaving() -> ResponseReturnValue:
    fresh()
    return _leaving(CloseForm())


@bp.post("/close")
def close() -> ResponseReturnValue:
    fresh()
    form = CloseForm()
    if form.validate_on_submit():
        with problems_in(form):
            accounts.close(me())
            see_out()
            return redirect(url_for("account.signin.welcome"), HTTPStatus.SEE_OTHER)
    return _leaving(form)


@bp.get("/print")
def paper() -> ResponseReturnValue:
    first, last = exports.last_four_weeks(me())
    return _paper(PrintForm(data={"first": first, "last": last}))


@bp.post("/print")
def print_notes() -> ResponseReturnValue:
    form = PrintForm()
    if form.validate_on_submit():
        with problems_in(form):
            made = exports.print_notes(me(), form["first"].data, form["last"].data, form["file_id"].data)
            return redirect(url_for("client.files.show", file_id=made), HTTPStatus.SEE_OTHER)
    return _paper(form)


def _paper(form: PrintForm) -> ResponseReturnValue:
    return render_template("client/exports/paper.html", form=form)


def _everything(form: ExportForm) -> ResponseReturnValue:
    return render_template("client/exports/everything.html", form=form)


def _leaving(form: CloseForm) -> ResponseReturnValue:
    return render_template("client/exports/close.html", form=form, days=settings.here().keep_closed_days)
