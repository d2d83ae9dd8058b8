"""Questionnaires a therapist gives. Nothing here tells whether one was answered; that the client may share."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import measures, programmes
from portal.domain.measures import Pack
from portal.domain.programmes import Task, When
from portal.domain.prompts import Rhythm
from portal.web.forms import Day, OnceId, an_id, problems_in
from portal.web.session import me
from portal.web.templating import small
from therapist_app.prompts.choices import WhomForm

bp = Blueprint("measures", __name__, url_prefix="/measures")

RHYTHMS = {
    "once": (lazy("Once"), None),
    "week": (lazy("Every week"), 7),
    "fortnight": (lazy("Every two weeks"), 14),
    "month": (lazy("Every four weeks"), 28),
}
GIVEN = lazy("Given. Answering stays free, and the answers stay with your client until they share them.")


class GiveForm(WhomForm):
    asked_id = OnceId()
    questionnaire = SelectField(lazy("Questionnaire"), validate_choice=False)
    rhythm = RadioField(
        lazy("How often"),
        choices=[SelectChoice(name, words) for name, (words, _days) in RHYTHMS.items()],
        validate_choice=False,
    )
    due_on = Day(lazy("For which day"), [Optional()])


@bp.get("/assign")
def assign() -> ResponseReturnValue:
    client_id = an_id(request.args.get("client"))
    return _page(GiveForm(formdata=None, data={"client": [client_id] if client_id else [], "rhythm": "once"}))


@bp.post("/assign")
def give() -> ResponseReturnValue:
    form = GiveForm()
    if form.validate_on_submit():
        with problems_in(form):
            when = When(_rhythm(form), form["due_on"].data)
            many = programmes.give(me(), form.clients, [Task(pack=_pack(form))], when, once_id=form["asked_id"].data)
            flash(
                str(GIVEN)
                if many == 1
                else _(
                    "Given to %(many)s clients. Answering stays free, "
                    "and the answers stay with your client until they share them.",
                    many=many,
                )
            )
            return redirect(url_for("therapist.measures.assign"), HTTPStatus.SEE_OTHER)
    return _page(form)


@bp.post("/<uuid:given_id>/end")
def end(given_id: UUID) -> ResponseReturnValue:
    measures.end(me(), given_id)
    flash(_("Ended. It is not asked for any more."))
    return redirect(url_for("therapist.measures.assign"), HTTPStatus.SEE_OTHER)


def _pack(form: GiveForm) -> Pack:
    found = next((pack for pack in measures.here().offered() if pack.id == form["questionnaire"].data), None)
    if found is None:
        raise Invalid("questionnaire", _("Choose one of the questionnaires."))
    return found


def _rhythm(form: GiveForm) -> Rhythm:
    if form["rhythm"].data not in RHYTHMS:
        raise Invalid("rhythm", _("Choose how often."))
    return Rhythm(days=RHYTHMS[form["rhythm"].data][1])


def _page(form: GiveForm) -> str:
    form.offer_clients()
    offered = [(pack.id, f"{pack.short}: {small(pack.about)}") for pack in measures.here().offered()]
    form["questionnaire"].choices = [("", _("Choose one")), *offered]
    return render_template("therapist/measures/assign.html", form=form, given=measures.given(me()))
