"""Giving: choosing what and to whom, wording it for each, sending it. All of it stays in the form meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import caseload, programmes
from portal.domain.programmes import MOST_STEPS, BadStep, Task, When
from portal.domain.prompts import Opening
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, an_id, problems_in
from portal.web.session import me
from therapist_app.prompts.choices import Shelf, StepForm, WhenForm, WhomForm, bp

LOOKS_AGAIN = {"more": 1, "fewer": -1, "fill": 0, "back": 0}  # buttons that send nothing: how many steps they add
DONE = lazy("Given. Only the two of you can read it, and nobody has to answer.")
_WORDED = re.compile(r"w-([0-9a-f]{32})-([0-9]{1,2})-text")


class AskForm(WhomForm, WhenForm):
    asked_id = OnceId()
    count = HiddenNumber()  # of steps
    name = Line(lazy("What the programme is called"), [Optional()])


class WordingForm(Form):
    """The words of one step for one client."""

    class Meta:
        """Part of a form that has a token."""

        csrf = False

    text = Text(lazy("Wording"), [Optional()])


@bp.get("/assign")
def new() -> ResponseReturnValue:
    """What is given may be named already, and for whom: one comes from the library, or from a client's page."""
    client_id, picked = an_id(request.args.get("client")), an_id(request.args.get("prompt"))
    form = AskForm(formdata=None, data={"client": [client_id] if client_id else [], "count": 1})
    step = StepForm(formdata=None, prefix="s1-", data={"what": str(picked) if picked else ""})
    return Sheet(form, [step]).choosing(fill=True)


@bp.post("/assign")
def ask() -> ResponseReturnValue:
    """Send it, or look at the same form again: a button says which."""
    sheet, go = sent(), request.form.get("go", "")
    if go in LOOKS_AGAIN:
        return sheet.choosing(fill=True)
    if sheet.form.validate_on_submit():
        with sheet.problems():
            if go == "word":
                programmes.check(me(), *sheet.order())
                return sheet.wording()
            many = sheet.give(is_worded=go == "send")
            to_many = _("Given to %(many)s clients. Each reads only their own, and nobody has to answer.", many=many)
            flash(str(DONE) if many == 1 else to_many)
            return redirect(url_for("therapist.prompts.given"), HTTPStatus.SEE_OTHER)
    return sheet.wording() if any(each.errors for each in sheet.worded.values()) else sheet.choosing()


def sent() -> "Sheet":
    """The form as it came."""
    form = AskForm()
    count = (form["count"].data or 1) + LOOKS_AGAIN.get(request.form.get("go", ""), 0)
    form["count"].data = count = min(max(count, 1), MOST_STEPS)
    return Sheet(form, [StepForm(prefix=f"s{place}-") for place in range(1, count + 1)])


class Sheet:
    """All that was chosen and typed on the way to giving something. `worded`: by client and place of the step."""

    def __init__(self, form: AskForm, steps: list[StepForm]) -> None:
        self.form, self.steps, self.shelf = form, steps, Shelf()
        self.worded = {
            (UUID(match[1]), int(match[2])): WordingForm(prefix=name.removesuffix("text"))
            for name in request.form
            if (match := _WORDED.fullmatch(name))
        }

    # -------------------------------------------------------------- what it says

    def order(self) -> tuple[list[UUID], list[Task], When]:
        """To whom, what, when; raises Invalid."""
        tasks = [self._task(step, place) for place, step in enumerate(self.steps)]
        day = self.form["due_on"].data
        if len(tasks) > 1:
            return self.form.clients, tasks, When(day=day, name=self.form["name"].data or "")
        return self.form.clients, tasks, When(self.form.chosen(), day)

    def give(self, *, is_worded: bool) -> int:
        """Send it; raises Invalid."""
        said = {key: each["text"].data for key, each in self.worded.items()} if is_worded else {}
        return programmes.give(me(), *self.order(), once_id=self.form["asked_id"].data, worded_for=said)

    @contextmanager
    def problems(self) -> Iterator[None]:
        """What cannot be given becomes a problem beside its field, wherever that is."""
        with problems_in(self.form):
            try:
                with whole():
                    yield
            except BadStep as problem:
                of_client = self.worded.get((problem.client_id, problem.step)) if problem.client_id else None
                with problems_in(of_client or self.steps[problem.step]):
                    raise Invalid(problem.field, str(problem)) from None

    def _task(self, step: StepForm, place: int) -> Task:
        try:
            said = [step[name].data for name in ("mode", "weekday", "days")]
            opening = Opening.checked(*said) if place else Opening()
        except Invalid as problem:
            raise BadStep(problem.field, str(problem), place) from None
        if pack := self.shelf.packs.get(step["what"].data or ""):
            return Task(pack=pack, opening=opening)
        chosen = self.shelf.chosen(step)
        if step["what"].data and not chosen:
            raise BadStep("what", _("Choose one of the list, or your own words."), place)
        return Task(
            self.shelf.words(step),
            made_from=chosen.made_from if chosen else None,
            minutes=step["minutes"].data or 0,
            beside=step["beside"].data or "",
            is_risky=bool(chosen and chosen.is_risky and not chosen.made_from),
            opening=opening,
        )

    # -------------------------------------------------------------- its pages

    def choosing(self, *, fill: bool = False) -> str:
        """What and whom. Words typed for one client travel along unseen; those for somebody who has left are shown."""
        self.form.offer_clients()
        self.form.offer_days()
        for step in self.steps:
            if fill:
                self.shelf.fill(step)
            self.shelf.offer(step)
        here = {client_id for client_id, _name in self.form["client"].choices}
        words = {each["text"].name: each["text"].data for key, each in self.worded.items() if key[0] in here}
        left = [each["text"].data for key, each in self.worded.items() if key[0] not in here]
        chosen = [self.shelf.chosen(step) for step in self.steps]
        page = {"form": self.form, "steps": self.steps, "chosen": chosen, "carried": words, "left": left}
        return render_template("therapist/prompts/assign.html", **page)

    def wording(self) -> str:
        """Each question as each client will read it."""
        names = {one.id: one.name for one in caseload.my_clients(me())}
        cards = [(names[client_id], self._for_one(client_id)) for client_id in self.form.clients if client_id in names]
        carried = [
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("csrf_token", "go") and not _WORDED.fullmatch(name)
        ]
        more = list(self.worded.values())
        return render_template("therapist/prompts/wording.html", cards=cards, carried=carried, more=more)

    def _for_one(self, client_id: UUID) -> list[tuple[WordingForm | None, str]]:
        """Of each step the form with its words, or the name of the questionnaire, which nobody words."""
        found: list[tuple[WordingForm | None, str]] = []
        for place, step in enumerate(self.steps):
            if pack := self.shelf.packs.get(step["what"].data or ""):
                found.append((None, pack.short))
                continue
            form = self.worded.get((client_id, place))
            prefix, data = f"w-{client_id.hex}-{place}-", {"text": self.shelf.words(step)}
            found.append((form or WordingForm(formdata=None, prefix=prefix, data=data), ""))
        return found
