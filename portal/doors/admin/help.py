"""Help numbers of the practice: added by its admins, and made sure of again once a year."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain import help as help_numbers
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("help", __name__, url_prefix="/help")


class LineForm(Form):
    line_id = OnceId()
    name = Line("Who answers")
    whom = Line("Whom it is for")
    call = Line("Numbers to call")
    text = Line("Number to text")
    word = Line("What the first text says")
    hours = Line("When they answer")
    speaks = Line("Languages")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(LineForm())


@bp.post("")
def add() -> ResponseReturnValue:
    form = LineForm()
    if form.validate_on_submit():
        with problems_in(form):
            said = {name: form[name].data for name in help_numbers.PARTS}
            help_numbers.add_line(me(), said, form["line_id"].data)
            return _back("That line stands first on the help page from now on.")
    return _page(form)


@bp.post("/<uuid:line_id>/checked")
def verify(line_id: UUID) -> ResponseReturnValue:
    help_numbers.verify_line(me(), line_id)
    return _back("Noted: you made sure of it today.")


@bp.post("/<uuid:line_id>/remove")
def remove(line_id: UUID) -> ResponseReturnValue:
    help_numbers.remove_line(me(), line_id)
    return _back("That line is gone.")


def _page(form: Form) -> str:
    return render_template("admin/help/index.html", form=form, lines=help_numbers.own_lines(me()))


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("admin.help.index"), HTTPStatus.SEE_OTHER)
