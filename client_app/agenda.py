"""The agenda for the next session, the pins on it, and what one takes away afterwards. Only for the client."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from client_app.sharing import sharing_of
from portal.domain import agenda, goals, journal, mood
from portal.domain.agenda import After, AfterChanged, Agenda, BothChanged, PinKind, Words
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, problems_in
from portal.web.session import me
from portal.web.templating import day

bp = Blueprint("agenda", __name__, url_prefix="/agenda")

LAST = 5  # notes and check-ins that can be pinned from here
SCORES = [SelectChoice(str(number), str(number)) for number in range(11)]


def _number(said: object) -> int | None:
    """A number of a radio button; None, which is no choice, of anything else."""
    try:
        return int(str(said))
    except ValueError:
        return None


def _an_id(said: object) -> UUID | None:
    try:
        return UUID(str(said))
    except ValueError:
        return None


class AgendaForm(Form):
    agenda_id = OnceId()
    base_version = HiddenNumber(default=0)
    body = Text("What do you want to talk about?")
    wish = Line("What do you want from it?")


class PinForm(Form):
    pin_id = OnceId()
    pin = Line("Something else, in a few words")


class RewordForm(Form):
    """Several of these stand on one page, each with the pin's id in the names of its fields."""

    pin = Line("In other words")


class AfterForm(Form):
    base_version = HiddenNumber(default=0)
    takeaways = Text("What do you take away?")
    next_step = Line("A next step")
    heard, matters, way, overall = (
        RadioField(scale.question, coerce=_number, choices=SCORES, validate_choice=False)
        for scale in agenda.PULSE.values()
    )
    lines = BooleanField("The lines, as they stand")
    pins = SelectMultipleField("Pins", coerce=_an_id, validate_choice=False, choices=())

    def said(self) -> After:
        """What was typed and chosen; raises Invalid."""
        pulse = [self[name].data for name in agenda.PULSE]
        return After.checked(self["takeaways"].data or "", self["next_step"].data or "", pulse)


# ------------------------------------------------------------------ the open agenda


@bp.get("")
def index() -> ResponseReturnValue:
    stands = agenda.current(me())
    return _page(stands, _form(stands), PinForm(formdata=None))


@bp.post("")
def write() -> ResponseReturnValue:
    form = AgendaForm()
    if form.validate_on_submit():
        with problems_in(form):
            words = Words.checked(form.body.data, form.wish.data)
            try:
                agenda.write(me(), words, form.agenda_id.data, form.base_version.data)
            except BothChanged as both:
                return _both(both)
            flash("Your agenda is kept. What you changed is only for you until you share it.")
            return _to_open()
    return _page(agenda.current(me()), form, PinForm(formdata=None))


def _form(stands: Agenda | None) -> AgendaForm:
    if stands is None:
        return AgendaForm(formdata=None)
    words = stands.text.words
    typed = {"body": words.body, "wish": words.wish, "agenda_id": stands.id, "base_version": stands.version}
    return AgendaForm(formdata=None, data=typed)


def _page(
    stands: Agenda | None, form: AgendaForm, pin_form: PinForm, refused: tuple[UUID, RewordForm] | None = None
) -> str:
    pins = stands.text.pins if stands else ()
    forms = {pin.id: _reworded(pin.id, formdata=None, data={"pin": pin.words}) for pin in pins}
    return render_template(
        "client/agenda/index.html",
        agenda=stands,
        form=form,
        pin_form=pin_form,
        leads=agenda.leads(me(), stands.id) if stands else {},
        pin_forms=forms | dict([refused] if refused else []),
        most=agenda.MOST_PINS,
        shelf=agenda.shelf(me(), request.args.get("before", type=UUID)),
        sharing=sharing_of(stands.id, agenda.KIND) if stands else None,
        choices=_choices() if len(pins) < agenda.MOST_PINS else [],
    )


def _choices() -> list[tuple[PinKind, UUID, str]]:
    """What can be pinned from here: the last notes, the goals under way, the last check-ins."""
    notes = [(PinKind.NOTE, note.id, note.title or note.first_line) for note in journal.shelf(me(), most=LAST).headers]
    under_way = [(PinKind.GOAL, goal.id, goal.headline) for goal in goals.mine(me()) if goal.is_open]
    lines = [line.reading for line in mood.shelf(me(), most=LAST).lines]
    checkins = [(PinKind.CHECKIN, said.id, f"{day(said.on_day)}: {mood.LEVELS[said.level].lower()}") for said in lines]
    return notes + under_way + checkins


