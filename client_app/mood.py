"""Check-ins: how things are right now, only for the person who says so."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.domain import mood
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("mood", __name__)

LEVELS = [SelectChoice(str(level), words) for level, words in mood.LEVELS.items()]


def _level(said: object) -> int | None:
    """The level of a radio button; None, which no rule lets pass, of anything else."""
    return int(str(said)) if str(said) in {str(level) for level in mood.LEVELS} else None


class CheckinForm(Form):
    checkin_id = OnceId()
    level = RadioField("How are things right now?", coerce=_level, choices=LEVELS, validate_choice=False)
    line = Line("A few words")


@bp.get("/check-ins")
def index() -> ResponseReturnValue:
    asked = request.args.get("days", type=int)
    return _page(CheckinForm(), asked if asked in mood.RANGES else mood.RANGES[0])


@bp.post("/check-ins")
def check_in() -> ResponseReturnValue:
    form = CheckinForm()
    if form.validate_on_submit():
        with problems_in(form):
            mood.check_in(me(), form.level.data, mood.Words.checked(form.line.data), form.checkin_id.data)
            flash("Your check-in is here, only for you.")
            return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)
    return _page(form, mood.RANGES[0])


def _page(form: CheckinForm, days: int) -> str:
    return render_template("client/mood/index.html", form=form, past=mood.look_back(me(), days), ranges=mood.RANGES)
