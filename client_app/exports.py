"""My data: taking it away, on paper for now; where what was asked for can be found."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from portal.domain import exports
from portal.web.forms import Form, OnceId, OnDay, problems_in
from portal.web.session import me

bp = Blueprint("exports", __name__, url_prefix="/me/data")


class PrintForm(Form):
    file_id = OnceId()
    first = OnDay("From", [InputRequired("Choose a first day.")])
    last = OnDay("To", [InputRequired("Choose a last day.")])


@bp.get("")
def show() -> ResponseReturnValue:
    return render_template("client/exports/show.html")


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
