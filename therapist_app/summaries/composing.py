"""Composing a summary: whom it is about, which days, for whom, which sections; seen before it is asked for."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectChoice, SelectMultipleField

from portal.core import dates
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import appointments, caseload, drafts, summaries
from portal.domain.drafts import Draft
from portal.domain.summaries import Choices, SummaryDraft, Wishes
from portal.web.drafting import Drafted
from portal.web.forms import Day, OnceId, Text, problems_in
from portal.web.session import me
from portal.web.templating import first_name
from therapist_app.summaries.titles import bp

KIND = "summary"  # of the drafts written here
WORDS = ("note", "plan", "hidden")  # kept in them
UP, DOWN = "up:", "down:"
SPANS = {"since": "", "weeks": lazy("4 weeks"), "dates": lazy("Dates")}  # the first is named by its day
AUDIENCES = {"preparation": lazy("My preparation"), "client": "", "supervision": lazy("Supervision")}


def _an_id(chosen: object) -> UUID:
    """An id; what is none is nobody's."""
    try:
        return UUID(str(chosen))
    except ValueError:
        return UUID(int=0)


class ComposeForm(Drafted):
    """What stands in the form goes back into it whatever happens: nothing is chosen or typed twice."""

    summary_id = OnceId()
    span = RadioField(lazy("Period"), choices=(), default="weeks", validate_choice=False)
    first = Day(lazy("From"))
    last = Day(lazy("To"))
    audience = RadioField(lazy("Who is it for?"), choices=(), default="preparation", validate_choice=False)
    sections = SelectMultipleField(lazy("Sections"), validate_choice=False, choices=())
    order = SelectMultipleField(lazy("Order"), validate_choice=False, choices=())
    items = SelectMultipleField(lazy("Notes"), coerce=_an_id, validate_choice=False, choices=())
    marks = SelectMultipleField(lazy("Parts"), coerce=_an_id, validate_choice=False, choices=())
    known = SelectMultipleField(lazy("Listed before"), coerce=_an_id, validate_choice=False, choices=())
    note = Text(lazy("My note"))
    plan = Text(lazy("For next time"))
    hidden = Text(lazy("Words to hide"))


@dataclass
class Composer:
    """One page of it: the form, what there is for its days, and the preview where one was asked for."""

    client: caseload.Known
    form: ComposeForm
    since: Any  # the last session, if there was one
    draft: Draft | None
    offered: Choices | None = None
    days: summaries.Period | None = None
    preview: SummaryDraft | None = None

    def look(self) -> None:
        """Find out what there is for these days; a period that is none becomes a problem at its field."""
        today = summaries.last_four_weeks(me())[1]
        first, last = self.form["first"].data, self.form["last"].data
        if self.form["span"].data == "since" and self.since:
            first, last = min(self.since.starts_at.date(), today), today
        elif self.form["span"].data != "dates":
            first, last = summaries.last_four_weeks(me())
        with problems_in(self.form):
            for name, day in (("first", first), ("last", last)):
                if day is None:
                    raise Invalid(name, _("Choose a first day.") if name == "first" else _("Choose a last day."))
            self.offered = summaries.choices(me(), self.client.id, (first, last))
            self.days = (first, last)
            self.form["first"].data, self.form["last"].data = first, last

    def begin(self) -> None:
        """As a new form stands: what there is, is ticked; of a note with marked words only those."""
        if self.offered is None:
            return
        marked = {mark.item_id for mark in self.offered.marks}
        self.form["items"].data = [note.item_id for note in self.offered.notes if note.item_id not in marked]
        self.form["marks"].data = [mark.id for mark in self.offered.marks]
        of_section = self.of_section
        self.form["sections"].data = [
            one for one in summaries.SECTIONS if one in summaries.OWN or one == "words" or of_section[one]
        ]
        self.form["order"].data = list(summaries.SECTIONS)

    def tick_what_is_new(self) -> None:
        """Other days list other notes: those that were not listed before are ticked, the rest stays as it was."""
        if self.offered is None:
            return
        known = set(self.form["known"].data or ())
        for name, there in (("items", [note.item_id for note in self.offered.notes]),
                            ("marks", [mark.id for mark in self.offered.marks])):  # fmt: skip
            ticked = set(self.form[name].data or ())
            self.form[name].data = [one for one in there if one in ticked or one not in known]

    @property
    def of_section(self) -> dict[str, int]:
        """How much is shared for each section."""
        offered = self.offered
        if offered is None:
            return {}
        words = len(offered.notes) - len(offered.answers) + len(offered.marks)
        return offered.counted.of_section | {"words": words, "answers": len(offered.answers)}

    def wishes(self) -> Wishes:
        """What the form asks; raises Invalid."""
        form = self.form
        chosen = (form["audience"].data, form["sections"].data or (), form["order"].data or ())
        return Wishes.checked(*chosen, *(form[name].data for name in WORDS))

    def ticked(self, name: str) -> list[UUID]:
        """Ids among the notes, or the marked parts."""
        return list(self.form[name].data or ())

    def show(self) -> None:
        """Make the preview; raises Invalid."""
        if self.days:
            of = (self.client.id, self.days, self.ticked("items"), self.wishes(), self.ticked("marks"))
            self.preview = summaries.preview(me(), *of)

    def ask(self) -> UUID:
        """Have the file made; raises Invalid."""
        days, wishes = self.days or summaries.last_four_weeks(me()), self.wishes()
        of = (self.client.id, days, self.ticked("items"), wishes, self.form["summary_id"].data, self.ticked("marks"))
        return summaries.ask(me(), *of)

    def page(self) -> str:
        """The whole page."""
        order = summaries.in_order(self.form["order"].data or ())
        return render_template("therapist/summaries/new.html", composer=self, form=self.form, order=order)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """What was being written about this client before goes on where it was; without a client, one is chosen."""
    clients = caseload.my_clients(me())
    client_id = request.args.get("client", type=_an_id) if "client" in request.args else None
    if "client" not in request.args and len(clients) != 1:
        return render_template("therapist/summaries/choose.html", clients=clients)
    client_id = client_id or (clients[0].id if "client" not in request.args else None)
    composer = _composer(client_id, None)
    composer.look()
    composer.begin()
    return composer.page()


