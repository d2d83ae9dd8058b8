"""People: the list, one person, and whose caseload a client is on."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.domain import accounts, caseload, contact, recovery
from portal.web.forms import Form, an_id, problems_in
from portal.web.session import me

bp = Blueprint("people", __name__, url_prefix="/people")


class AssignForm(Form):
    therapist_id = SelectField(
        "Therapist", [DataRequired("Choose a therapist.")], coerce=an_id, validate_choice=False, choices=()
    )


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "admin/people/index.html",
        people=accounts.people(me()),
        pairings=caseload.pairings(me()),
        kit_is_open=recovery.kit_is_open(me()),
    )


@bp.get("/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    return _page(person_id, AssignForm())


@bp.post("/<uuid:person_id>/therapist")
def assign(person_id: UUID) -> ResponseReturnValue:
    form = AssignForm()
    if form.validate_on_submit():
        with problems_in(form):
            caseload.assign(me(), person_id, form["therapist_id"].data)
            flash("They look after this person from now on. They see nothing until it is shared with them.")
            return redirect(url_for("admin.people.show", person_id=person_id))
    return _page(person_id, form)


@bp.post("/<uuid:person_id>/therapist/<uuid:assignment_id>/end")
def end(person_id: UUID, assignment_id: UUID) -> ResponseReturnValue:
    caseload.end(me(), assignment_id)
    flash("That has ended, and so has everything that was shared with them.")
    return redirect(url_for("admin.people.show", person_id=person_id))


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    person, everyone = accounts.person(me(), person_id), accounts.people(me())
    pairs = [pair for pair in caseload.pairings(me()) if person_id in (pair.client_id, pair.therapist_id)]
    taken = {pair.therapist_id for pair in pairs}
    free = [one for one in everyone if one.is_therapist and one.is_open and one.id not in taken]
    form["therapist_id"].choices = [SelectChoice("", "Choose"), *(SelectChoice(str(one.id), one.name) for one in free)]
    found = {"person": person, "pairs": pairs, "form": form, "free": free, "mail": contact.setting(me(), person_id)}
    return render_template("admin/people/show.html", **found)
