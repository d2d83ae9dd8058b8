"""The board: who looks after whom, places, first therapists, ends. A move is a question to the client: `handovers`."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, caseload, handovers
from portal.domain.caseload import Row, Show
from portal.web.forms import Form, Line, a_number, an_id, numbered, problems_in
from portal.web.session import me

bp = Blueprint("caseload", __name__, url_prefix="/caseloads")


class FindForm(Form):
    """What is looked for goes by POST: a client's name is in no address."""

    find = Line(lazy("Find a client"), [Length(max=accounts.LONGEST_NAME, message=lazy("Use a shorter one."))])


class PlacesForm(Form):
    places = Line(lazy("Places"), [Length(max=9, message=lazy("Use a shorter one."))])


class BeginForm(Form):
    therapist_id = SelectField(
        lazy("Therapist"), [DataRequired(lazy("Choose a therapist."))], coerce=an_id, validate_choice=False, choices=()
    )


def rooms_of(rows: list[Row]) -> list[SelectChoice]:
    """Therapists to choose from, each with how much room there is."""
    return [SelectChoice("", _("Choose")), *(SelectChoice(str(row.therapist_id), _room(row)) for row in rows)]


def _room(row: Row) -> str:
    if row.is_away:
        return _("%(name)s, away today", name=row.name)
    if row.places is None:
        return row.name
    return (
        _("%(name)s, %(free)s free", name=row.name, free=row.free)
        if row.free > 0
        else _("%(name)s, full", name=row.name)
    )


@bp.get("")
def index() -> ResponseReturnValue:
    show = next((each for each in Show if each == request.args.get("show")), Show.ALL)
    return _board(FindForm(formdata=None), show, page=request.args.get("page", 1, type=a_number))


@bp.post("")
def find() -> ResponseReturnValue:
    form = FindForm()
    return _board(form, find=form["find"].data if form.validate_on_submit() else "")


@bp.get("/of/<uuid:therapist_id>")
def show(therapist_id: UUID) -> ResponseReturnValue:
    row = caseload.row_of(me(), therapist_id)
    return _row_page(row, PlacesForm(formdata=None, places="" if row.places is None else str(row.places)))


@bp.post("/of/<uuid:therapist_id>")
def keep_places(therapist_id: UUID) -> ResponseReturnValue:
    form = PlacesForm()
    if form.validate_on_submit():
        with problems_in(form):
            said = form["places"].data
            if said and numbered(said) is None:
                raise Invalid(
                    "places", _("Type a number from 0 to %(most)s, or leave it empty.", most=caseload.MOST_PLACES)
                )
            caseload.set_places(me(), therapist_id, numbered(said))
            flash(_("Kept. The board counts against it from now on."))
            return _to_board()
    return _row_page(caseload.row_of(me(), therapist_id), form)


# ------------------------------------------------------------------ a first therapist, and an end


@bp.get("/begin/<uuid:client_id>")
def new(client_id: UUID) -> ResponseReturnValue:
    chosen = request.args.get("to", type=an_id)
    return _new_page(client_id, BeginForm(formdata=None, therapist_id=chosen))


@bp.post("/begin/<uuid:client_id>")
def take_on(client_id: UUID) -> ResponseReturnValue:
    form = BeginForm()
    if form.validate_on_submit():
        with problems_in(form):
            caseload.take_on(me(), client_id, form["therapist_id"].data)
            flash(_("They look after this client from now on, and see nothing until it is shared with them."))
            return _to_board()
    return _new_page(client_id, form)


@bp.get("/end/<uuid:assignment_id>")
def ending(assignment_id: UUID) -> ResponseReturnValue:
    return render_template("admin/caseload/ending.html", pair=caseload.pairing(me(), assignment_id))


@bp.post("/end/<uuid:assignment_id>")
def end(assignment_id: UUID) -> ResponseReturnValue:
    caseload.end(me(), assignment_id)
    flash(_("That has ended, and so has everything that was shared with them."))
    return _to_board()


def _board(form: Form, show: Show = Show.ALL, find: str = "", page: int = 1) -> str:
    found = caseload.board(me(), show, find, page)
    moves = len(handovers.waiting(me()))
    return render_template("admin/caseload/index.html", board=found, form=form, view=show, find=find, moves=moves)


def _row_page(row: Row, form: Form) -> str:
    return render_template("admin/caseload/show.html", row=row, form=form)


def _new_page(client_id: UUID, form: Form) -> str:
    person = accounts.person(me(), client_id)
    if not (person.is_client and person.is_open):
        raise NotFound(client_id)
    form["therapist_id"].choices = rooms_of(caseload.therapists(me()))
    return render_template("admin/caseload/new.html", person=person, form=form)


def _to_board() -> ResponseReturnValue:
    return redirect(url_for("admin.caseload.index"), HTTPStatus.SEE_OTHER)
