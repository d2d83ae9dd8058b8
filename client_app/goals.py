"""Goals: one's own words, small steps, a look at how far it is, levels agreed beforehand. Only for the client."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from client_app.sharing import kept, sharing_of
from portal.core.language import _, lazy
from portal.domain import goals
from portal.domain.goals import BothChanged, Goal, Hands, State, Words
from portal.web.forms import Day, Form, HiddenNumber, Line, OnceId, Text, problems_in
from portal.web.session import me

bp = Blueprint("goals", __name__, url_prefix="/goals")

HANDS = [
    SelectChoice(Hands.YES.value, lazy("Yes")),
    SelectChoice(Hands.PARTLY.value, lazy("Partly")),
    SelectChoice(Hands.NO.value, lazy("Not really")),
]
RATINGS = [SelectChoice(str(number), str(number)) for number in goals.SCORES]
HOPED = {
    "2": lazy("Much more than you hoped for"),
    "1": lazy("A little more than you hoped for"),
    "0": lazy("What you hoped for"),
    "-1": lazy("A little less than you hoped for"),
    "-2": lazy("Much less than you hoped for"),
}
SAID = {
    State.OPEN: lazy("It is open again."),
    State.PAUSED: lazy("Paused. It waits here as long as you like."),
    State.REACHED: lazy("Reached. It stays here, to look back on."),
    State.LET_GO: lazy("Let go. Changing your mind is part of it."),
}


def _number(said: object) -> int | None:
    """A number of a radio button; None, which is no choice, of anything else."""
    try:
        return int(str(said))
    except ValueError:
        return None


class GoalForm(Form):
    goal_id = OnceId()
    title = Line(lazy("What do you want to try, or change?"))
    why = Text(lazy("Why it matters to you"))
    hands = RadioField(lazy("Is it in your hands?"), choices=HANDS, validate_choice=False)
    low = Line(lazy("What 0 is like"))
    high = Line(lazy("What 10 is like"))
    review_on = Day(lazy("Look at it again on"))

    def words(self) -> Words:
        """What was typed; raises Invalid."""
        title, why, hands, low, high = (self[name].data or "" for name in ("title", "why", "hands", "low", "high"))
        return Words.checked(title, why, hands, low, high, self["review_on"].data)


class EditForm(GoalForm):
    base_version = HiddenNumber()


class StepForm(Form):
    step_id = OnceId()
    step = Line(lazy("One small step"))


class LookForm(Form):
    rating_id = OnceId()
    number = HiddenNumber(default=0)  # of the levels on the page
    rating = RadioField(lazy("How far is it today?"), coerce=_number, choices=RATINGS, validate_choice=False)
    attainment = RadioField(lazy("Which of your levels fits today?"), coerce=_number, choices=(), validate_choice=False)
    again_on = Day(lazy("Look at it again on"))


class LevelsForm(Form):
    base_version = HiddenNumber()
    number = HiddenNumber(default=1)
    level_4 = Line(lazy("Much more than you hope for"))
    level_3 = Line(lazy("A little more than you hope for"))
    level_2 = Line(lazy("What you hope for"))
    level_1 = Line(lazy("A little less than you hope for"))
    level_0 = Line(lazy("Much less than you hope for"))

    @property
    def lines(self) -> list[Any]:
        """The five fields, from the highest level to the lowest."""
        return [self[f"level_{at}"] for at in reversed(range(5))]


# ------------------------------------------------------------------ the list, and its words


@bp.get("")
def index() -> ResponseReturnValue:
    found = goals.mine(me())
    return render_template(
        "client/goals/index.html",
        groups=[(state, [goal for goal in found if goal.text.state is state]) for state in State],
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    return _blank(GoalForm())


@bp.post("/new")
def write() -> ResponseReturnValue:
    form = GoalForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                return _to(goals.write(me(), form.words(), form.goal_id.data))
        except BothChanged as both:
            return _both(form.goal_id.data, both)
    return _blank(form)


@bp.get("/<uuid:goal_id>/edit")
def edit(goal_id: UUID) -> ResponseReturnValue:
    goal = goals.read(me(), goal_id)
    return _changing(goal, EditForm(formdata=None, data=_typed(goal.text.words, goal.version)))


@bp.post("/<uuid:goal_id>/edit")
def change(goal_id: UUID) -> ResponseReturnValue:
    form = EditForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                goals.edit(me(), goal_id, form.base_version.data, form.words(), is_written=_is_shown())
                return _to(goal_id)
        except BothChanged as both:
            return _both(goal_id, both)
    return _changing(goals.read(me(), goal_id), form)


def _blank(form: GoalForm) -> ResponseReturnValue:
    return render_template("client/goals/new.html", form=form)


def _changing(goal: Goal, form: EditForm) -> ResponseReturnValue:
    return render_template("client/goals/edit.html", form=form, goal=goal)


def _both(goal_id: UUID, both: BothChanged) -> ResponseReturnValue:
    """Two windows: both texts on one page, and neither is lost unless that is the choice."""
    form = EditForm(formdata=None, data=_typed(both.typed, both.version))
    page = render_template("client/goals/both.html", form=form, goal_id=goal_id, kept=both.kept)
    return page, HTTPStatus.CONFLICT


def _typed(words: Words, version: int) -> dict[str, object]:
    names = ("title", "why", "low", "high", "review_on")
    return {name: getattr(words, name) for name in names} | {"hands": words.hands.value, "base_version": version}


# ------------------------------------------------------------------ one goal


@bp.get("/<uuid:goal_id>")
def show(goal_id: UUID) -> ResponseReturnValue:
    return _page(goal_id, StepForm(formdata=None), LookForm(formdata=None))


@bp.post("/<uuid:goal_id>/state")
def stand(goal_id: UUID) -> ResponseReturnValue:
    said = request.form.get("state")
    state = State(said) if said in set(State) else goals.read(me(), goal_id).text.state
    goals.stand(me(), goal_id, state)
    flash(SAID[state])
    return _to(goal_id)


@bp.post("/<uuid:goal_id>/steps")
def add_step(goal_id: UUID) -> ResponseReturnValue:
    form = StepForm()
    if form.validate_on_submit():
        with problems_in(form):
            goals.add_step(me(), goal_id, form.step.data, form.step_id.data, is_written=_is_shown())
            return _to(goal_id)
    return _page(goal_id, form, LookForm(formdata=None))


@bp.post("/<uuid:goal_id>/steps/<uuid:step_id>")
def tick(goal_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Ticked on the goal's own page, or where one step stands by itself; then back to where one comes from."""
    goals.tick(me(), goal_id, step_id, done=request.form.get("done") == "y")
    pages = {"list": "client.goals.index", "today": "client.home.show"}
    if page := pages.get(request.form.get("back", "")):
        return redirect(url_for(page), HTTPStatus.SEE_OTHER)
    return _beside_a_step(goal_id)