def _reworded(pin_id: UUID, **about: Any) -> RewordForm:
    return RewordForm(prefix=f"{pin_id}-", **about)


def _both(both: BothChanged) -> ResponseReturnValue:
    """Two windows: both texts on one page, and neither is lost unless that is the choice."""
    typed = {"body": both.typed.body, "wish": both.typed.wish}
    form = AgendaForm(formdata=None, data=typed | {"agenda_id": both.agenda_id, "base_version": both.version})
    return render_template("client/agenda/both.html", form=form, kept=both.kept), HTTPStatus.CONFLICT


def _to_open() -> ResponseReturnValue:
    return redirect(url_for("client.agenda.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ pins


@bp.post("/pins")
def pin() -> ResponseReturnValue:
    """From this page, or by the button "Add to agenda" of a note, a goal or a check-in."""
    form = PinForm()
    if form.validate_on_submit():
        with problems_in(form):
            kind, about_id = request.form.get("kind", PinKind.WORDS), _an_id(request.form.get("about"))
            agenda.pin(me(), kind, about_id, form.pin.data or "", form.pin_id.data)
            return _to_open()
    stands = agenda.current(me())
    return _page(stands, _form(stands), form)


@bp.post("/pins/<uuid:pin_id>")
def change_pin(pin_id: UUID) -> ResponseReturnValue:
    """One place up or down, off the agenda, or in other words."""
    form, where = _reworded(pin_id), request.form.get("to")
    with problems_in(form):
        if where == "off":
            agenda.unpin(me(), pin_id)
        elif where in ("up", "down"):
            agenda.move_pin(me(), pin_id, earlier=where == "up")
        elif form.validate():
            agenda.reword(me(), pin_id, form.pin.data)
        if not form.errors:
            return _to_open()
    stands = agenda.current(me())
    return _page(stands, _form(stands), PinForm(formdata=None), (pin_id, form))


# ------------------------------------------------------------------ one agenda, and afterwards


@bp.get("/<uuid:agenda_id>")
def show(agenda_id: UUID) -> ResponseReturnValue:
    found = agenda.read(me(), agenda_id)
    if found.closed_at is None:
        news: dict[str, Any] = {name: request.args[name] for name in ("shared", "stopped") if name in request.args}
        return redirect(url_for("client.agenda.index", **news), HTTPStatus.SEE_OTHER)
    said, _ = agenda.after(me(), agenda_id)
    sharing = sharing_of(agenda_id, agenda.KIND)
    return render_template("client/agenda/show.html", agenda=found, said=said, pulse=agenda.PULSE, sharing=sharing)


@bp.get("/<uuid:agenda_id>/after")
def after(agenda_id: UUID) -> ResponseReturnValue:
    said, version = agenda.after(me(), agenda_id)
    return _afterwards(agenda_id, AfterForm(formdata=None, data=_typed(said, version)))


@bp.post("/<uuid:agenda_id>/after")
def close(agenda_id: UUID) -> ResponseReturnValue:
    form = AfterForm()
    if form.validate_on_submit():
        along = (form.lines.data, form.pins.data)
        with problems_in(form):
            try:
                agenda.close(me(), agenda_id, form.said(), form.base_version.data, along)
            except AfterChanged as both:
                return _after_both(agenda_id, both)
            flash("What you noted is here, only for you.")
            return redirect(url_for("client.agenda.show", agenda_id=agenda_id), HTTPStatus.SEE_OTHER)
    return _afterwards(agenda_id, form)


def _afterwards(agenda_id: UUID, form: AfterForm) -> str:
    found = agenda.read(me(), agenda_id)
    return render_template("client/agenda/after.html", agenda=found, form=form, pulse=agenda.PULSE)


def _after_both(agenda_id: UUID, both: AfterChanged) -> ResponseReturnValue:
    form = AfterForm(formdata=None, data=_typed(both.typed, both.version))
    page = {"agenda": agenda.read(me(), agenda_id), "form": form, "pulse": agenda.PULSE, "kept": both.kept}
    return render_template("client/agenda/after.html", **page), HTTPStatus.CONFLICT


def _typed(said: After, version: int) -> dict[str, Any]:
    pulse = dict(zip(agenda.PULSE, said.pulse, strict=True))
    return pulse | {"takeaways": said.takeaways, "next_step": said.next_step, "base_version": version}
