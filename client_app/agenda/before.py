"""The open agenda: one form for its words and its pins, so that no button of it loses what is typed."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.agenda.forms import AgendaForm, PinForm, RewordForm, bp
from client_app.sharing import sharing_of
from portal.core.errors import NotFound
from portal.core.language import _
from portal.core.whole import whole
from portal.domain import agenda, appointments, drafts, goals, journal, mood
from portal.domain.agenda import Agenda, BothChanged, PinKind, Words
from portal.domain.drafts import Draft
from portal.web.drafting import resumed
from portal.web.forms import an_id, problems_in
from portal.web.session import me
from portal.web.templating import day

KIND = "agenda"  # of the drafts written here
WRITE = "client.agenda.write"
NO_FORMS: Mapping[UUID, RewordForm] = {}
LAST = 5  # notes and check-ins that can be pinned from here


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(None, None)


@bp.post("")
def write() -> ResponseReturnValue:
    return _kept(said=_("Your agenda is kept. What you changed is only for you until you share it."))


def _kept(then: Callable[[], None] | None = None, said: str = "") -> ResponseReturnValue:
    """Whichever button was pressed: keep all that is typed on the page, for it is one form; then do what was asked."""
    form, pin_form, both = AgendaForm(), PinForm(), None
    if "body" in request.form and form.validate():
        with problems_in(form):
            both = _words_kept(form)
            if not both:
                drafts.kept(me(), form.agenda_id.data, {"body": form.body.data, "wish": form.wish.data}, form.seen)
    rewords = _reworded(form.base_version.data or 0)
    with problems_in(pin_form):
        if pin_form.validate() and pin_form.pin.data:
            agenda.pin(me(), PinKind.WORDS, None, pin_form.pin.data, pin_form.pin_id.data)
            pin_form = PinForm(formdata=None)
        if then:
            then()
    if both:
        return _both(both, form)
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
        with whole():
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


def _draft(stands: Agenda | None) -> Draft | None:
    """What was being typed about the open agenda; else what was typed last, before there was one, and kept nowhere."""
    begun = [draft for draft in drafts.index(me(), KIND) if any(draft.words[name] for name in ("body", "wish", "pin"))]
    of_it = (draft for draft in begun if stands is not None and draft.about_id == stands.id)
    return next(of_it, None) or next((draft for draft in begun if stands is None or draft.is_new), None)


def _form(stands: Agenda | None, draft: Draft | None) -> AgendaForm:
    if draft:
        return AgendaForm(formdata=None, data=resumed(draft) | {"agenda_id": draft.about_id})
    if stands is None:
        return AgendaForm(formdata=None)
    words = stands.text.words
    typed = {"body": words.body, "wish": words.wish, "agenda_id": stands.id, "base_version": stands.version}
    return AgendaForm(formdata=None, data=typed)


def _page(form: AgendaForm | None, pin_form: PinForm | None, refused: Mapping[UUID, RewordForm] = NO_FORMS) -> str:
    stands = agenda.current(me())
    draft = _draft(stands)
    pins = stands.text.pins if stands else ()
    kept = {pin.id: _reword(pin.id, formdata=None, data={"pin": pin.words}) for pin in pins}
    return render_template(
        "client/agenda/index.html",
        agenda=stands,
        draft=draft,
        form=form or _form(stands, draft),
        pin_form=pin_form or PinForm(formdata=None, data={"pin": draft.words["pin"]} if draft else {}),
        leads=_leads(stands) if stands else {},
        pin_forms=kept | {pin_id: one for pin_id, one in refused.items() if one.errors},
        most=agenda.MOST_PINS,
        session=appointments.next_for_me(me()),
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
    checkins = [(PinKind.CHECKIN, said.id, f"{day(said.on_day)}: {mood.INSIDE[said.level]}") for said in lines]
    return notes + under_way + checkins


def _reword(pin_id: UUID, **about: Any) -> RewordForm:
    return RewordForm(prefix=f"{pin_id}-", **about)


def _both(both: BothChanged, seen: AgendaForm) -> ResponseReturnValue:
    """Two windows: both texts on one page, and neither is lost unless that is the choice."""
    typed = {"body": both.typed.body, "wish": both.typed.wish, **seen.carried}
    form = AgendaForm(formdata=None, data=typed | {"agenda_id": both.agenda_id, "base_version": both.version})
    return render_template("client/agenda/both.html", form=form, kept=both.kept), HTTPStatus.CONFLICT


def _to_open() -> ResponseReturnValue:
    return redirect(url_for("client.agenda.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ pins


@bp.post("/pins")
def pin() -> ResponseReturnValue:
    """From this page, or by the button "Add to agenda" of a note, a goal or a check-in."""
    kind, about_id = request.values.get("kind", PinKind.WORDS), an_id(request.form.get("about"))
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