@bp.post("/<uuid:goal_id>/steps/<uuid:step_id>/place")
def move_step(goal_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """One place up or down, or off the list."""
    where = request.form.get("to")
    if where == "off":
        goals.remove_step(me(), goal_id, step_id)
    elif where in ("up", "down"):
        goals.move_step(me(), goal_id, step_id, earlier=where == "up")
    else:
        goals.read(me(), goal_id)
    return _beside_a_step(goal_id)


def _beside_a_step(goal_id: UUID) -> ResponseReturnValue:
    """Another button than "Add" was pressed in the form of the steps: a step that is typed there is kept as well.

    That button said nothing of who reads it, so nobody can who could not before.
    """
    return add_step(goal_id) if request.form.get("step", "").strip() else _to(goal_id)


@bp.post("/<uuid:goal_id>/look")
def look(goal_id: UUID) -> ResponseReturnValue:
    form = LookForm()
    if form.validate_on_submit():
        with problems_in(form):
            said = (form.rating.data, form.attainment.data, form.number.data, form.rating_id.data, form.again_on.data)
            goals.look(me(), goal_id, *said)
            flash(kept(_("Your look is here."), _("Your look is here, only for you."), goals.RATING_KIND, goal_id))
            return _to(goal_id)
    return _page(goal_id, StepForm(formdata=None), form)


def _page(goal_id: UUID, step_form: StepForm, form: LookForm) -> str:
    days = request.args.get("days", type=int)
    goal = goals.read(me(), goal_id)
    past = goals.look_back(me(), goal_id, days if days in goals.RANGES else goals.RANGES[1])
    levels = goal.text.levels
    form.number.data = levels.number if levels else 0
    form.attainment.choices = [
        SelectChoice(str(level), levels.word(level)) for level in reversed(goals.ATTAINMENT) if levels
    ]
    page = {
        "rated": goals.look_ids(me(), goal_id),
        "goal": goal,
        "form": form,
        "step_form": step_form,
        "past": past,
        "ranges": goals.RANGES,
    }
    return render_template("client/goals/show.html", **page, hints=HOPED, sharing=sharing_of(goal_id, goals.KIND))


@bp.post("/<uuid:goal_id>/delete")
def delete(goal_id: UUID) -> ResponseReturnValue:
    goals.delete_one(me(), goal_id)
    flash(_("The goal is gone for good."))
    return redirect(url_for("client.goals.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ levels


@bp.get("/<uuid:goal_id>/levels")
def levels(goal_id: UUID) -> ResponseReturnValue:
    goal = goals.read(me(), goal_id)
    stands = goal.text.levels
    return _levels(
        goal,
        LevelsForm(formdata=None, data={f"level_{at}": said for at, said in enumerate(stands.words if stands else ())}),
    )


@bp.post("/<uuid:goal_id>/levels")
def agree(goal_id: UUID) -> ResponseReturnValue:
    form = LevelsForm()
    if form.validate_on_submit():
        with problems_in(form):
            words = [line.data for line in reversed(form.lines)]
            goals.agree(me(), goal_id, words, form.number.data, form.base_version.data, is_written=_is_shown())
            return _to(goal_id)
    return _levels(goals.read(me(), goal_id), form)


def _levels(goal: Goal, form: LevelsForm) -> str:
    """The form is for the set as it stands by now: a new one, once something was noted by the one there is."""
    number = goal.text.levels.number if goal.text.levels else 1
    form.number.data = number + 1 if goals.is_scored(me(), goal.id, number) else number
    form.base_version.data = goal.version
    return render_template("client/goals/levels.html", goal=goal, form=form)


def _is_shown() -> bool:
    """The button was pressed that opens to somebody what was closed to them."""
    return request.form.get("then") == "show"


def _to(goal_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("client.goals.show", goal_id=goal_id), HTTPStatus.SEE_OTHER)
