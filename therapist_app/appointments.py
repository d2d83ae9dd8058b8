"""Sessions: the week, adding one or a series, moving, cancelling, undoing; and the address for one's own calendar."""

from contextlib import suppress
from datetime import date, time, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.errors import Conflict, Invalid
from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import appointments, caseload
from portal.domain.appointments import KINDS, MOST, Appointment, Repeat, Slot, feed
from portal.web.address import public_link
from portal.web.forms import Day, Form, Line, OnceId, an_id, numbered, problems_in
from portal.web.session import me

bp = Blueprint("appointments", __name__, url_prefix="/sessions")

MINUTES = (15, 20, 25, 30, 40, 45, 50, 55, 60, 75, 80, 90, 100, 120, 150, 180)
USUAL = 50  # minutes
RHYTHMS = [
    SelectChoice("once", lazy("Once")),
    SelectChoice("times", lazy("Weekly, so many times")),
    SelectChoice("until", lazy("Weekly, until a day")),
]
WHICH = [SelectChoice("one", lazy("Only this one")), SelectChoice("later", lazy("This and later ones"))]
DONE = {"added": lazy("Arranged"), "moved": lazy("Moved"), "cancelled": lazy("Cancelled")}
WEEK = timedelta(days=7)


class SlotForm(Form):
    """When, how long, in which way."""

    act_id = OnceId()
    day = Day(lazy("Day"))
    at = Line(lazy("Time"))
    minutes = SelectField(
        lazy("Minutes"), coerce=numbered, validate_choice=False, choices=[SelectChoice(n, str(n)) for n in MINUTES]
    )
    kind = RadioField(
        lazy("How you meet"), choices=[SelectChoice(*pair) for pair in KINDS.items()], validate_choice=False
    )
    beside = BooleanField(lazy("It may stand beside another session at that time"))


class AddForm(SlotForm):
    client = SelectField(lazy("Client"), coerce=an_id, validate_choice=False)
    rhythm = RadioField(lazy("How often"), choices=RHYTHMS, validate_choice=False)
    times = SelectField(
        lazy("How many times"),
        [Optional()],
        coerce=numbered,
        validate_choice=False,
        choices=[SelectChoice(n, str(n)) for n in range(2, MOST + 1)],
    )
    until = Day(lazy("Until which day"), [Optional()])


class MoveForm(SlotForm):
    which = RadioField(lazy("Which"), choices=WHICH, validate_choice=False)


class CancelForm(Form):
    act_id = OnceId()
    which = RadioField(choices=WHICH, validate_choice=False)


class UndoForm(Form):
    act_id = OnceId()


# ------------------------------------------------------------------ the week


@bp.get("")
def index() -> ResponseReturnValue:
    today = appointments.today(me())
    monday = _monday(request.args.get("week", type=date.fromisoformat) or today, today)
    of_day: dict[date, list[Appointment]] = {}
    for one in appointments.of_days(me(), monday, monday + timedelta(days=6)):
        of_day.setdefault(one.starts_at.date(), []).append(one)
    shown = {"days": of_day, "monday": monday, "week": WEEK, "today": today}
    done = DONE.get(request.args.get("done", "")), request.args.get("act", type=UUID)
    return render_template("therapist/appointments/index.html", **shown, done=done if all(done) else None)


