"""Moves: one client, what a balance suggests, or everybody of somebody who leaves. Each client is asked."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import caseload, handovers
from portal.domain.caseload import Chip, Row
from portal.domain.handovers import Reason, Terms
from portal.doors.admin.caseload import rooms_of
from portal.web.forms import Day, Form, OnceId, Text, an_id, problems_in, problems_told
from portal.web.session import me

bp = Blueprint("handovers", __name__, url_prefix="/caseloads")

AT_ONCE, ON_A_DAY = "at-once", "day"
AS_ABOVE, NOT_YET = "", "not-yet"


class TermsForm(Form):
    """Why, until when, and the practice's own words."""

    once_id = OnceId()
    reason = RadioField(
        lazy("Why?"),
        choices=[SelectChoice(reason, words) for reason, words in handovers.IN_THE_OFFICE.items()],
        invalid_choice_message=lazy("Choose why."),
    )
    when = RadioField(
        lazy("Until when does the present therapist keep what is open to them?"),
        choices=[
            SelectChoice(ON_A_DAY, lazy("Until the end of a day")),
            SelectChoice(AT_ONCE, lazy("It ends at once")),
        ],
        default=ON_A_DAY,
        invalid_choice_message=lazy("Choose one of these."),
    )
    last_day = Day(lazy("Last day"))
    letter = Text(lazy("A few words from the practice"))

    def terms(self) -> Terms:
        """What was chosen.

        Raises:
            Invalid: on `last_day`: none was.
        """
        last: date | None = self["last_day"].data if self["when"].data == ON_A_DAY else None
        if last is None and self["when"].data == ON_A_DAY:
            raise Invalid("last_day", _("Choose the last day."))
        return Terms(self["reason"].data, last, self["letter"].data.strip())


class MoveForm(TermsForm):
    therapist_id = SelectField(lazy("Who is to look after them?"), coerce=an_id, validate_choice=False, choices=())


class BalanceForm(TermsForm):
    """Ticks stand beside it; the reason is said already."""

    reason = HiddenField(default=Reason.EVENLY)


# ------------------------------------------------------------------ one client


@bp.get("/move/<uuid:assignment_id>")
def new(assignment_id: UUID) -> ResponseReturnValue:
    return _move_page(assignment_id, MoveForm(formdata=None, therapist_id=request.args.get("to", type=an_id)))


@bp.post("/move/<uuid:assignment_id>")
def ask(assignment_id: UUID) -> ResponseReturnValue:
    form = MoveForm()
    if form.validate_on_submit():
        with problems_in(form):
            about = (form["therapist_id"].data, form.terms(), form["once_id"].data)
            handovers.ask(me(), assignment_id, *about)
            return _asked(1)
    return _move_page(assignment_id, form)


def _move_page(assignment_id: UUID, form: Form) -> str:
    pair = caseload.pairing(me(), assignment_id)
    rows = [row for row in caseload.therapists(me()) if row.therapist_id != pair.therapist_id]
    form["therapist_id"].choices = rooms_of(rows)
    return render_template("admin/handovers/new.html", pair=pair, form=form)


# ------------------------------------------------------------------ what waits


@bp.get("/moves")
def index() -> ResponseReturnValue:
    found = {"waiting": handovers.waiting(me()), "settled": handovers.settled(me())}
    return render_template("admin/handovers/index.html", **found)