@bp.post("/new")
def ask() -> ResponseReturnValue:
    """The client stands in the address. Every button of the form comes here: to look, to move, to make the file."""
    composer = _composer(request.args.get("client", type=_an_id), ComposeForm())
    act = request.form.get("do", "make")
    is_fine = composer.form.validate_on_submit()
    composer.look()
    if act != "make":
        composer.tick_what_is_new()
    if is_fine and composer.offered:
        with problems_in(composer.form):
            if act == "make":
                return _made(composer)
            _do(composer, act)
    return composer.page()


@bp.post("/preview")
def preview() -> ResponseReturnValue:
    """The preview alone, for the page's script: the very same form, and a problem as a sentence."""
    composer = _composer(request.args.get("client", type=_an_id), ComposeForm())
    if composer.form.validate_on_submit():
        composer.look()
        with problems_in(composer.form):
            if composer.offered:
                composer.show()
    page = render_template("therapist/summaries/_preview.html", composer=composer, form=composer.form)
    return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY if composer.form.errors else HTTPStatus.OK)


def _do(composer: Composer, act: str) -> None:
    """Move a section, or show what the file would be; what was shown stays in sight."""
    order = composer.form["order"].data or ()
    for word, step in ((UP, -1), (DOWN, 1)):
        if act.startswith(word):
            composer.form["order"].data = summaries.moved(order, act.removeprefix(word), step)
    if act == "show" or request.form.get("shown"):
        composer.show()


def _made(composer: Composer) -> ResponseReturnValue:
    form = composer.form
    made, of_form = composer.ask(), form["summary_id"].data
    if made != of_form:
        flash(_("You had asked for another one here, which stays as it is. This one is what you asked for now."))
    drafts.kept(me(), of_form, {name: form[name].data for name in WORDS}, form.seen)
    return redirect(url_for("therapist.summaries.show", summary_id=made), HTTPStatus.SEE_OTHER)


def _composer(client_id: UUID | None, form: ComposeForm | None) -> Composer:
    """The page about this client; one who is not on the caseload, or no more, is not found."""
    client = next((one for one in caseload.my_clients(me()) if one.id == client_id), None)
    if client is None:
        raise NotFound(client_id)
    draft, since = _draft(client.id), appointments.last_of(me()).get(client.id)
    if form is None:
        asked = {name: request.args.get(name, "") for name in ("first", "last")}
        said = {"span": "dates" if all(asked.values()) else "since" if since else "weeks", **asked}
        words = {name: draft.words.get(name, "") for name in WORDS} if draft else {}
        kept = {"summary_id": draft.about_id, "number": draft.number} if draft else {}
        form = ComposeForm(formdata=None, data={**said, **words, **kept})
    last = _("Since %(day)s", day=dates.said(since.starts_at, "day")) if since else ""
    form["span"].choices = [SelectChoice(name, words or last) for name, words in SPANS.items() if words or last]
    to_client = _("To give to %(name)s", name=first_name(client.name))
    form["audience"].choices = [SelectChoice(name, words or to_client) for name, words in AUDIENCES.items()]
    return Composer(client, form, since, draft)


def _draft(client_id: UUID) -> Draft | None:
    """The words that were being written about this client and were not kept yet; another client's stay as they are."""
    found = (draft for draft in drafts.index(me(), KIND) if draft.is_new)
    return next((draft for draft in found if draft.words["client"] == str(client_id)), None)
