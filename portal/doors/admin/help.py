"""Help numbers of the practice: added by its admins, and made sure of again once a year."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.domain import help as help_numbers
from portal.domain import signals
from portal.web.forms import Form, Line, OnceId, numbered, problems_in
from portal.web.session import me

bp = Blueprint("help", __name__, url_prefix="/help")


WAITS = [
    SelectChoice(hours, lazy("%(hours)s hours", hours=hours) if hours else lazy("Never, unless somebody is away"))
    for hours in signals.HOURS
]


class LineForm(Form):
    line_id = OnceId()
    name = Line(lazy("Who answers"))
    whom = Line(lazy("Whom it is for"))
    call = Line(lazy("Numbers to call"))
    text = Line(lazy("Number to text"))
    word = Line(lazy("What the first text says"))
    hours = Line(lazy("When they answer"))
    speaks = Line(lazy("Languages"))


class HoursForm(Form):
    """When whoever covers is told that something waits."""

    cover_hours = SelectField(lazy("Told after"), choices=WAITS, coerce=numbered, validate_choice=False)


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
            return _back(_("That line stands first on the help page from now on."))
    return _page(form)


@bp.post("/<uuid:line_id>/checked")
def verify(line_id: UUID) -> ResponseReturnValue:
    help_numbers.verify_line(me(), line_id)
    return _back(_("Noted: you made sure of it today."))


@bp.post("/<uuid:line_id>/remove")
def remove(line_id: UUID) -> ResponseReturnValue:
    help_numbers.remove_line(me(), line_id)
    return _back(_("That line is gone."))


@bp.post("/hours")
def keep_hours() -> ResponseReturnValue:
    form = HoursForm()
    if form.validate_on_submit():
        with problems_in(form):
            signals.set_hours(me(), form["cover_hours"].data)
            return _back(_("Kept. It holds for whatever waits now, too."))
    return _page(LineForm(formdata=None), form)


def _page(form: Form, asked: Form | None = None) -> str:
    hours = asked or HoursForm(formdata=None, cover_hours=signals.hours(me()))
    return render_template("admin/help/index.html", form=form, hours=hours, lines=help_numbers.own_lines(me()))


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("admin.help.index"), HTTPStatus.SEE_OTHER)
