"""The agenda for the next session, the pins on it, and what one takes away afterwards. Only for the client."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from client_app.sharing import sharing_of
from portal.core.errors import NotFound
from portal.domain import agenda, goals, journal, mood
from portal.domain.agenda import After, AfterChanged, Agenda, BothChanged, PinKind, Words
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, problems_in
from portal.web.session import me
from portal.web.templating import day

bp = Blueprint("agenda", __name__, url_prefix="/agenda")

WRITE = "client.agenda.write"
NO_FORMS: Mapping[UUID, "RewordForm"] = {}
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
    """How one pin reads. Several of these stand on the page, each with the pin's id in the names of its fields."""

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
    return _page(None, PinForm(formdata=None))


@bp.post("")
def write() -> ResponseReturnValue:
    return _kept(said="Your agenda is kept. What you changed is only for you until you share it.")


def _kept(then: Callable[[], None] | None = None, said: str = "") -> ResponseReturnValue:
    """Whichever button was pressed: keep all that is typed on the page, for it is one form; then do what was asked."""
    form, pin_form, both = AgendaForm(), PinForm(), None
    if "body" in request.form and form.validate():
        with problems_in(form):
            both = _words_kept(form)
    rewords = _reworded(form.base_version.data or 0)
    with problems_in(pin_form):
        if pin_form.validate() and pin_form.pin.data:
            agenda.pin(me(), PinKind.WORDS, None, pin_form.pin.data, pin_form.pin_id.data)
            pin_form = PinForm(formdata=None)
        if then:
            then()
    if both:
        return _both(both)
    if form.errors or pin_form.errors or any(one.errors for one in rewords.values()):
        return _page(form if form.errors else None, pin_form, rewords)
    if said:
        flash(said)
    return _to_open()


def _words_kept(form: AgendaForm) -> BothChanged | None:
    """Keep the words of the big box. Raises Invalid; not for empty ones, when something else is kept besides."""
    words, stands = Words.checked(form.body.data, form.wish.data), agenda.current(me())
    is_other = stands is None or stands.id != form.agenda_id.data
    if words == Words("") and is_other and (request.form.get("pin") or request.endpoint != WRITE):
        return None
    try:
        agenda.write(me(), words, form.agenda_id.data, form.base_version.data)
    except BothChanged as both:
        return both
    return None


def _reworded(base_version: int) -> dict[UUID, RewordForm]:
    """Keep every pin that was said in other words on this page; the forms of all that stood on it."""
    stands = agenda.current(me())
    forms = {pin.id: _reword(pin.id) for pin in (stands.text.pins if stands else ()) if f"{pin.id}-pin" in request.form}
    for pin_id, form in forms.items():
        with problems_in(form):
            agenda.reword(me(), pin_id, form.pin.data, base_version)
    return forms


def _form(stands: Agenda | None) -> AgendaForm:
    if stands is None:
        return AgendaForm(formdata=None)
    words = stands.text.words
    typed = {"body": words.body, "wish": words.wish, "agenda_id": stands.id, "base_version": stands.version}
    return AgendaForm(formdata=None, data=typed)


def _page(form: AgendaForm | None, pin_form: PinForm, refused: Mapping[UUID, RewordForm] = NO_FORMS) -> str:
    stands = agenda.current(me())
    pins = stands.text.pins if stands else ()
    kept = {pin.id: _reword(pin.id, formdata=None, data={"pin": pin.words}) for pin in pins}
    return render_template(
        "client/agenda/index.html",
        agenda=stands,
        form=form or _form(stands),
        pin_form=pin_form,
        leads=_leads(stands) if stands else {},
        pin_forms=kept | {pin_id: one for pin_id, one in refused.items() if one.errors},
        most=agenda.MOST_PINS,
        shelf=agenda.shelf(me(), request.args.get("before", type=UUID)),
        sharing=sharing_of(stands.id, agenda.KIND) if stands else None,
        choices=_choices() if len(pins) < agenda.MOST_PINS else [],
    )


def _leads(stands: Agenda) -> dict[UUID, UUID]:
    """What each pin leads to, without goals that are deleted by now."""
    leads = agenda.leads(me(), stands.id)
    to_goals = {leads[pin.id] for pin in stands.text.pins if pin.kind is PinKind.GOAL and pin.id in leads}
    gone = to_goals - goals.still_there(me(), to_goals) if to_goals else set()
    return {pin_id: about_id for pin_id, about_id in leads.items() if about_id not in gone}


