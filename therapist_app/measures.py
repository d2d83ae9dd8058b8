"""Questionnaires a therapist gives. Nothing here tells whether one was answered; that the client may share."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import Invalid
from portal.domain import caseload, measures
from portal.domain.measures import Pack
from portal.domain.prompts import Rhythm
from portal.web.forms import Form, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("measures", __name__, url_prefix="/measures")

RHYTHMS = {"once": ("Once", None), "week": ("Every week", 7), "fortnight": ("Every two weeks", 14), "month": (
    "Every four weeks", 28)}  # fmt: skip


def _an_id(chosen: object) -> UUID | None:
    try:
        return UUID(str(chosen))
    except ValueError:
        return None


class GiveForm(Form):
    asked_id = OnceId()
    client = SelectField("Client", coerce=_an_id, validate_choice=False)
    questionnaire = SelectField("Questionnaire", validate_choice=False)
    rhythm = RadioField(
        "How often", choices=[SelectChoice(name, words) for name, (words, _) in RHYTHMS.items()], validate_choice=False
    )


@bp.get("/assign")
def assign() -> ResponseReturnValue:
    return _page(GiveForm(formdata=None, data={"client": _an_id(request.args.get("client")), "rhythm": "once"}))


@bp.post("/assign")
def give() -> ResponseReturnValue:
    form = GiveForm()
    if form.validate_on_submit():
        with problems_in(form):
            measures.ask(me(), form["client"].data, _pack(form), _rhythm(form), form["asked_id"].data)
            flash("Given. Answering stays free, and the answers stay with your client until they share them.")
            return redirect(url_for("therapist.measures.assign"), HTTPStatus.SEE_OTHER)
    return _page(form)


@bp.post("/<uuid:given_id>/end")
def end(given_id: UUID) -> ResponseReturnValue:
    measures.end(me(), given_id)
    flash("Ended. It is not asked for any more.")
    return redirect(url_for("therapist.measures.assign"), HTTPStatus.SEE_OTHER)


def _pack(form: GiveForm) -> Pack:
    found = next((pack for pack in measures.here().offered() if pack.id == form["questionnaire"].data), None)
    if found is None:
        raise Invalid("questionnaire", "Choose one of the questionnaires.")
    return found


def _rhythm(form: GiveForm) -> Rhythm:
    if form["rhythm"].data not in RHYTHMS:
        raise Invalid("rhythm", "Choose how often.")
    return Rhythm(days=RHYTHMS[form["rhythm"].data][1])


def _page(form: GiveForm) -> str:
    form["client"].choices = [("", "Choose a client"), *((one.id, one.name) for one in caseload.my_clients(me()))]
    offered = [(pack.id, f"{pack.short}: {pack.about.lower()}") for pack in measures.here().offered()]
    form["questionnaire"].choices = [("", "Choose one"), *offered]
    return render_template("therapist/measures/assign.html", form=form, given=measures.given(me()))
