"""Emergency access: asking for it, reading what it opens, and the second person's answer when that is an officer."""

from http import HTTPStatus
from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.language import _, lazy
from portal.domain import emergency
from portal.domain.emergency import HOURS, Covers, Reason
from portal.doors.emergency import LONG, WHAT, WHY, answered, one_case
from portal.web.forms import Form, Line, OnceId, an_id, numbered, problems_in
from portal.web.session import fresh, me

bp = Blueprint("record", __name__, url_prefix="/record")


class FindForm(Form):
    words = Line(lazy("Part of the client's name"), [DataRequired(lazy("Type part of a name.")), Length(max=100)])


class AskForm(Form):
    case_id = OnceId()
    covers = RadioField(
        lazy("What is to be opened"),
        coerce=lambda chosen: next((one for one in Covers if one == chosen), None),
        choices=[SelectChoice(one, words) for one, words in WHAT.items()],
        validate_choice=False,
    )
    therapist_id = SelectField(lazy("Whose own notes"), coerce=an_id, validate_choice=False, choices=())
    reason = RadioField(
        lazy("Why"),
        coerce=lambda chosen: next((one for one in Reason if one == chosen), None),
        choices=[SelectChoice(one, words) for one, words in WHY.items()],
        validate_choice=False,
    )
    hours = RadioField(
        lazy("For how long"),
        coerce=numbered,
        choices=[SelectChoice(str(one), LONG[one]) for one in HOURS],
        validate_choice=False,
    )


@bp.get("")
def index() -> ResponseReturnValue:
    return _list(FindForm())


@bp.post("/find")
def find() -> ResponseReturnValue:
    """Names are looked for by a form that is sent, so that none stands in an address."""
    form = FindForm()
    if form.validate_on_submit():
        with problems_in(form):
            return _list(form, emergency.clients_named(me(), form["words"].data))
    return _list(form)


@bp.get("/new/<uuid:client_id>")
def new(client_id: UUID) -> ResponseReturnValue:
    fresh()
    return _form(client_id, AskForm(covers=Covers.RECORD))


@bp.post("/new/<uuid:client_id>")
def ask(client_id: UUID) -> ResponseReturnValue:
    fresh()
    form = AskForm()
    if form.validate_on_submit():
        with problems_in(form):
            typed = [form[name].data for name in ("covers", "reason", "hours", "case_id", "therapist_id")]
            case_id = emergency.ask(me(), client_id, *typed)
            flash(_("Asked. A second person answers: another officer, or an admin."))
            return redirect(url_for("officer.record.show", case_id=case_id), HTTPStatus.SEE_OTHER)
    return _form(client_id, form)


@bp.get("/<uuid:case_id>")
def show(case_id: UUID) -> ResponseReturnValue:
    return one_case("officer", case_id)


@bp.post("/<uuid:case_id>/<any(allow, decline, end):answer>")
def answer(case_id: UUID, answer: str) -> ResponseReturnValue:
    return answered("officer", case_id, answer)


@bp.get("/<uuid:case_id>/read")
def read(case_id: UUID) -> ResponseReturnValue:
    fresh()
    before = an_id(request.args.get("before"))
    found = emergency.case(me(), case_id)
    if found.covers is Covers.OWN_NOTES:
        found, shelf = emergency.own_notes(me(), case_id, before)
        return render_template("officer/record/own_notes.html", found=found, shelf=shelf)
    return render_template("officer/record/read.html", record=emergency.read(me(), case_id, before))


@bp.get("/<uuid:case_id>/read/<uuid:summary_id>")
def paper(case_id: UUID, summary_id: UUID) -> ResponseReturnValue:
    fresh()
    pdf, day = emergency.paper(me(), case_id, summary_id)
    name = f"summary-{day.isoformat()}.pdf"
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


def _list(form: Form, found: list[tuple[UUID, str]] | None = None) -> str:
    return render_template("officer/record/index.html", form=form, found=found, cases=emergency.cases(me()), why=WHY)


def _form(client_id: UUID, form: Form) -> str:
    name, writers = emergency.name_of(me(), client_id), emergency.writers(me(), client_id)
    form["therapist_id"].choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(str(one), who) for one, who in writers),
    ]
    return render_template("officer/record/new.html", form=form, client_id=client_id, name=name)