def _choices() -> list[tuple[PinKind, UUID, str]]:
    """What can be pinned from here: the last notes, the goals under way, the last check-ins."""
    notes = [(PinKind.NOTE, note.id, note.title or note.first_line) for note in journal.shelf(me(), most=LAST).headers]
    under_way = [(PinKind.GOAL, goal.id, goal.headline) for goal in goals.mine(me(), goals.NEAR) if goal.is_open]
    lines = [line.reading for line in mood.shelf(me(), most=LAST).lines]
    checkins = [(PinKind.CHECKIN, said.id, f"{day(said.on_day)}: {mood.LEVELS[said.level].lower()}") for said in lines]
    return notes + under_way + checkins


def _reword(pin_id: UUID, **about: Any) -> RewordForm:
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
    kind, about_id = request.values.get("kind", PinKind.WORDS), _an_id(request.form.get("about"))
    if about_id is None and request.form.get("pin"):
        return _kept()  # they are kept anyway
    return _kept(lambda: agenda.pin(me(), kind, about_id))


@bp.post("/pins/<uuid:pin_id>")
def change_pin(pin_id: UUID) -> ResponseReturnValue:
    """One place up or down, or off the agenda; one that another window took off meanwhile stays off."""

    def changed() -> None:
        where, was_here = request.form.get("to"), f"{pin_id}-pin" in request.form
        with suppress(NotFound) if was_here else nullcontext():
            if where == "off":
                agenda.unpin(me(), pin_id)
            elif where in {"up", "down"}:
                agenda.move_pin(me(), pin_id, earlier=where == "up")
            else:
                agenda.there(me(), pin_id)

    return _kept(changed)


# ------------------------------------------------------------------ one agenda, and afterwards


@bp.get("/<uuid:agenda_id>")
def show(agenda_id: UUID) -> ResponseReturnValue:
    found = agenda.read(me(), agenda_id)
    if found.closed_at is None:
        news: dict[str, Any] = {name: request.args[name] for name in ("shared", "stopped") if name in request.args}
        return redirect(url_for("client.agenda.index", **news), HTTPStatus.SEE_OTHER)
    said, _ = agenda.after(me(), agenda_id)
    sharing = sharing_of(agenda_id, agenda.KIND)
    page = {"agenda": found, "said": said, "after_id": agenda.after_of(agenda_id)}
    return render_template("client/agenda/show.html", **page, sharing=sharing)


@bp.get("/after/<uuid:after_id>")
def noted(after_id: UUID) -> ResponseReturnValue:
    """What was noted after a session, by itself: a thing of its own to share."""
    said, agenda_id = agenda.noted(me(), after_id)
    sharing = sharing_of(after_id, agenda.AFTER_KIND)
    return render_template("client/agenda/noted.html", said=said, agenda_id=agenda_id, sharing=sharing)


@bp.post("/<uuid:agenda_id>/delete")
def delete(agenda_id: UUID) -> ResponseReturnValue:
    agenda.delete_one(me(), agenda_id)
    flash("The agenda is gone for good.")
    return _to_open()


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
            flash("What you noted is here. What you changed is only for you until you share it.")
            return redirect(url_for("client.agenda.show", agenda_id=agenda_id), HTTPStatus.SEE_OTHER)
    return _afterwards(agenda_id, form)


def _afterwards(agenda_id: UUID, form: AfterForm) -> str:
    found = agenda.read(me(), agenda_id)
    page = {"agenda": found, "form": form, "after_id": agenda.after_of(agenda_id)}
    return render_template("client/agenda/after.html", **page, pulse=agenda.PULSE)


def _after_both(agenda_id: UUID, both: AfterChanged) -> ResponseReturnValue:
    form = AfterForm(formdata=None, data=_typed(both.typed, both.version))
    page = {"agenda": agenda.read(me(), agenda_id), "form": form, "kept": both.kept}
    page["after_id"] = agenda.after_of(agenda_id)
    return render_template("client/agenda/after.html", **page, pulse=agenda.PULSE), HTTPStatus.CONFLICT


def _typed(said: After, version: int) -> dict[str, Any]:
    pulse = dict(zip(agenda.PULSE, said.pulse, strict=True))
    return pulse | {"takeaways": said.takeaways, "next_step": said.next_step, "base_version": version}
