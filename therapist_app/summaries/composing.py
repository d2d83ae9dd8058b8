"""Composing a summary: choose a client, a period and notes, and ask for the file."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.domain import caseload, drafts, summaries
from portal.domain.drafts import Draft
from portal.domain.summaries import Choices
from portal.web.drafting import Drafted
from portal.web.forms import Day, Form, OnceId, Text, problems_in
from portal.web.session import me
from therapist_app.summaries.titles import bp

KIND = "summary"  # of the drafts written here


def _an_id(chosen: object) -> UUID | None:
    try:
        return UUID(str(chosen))
    except ValueError:
        return None


class PeriodForm(Form):
    """Whose notes, of which days. It changes nothing, so it is sent by GET and stands in the address."""

    class Meta:
        """Nothing to protect: the form only says what to show."""

        csrf = False

    client = SelectField("Client", coerce=_an_id, validate_choice=False)
    first = Day("From", [InputRequired("Choose a first day.")])
    last = Day("To", [InputRequired("Choose a last day.")])


class ComposeForm(Drafted):
    summary_id = OnceId()
    items = SelectMultipleField("Notes", coerce=_an_id, validate_choice=False, choices=())
    note = Text("Your own note")


@bp.get("/new")
def new() -> ResponseReturnValue:
    """What was being written about this client before goes on where it was."""
    period = _period()
    draft = _draft(period)
    said = {"summary_id": draft.about_id, "note": draft.words["note"], "number": draft.number} if draft else {}
    return _composer(period, ComposeForm(formdata=None, data=said), draft)


@bp.post("/new")
def ask() -> ResponseReturnValue:
    """The client and the days stand in the address, as they did when the notes were shown."""
    period, form = _period(), ComposeForm()
    if not period.errors and form.validate_on_submit():
        with problems_in(form):
            days = (period["first"].data, period["last"].data)
            items = [item for item in form["items"].data if item]
            made = summaries.ask(me(), period["client"].data, days, items, form["note"].data, form["summary_id"].data)
            drafts.kept(me(), made, {"note": form["note"].data}, form.seen)
            return redirect(url_for("therapist.summaries.show", summary_id=made), HTTPStatus.SEE_OTHER)
    return _composer(period, form, _draft(period), ticked=set(form["items"].data or ()))


def _period() -> PeriodForm:
    """What the address says; what it leaves out is the only client there is, and the last four weeks."""
    first, last = summaries.last_four_weeks(me())
    clients = caseload.my_clients(me())
    said = {"client": str(clients[0].id) if len(clients) == 1 else "", "first": str(first), "last": str(last)}
    form = PeriodForm(formdata=MultiDict(said | request.args.to_dict()))
    form["client"].choices = [(client.id, client.name) for client in clients]
    form.validate()
    return form


def _draft(period: PeriodForm) -> Draft | None:
    """The note that was being written about this client and was not kept yet; another client's stays where it is."""
    client = str(period["client"].data)
    return next((draft for draft in drafts.index(me(), KIND) if draft.is_new and draft.words["client"] == client), None)


def _composer(
    period: PeriodForm, form: ComposeForm, draft: Draft | None, ticked: set[UUID] | None = None
) -> ResponseReturnValue:
    """The page; every note that is listed is ticked until somebody says otherwise."""
    offered = _offered(period)
    if ticked is None:
        ticked = {note.item_id for note in offered.notes} if offered else set()
    page = {"period": period, "form": form, "offered": offered, "ticked": ticked, "draft": draft}
    return render_template("therapist/summaries/new.html", **page)


def _offered(period: PeriodForm) -> Choices | None:
    if period["client"].data is None or period.errors:
        return None
    with problems_in(period):
        return summaries.choices(me(), period["client"].data, (period["first"].data, period["last"].data))
    return None
