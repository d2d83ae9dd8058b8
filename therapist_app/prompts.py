"""Prompts: what this therapist asks, whom, and how often. Nothing here tells what a client does with a question."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.domain import caseload, prompts
from portal.domain.prompts import WEEKDAYS, Question, Rhythm
from portal.web.forms import Form, OnceId, Text, a_number, problems_in
from portal.web.session import me

bp = Blueprint("prompts", __name__, url_prefix="/prompts")

RHYTHMS = [SelectChoice("once", "Once"), SelectChoice("weekday", "Every week"), SelectChoice("days", "Every few days")]
NO_QUESTION = ("", "None: my own words")


def _an_id(chosen: object) -> UUID | None:
    try:
        return UUID(str(chosen))
    except ValueError:
        return None


def _number(chosen: object) -> int | None:
    try:
        return a_number(str(chosen))
    except ValueError:
        return None


class Day(DateField):  # type: ignore[misc]  # WTForms is untyped
    """A calendar day, as every browser sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError("Write the day like this: 2026-11-20.") from None


class PickForm(Form):
    """A question of the library to begin with. It changes nothing, so it is sent by GET and stands in the address."""

    class Meta:
        """Nothing to protect: the form only says what to show."""

        csrf = False

    prompt = SelectField("From the library", coerce=_an_id, validate_choice=False)


class AskForm(Form):
    asked_id = OnceId()
    client = SelectField("Client", coerce=_an_id, validate_choice=False)
    text = Text("Question")
    rhythm = RadioField("How often", choices=RHYTHMS, default="once", validate_choice=False)
    due_on = Day("For which day", [Optional()])
    weekday = SelectField("On which day of the week", coerce=_number, validate_choice=False)
    days = SelectField("Every how many days", coerce=_number, validate_choice=False)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/prompts/index.html", given=prompts.given(me()))


@bp.get("/assign")
def new() -> ResponseReturnValue:
    picked = _picked()
    said = {"client": _an_id(request.args.get("client")), "text": picked.text if picked else ""}
    return _page(AskForm(formdata=None, data=said), picked)


@bp.post("/assign")
def ask() -> ResponseReturnValue:
    """Which question of the library it began as stands in the address, as it did when the form was shown."""
    picked, form = _picked(), AskForm()
    if form.validate_on_submit():
        with problems_in(form):
            rhythm = Rhythm.checked(form["rhythm"].data, form["weekday"].data, form["days"].data)
            terms = {
                "due_on": form["due_on"].data,
                "made_from": picked and picked.id,
                "asked_id": form["asked_id"].data,
            }
            prompts.ask(me(), form["client"].data, form["text"].data, rhythm, **terms)
            flash("Asked. Only the two of you can read it, and nobody has to answer.")
            return redirect(url_for("therapist.prompts.index"), HTTPStatus.SEE_OTHER)
    return _page(form, picked)


@bp.post("/<uuid:asked_id>/end")
def end(asked_id: UUID) -> ResponseReturnValue:
    prompts.end(me(), asked_id)
    flash("Ended. It is not asked any more.")
    return redirect(url_for("therapist.prompts.index"), HTTPStatus.SEE_OTHER)


def _picked() -> Question | None:
    wanted = _an_id(request.args.get("prompt"))
    return prompts.library(me().person_id).questions.get(wanted) if wanted else None


def _page(form: AskForm, picked: Question | None) -> str:
    library = prompts.library(me().person_id)
    form["client"].choices = [("", "Choose a client"), *((one.id, one.name) for one in caseload.my_clients(me()))]
    form["weekday"].choices = list(enumerate(WEEKDAYS))
    form["days"].choices = [(days, str(days)) for days in range(1, prompts.LONGEST_GAP + 1)]
    pick = PickForm(formdata=None, data={"prompt": picked.id if picked else None})
    by_theme = {topic.name: [(one.id, one.text) for one in library.about(topic.id)] for topic in library.topics}
    pick["prompt"].choices = {"": [NO_QUESTION], **by_theme}
    return render_template("therapist/prompts/assign.html", form=form, pick=pick, picked=picked)