@bp.post("/moves/<uuid:handover_id>/take-back")
def take_back(handover_id: UUID) -> ResponseReturnValue:
    with problems_told():
        handovers.take_back(me(), handover_id)
        flash(_("Taken back. The client is not asked any more."))
    return redirect(url_for("admin.handovers.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ a balance


@bp.get("/balance")
def balance() -> ResponseReturnValue:
    return _balance_page(BalanceForm(formdata=None))


@bp.post("/balance")
def ask_some() -> ResponseReturnValue:
    form = BalanceForm()
    if form.validate_on_submit():
        with problems_in(form):
            firsts, moves = _ticked()
            if not firsts and not moves:
                raise Invalid("when", _("Tick what you want to arrange."))
            terms = form.terms() if moves else Terms(Reason.EVENLY)
            handovers.arrange(me(), firsts, moves, terms, form["once_id"].data)
            return _asked(len(moves), len(firsts))
    return _balance_page(form)


def _ticked() -> tuple[dict[UUID, UUID], dict[UUID, UUID | None]]:
    """First therapists by client, and moves by assignment, as far as they can be read."""
    firsts: dict[UUID, UUID] = {}
    moves: dict[UUID, UUID | None] = {}
    for said in request.form.getlist("pick"):
        kind, _, rest = said.partition(" ")
        whose, _, to = rest.partition(" ")
        found, therapist_id = an_id(whose), an_id(to)
        if found and therapist_id and kind == "first":
            firsts[found] = therapist_id
        elif found and therapist_id and kind == "move":
            moves[found] = therapist_id
    return firsts, moves


def _balance_page(form: Form) -> str:
    found = caseload.suggest(me())
    ticked = set(request.form.getlist("pick"))
    return render_template("admin/handovers/balance.html", suggestions=found, ticked=ticked, form=form)


# ------------------------------------------------------------------ everybody of somebody who leaves


def _leaving_form(chips: list[Chip], rows: list[Row]) -> type[TermsForm]:
    """One choice for everybody, and one for each client."""
    rooms = [SelectChoice(str(row.therapist_id), row.name) for row in rows]
    everybody = SelectField(_("Everybody to"), choices=rooms_of(rows))
    own = [SelectChoice(AS_ABOVE, _("As chosen above")), SelectChoice(NOT_YET, _("Not now")), *rooms]
    each = {_field(chip.assignment_id): SelectField(chip.name, choices=own) for chip in chips}
    return type("LeavingForm", (TermsForm,), {"everybody": everybody, **each})


def _field(assignment_id: UUID) -> str:
    return f"to_{assignment_id.hex}"


@bp.route("/leaving/<uuid:therapist_id>", methods=["GET", "POST"])
def leaving(therapist_id: UUID) -> ResponseReturnValue:
    row, rows = caseload.row_of(me(), therapist_id), caseload.therapists(me())
    staying = [chip for chip in row.chips if chip.state != "moving"]  # the others are asked already
    form = _leaving_form(staying, [one for one in rows if one.therapist_id != therapist_id])(reason=Reason.LEAVING)
    if form.validate_on_submit():
        with problems_in(form):
            moves = {chip.assignment_id: _chosen(form, chip.assignment_id) for chip in staying}
            moves = {assignment_id: to for assignment_id, to in moves.items() if to != NOT_YET}
            if not moves:
                raise Invalid("everybody", _("Choose somebody for at least one client."))
            ids = {assignment_id: an_id(to) for assignment_id, to in moves.items()}
            return _asked(len(handovers.ask_all(me(), ids, form.terms(), form["once_id"].data)))
    fields = [(chip, _field(chip.assignment_id)) for chip in staying]
    return render_template(
        "admin/handovers/leaving.html", row=row, form=form, fields=fields, asked=len(row.chips) - len(staying)
    )


def _chosen(form: Form, assignment_id: UUID) -> str:
    own: str = form[_field(assignment_id)].data or form["everybody"].data
    return own


def _asked(asked: int, begun: int = 0) -> ResponseReturnValue:
    if asked:
        flash(_("One client is asked now.") if asked == 1 else _("%(asked)s clients are asked now.", asked=asked))
    if begun:
        flash(
            _("One client has a therapist now.")
            if begun == 1
            else _("%(begun)s clients have a therapist now.", begun=begun)
        )
    return redirect(url_for("admin.caseload.index"), HTTPStatus.SEE_OTHER)