@bp.post("/undo")
def undo() -> ResponseReturnValue:
    form = UndoForm()
    try:
        with whole():
            was_there = appointments.undo(me(), form["act_id"].data)
            flash(_("Taken back.") if was_there else _("There is nothing to take back any more."))
    except Conflict as problem:
        flash(str(problem), "please-know")
    return redirect(url_for("therapist.appointments.index", week=request.args.get("week")), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ adding


@bp.get("/new")
def new() -> ResponseReturnValue:
    said = {
        "client": an_id(request.args.get("client")),
        "minutes": USUAL,
        "kind": "room",
        "rhythm": "once",
        "times": 10,
    }
    return _new_page(AddForm(formdata=None, data=said))


@bp.post("")
def add() -> ResponseReturnValue:
    form = AddForm()
    if form.validate_on_submit():
        with problems_in(form):
            slot, act_id = _slot(form), form["act_id"].data
            how = {"repeat": _repeat(form), "beside": form["beside"].data}
            act_id = appointments.add(me(), form["client"].data, slot, act_id, **how)
            return _to_the_week(slot.day, "added", act_id)
    return _new_page(form)


# ------------------------------------------------------------------ one of them


@bp.get("/<uuid:appointment_id>")
def show(appointment_id: UUID) -> ResponseReturnValue:
    one = appointments.one(me(), appointment_id)
    stands = {"day": one.starts_at.date(), "at": f"{one.starts_at:%H:%M}", "minutes": one.minutes, "kind": one.kind}
    return _page_of(one, MoveForm(formdata=None, data={"which": "one", **stands}))


@bp.post("/<uuid:appointment_id>/move")
def move(appointment_id: UUID) -> ResponseReturnValue:
    form = MoveForm()
    try:
        if form.validate_on_submit():
            with problems_in(form):
                slot, act_id = _slot(form), form["act_id"].data
                how = {"later": form["which"].data == "later", "beside": form["beside"].data}
                appointments.move(me(), appointment_id, slot, act_id, **how)
                return _to_the_week(slot.day, "moved", act_id)
    except Conflict as problem:
        return _told(problem)
    return _page_of(appointments.one(me(), appointment_id), form)


@bp.post("/<uuid:appointment_id>/cancel")
def cancel(appointment_id: UUID) -> ResponseReturnValue:
    form = CancelForm()
    act_id: UUID = form["act_id"].data
    try:
        with whole():
            was = appointments.cancel(me(), appointment_id, act_id, later=form["which"].data == "later")
    except Conflict as problem:
        return _told(problem)
    return _to_the_week(was, "cancelled", act_id)


# ------------------------------------------------------------------ one's own calendar


@bp.get("/calendar")
def calendar() -> ResponseReturnValue:
    return render_template("therapist/appointments/calendar.html", since=feed.since(me()), address=None)


@bp.post("/calendar")
def make_address() -> ResponseReturnValue:
    """The address is in the answer and nowhere else; asked for twice, the second one counts."""
    token = feed.make(me())
    address = public_link("appointments.show", token=token)
    return render_template("therapist/appointments/calendar.html", since=feed.since(me()), address=address)


@bp.post("/calendar/off")
def turn_off() -> ResponseReturnValue:
    feed.turn_off(me())
    flash(_("Turned off. The address leads nowhere now."))
    return redirect(url_for("therapist.appointments.calendar"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ what the views have in common


def _slot(form: SlotForm) -> Slot:
    at = None
    with suppress(ValueError):
        at = time.fromisoformat(form["at"].data)
    return appointments.slot(me(), form["day"].data, at, form["minutes"].data, form["kind"].data)


def _repeat(form: AddForm) -> Repeat | None:
    rhythm, until = form["rhythm"].data, form["until"].data
    if rhythm == "until":
        if until is None:
            raise Invalid("until", _("Choose the last day."))
        return Repeat(until=until)
    return Repeat(times=form["times"].data) if rhythm == "times" else None


def _new_page(form: AddForm) -> str:
    form["client"].choices = [("", _("Choose a client")), *((one.id, one.name) for one in caseload.my_clients(me()))]
    return render_template("therapist/appointments/new.html", form=form)


def _page_of(one: Appointment, form: MoveForm) -> str:
    more: dict[str, Any] = {"goes_on": appointments.goes_on(me(), one), "act_id": uuid4()}
    return render_template("therapist/appointments/show.html", one=one, form=form, **more)


def _to_the_week(day: date, done: str, act_id: UUID) -> ResponseReturnValue:
    week = _monday(day, day)
    return redirect(url_for("therapist.appointments.index", week=week, done=done, act=act_id), HTTPStatus.SEE_OTHER)


def _told(problem: Conflict) -> ResponseReturnValue:
    flash(str(problem), "please-know")
    return redirect(url_for("therapist.appointments.index"), HTTPStatus.SEE_OTHER)


def _monday(day: date, today: date) -> date:
    """Of the week of this day; of this week when the day lies where no calendar goes."""
    near = day if abs(day.year - today.year) <= 3 else today  # noqa: PLR2004 - years: nothing is arranged beyond
    return near - timedelta(days=near.weekday())
