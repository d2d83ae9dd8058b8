"""Who holds the recovery key, and letting somebody else hold it."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.core.language import _, lazy
from portal.domain import recovery
from portal.web.forms import Form, an_id, problems_in
from portal.web.session import fresh, me

bp = Blueprint("officers", __name__, url_prefix="/officers")


class OfficerForm(Form):
    person_id = SelectField(
        lazy("Who"), [DataRequired(lazy("Choose somebody."))], coerce=an_id, validate_choice=False, choices=()
    )


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(OfficerForm())


@bp.post("")
def make() -> ResponseReturnValue:
    fresh()
    form = OfficerForm()
    if form.validate_on_submit():
        with problems_in(form):
            recovery.make_officer(me(), form["person_id"].data, recovery.open_key(me()))
            return _back(_("They hold the recovery key from now on."))
    return _page(form)


@bp.post("/<uuid:person_id>/end")
def end(person_id: UUID) -> ResponseReturnValue:
    fresh()
    recovery.end_officer(me(), person_id)
    return _back(_("They hold the recovery key no longer."))


def _page(form: Form) -> str:
    free = recovery.candidates()
    form["person_id"].choices = [SelectChoice("", _("Choose")), *(SelectChoice(str(one.id), one.name) for one in free)]
    found = {"officers": recovery.officers(), "free": free, "holds": recovery.holds_key(me())}
    return render_template("officer/officers/index.html", form=form, **found)


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("officer.officers.index"), HTTPStatus.SEE_OTHER)
