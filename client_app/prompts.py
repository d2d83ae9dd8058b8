"""Questions: those from the therapist, those offered, by theme, one's own; what is done with each stays here."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from portal.core.language import _, lazy
from portal.domain import journal, prompts
from portal.domain.prompts import ChangedElsewhere, Topic
from portal.web.forms import Form, HiddenNumber, Line, OnceId, a_number, problems_in
from portal.web.session import me

bp = Blueprint("prompts", __name__, url_prefix="/questions")


class OwnForm(Form):
    own_id = OnceId()
    text = Line(lazy("A question of your own"), [Optional()])


class ChangeForm(Form):
    number = HiddenNumber()  # of the wording that stood on the page
    text = Line(lazy("Your question"), [Optional()])


class TopicsForm(Form):
    topics = SelectMultipleField(lazy("Themes"), validate_choice=False, choices=())


# ------------------------------------------------------------------ all of them


@bp.get("")
def index() -> ResponseReturnValue:
    """The page, or one theme of it. A theme is named by its place, so that no address tells what somebody looks for."""
    topic = _topic(request.args.get("theme", type=a_number))
    if topic is None:
        return _page(OwnForm())
    return render_template("client/prompts/theme.html", topic=topic, shelf=prompts.shelf(me(), topic))


@bp.post("/themes")
def choose() -> ResponseReturnValue:
    form = TopicsForm()
    if form.validate_on_submit():
        prompts.choose_topics(me(), form["topics"].data)
        prompts.avoid_risk(me(), "left_out" in request.form)
        flash(_("Kept, only for you. What is offered follows your themes."))
    return _to_all()


@bp.post("/own")
def add() -> ResponseReturnValue:
    form = OwnForm()
    if form.validate_on_submit():
        with problems_in(form):
            prompts.add_own(me(), form["text"].data, form["own_id"].data)
            flash(_("Your question is here, only for you."))
            return _to_all()
    return _page(form)


def _page(form: OwnForm) -> str:
    page = {"shelf": prompts.shelf(me()), "topics": prompts.library(me().person_id).topics}
    return render_template("client/prompts/index.html", form=form, **page)


def _topic(place: int | None) -> Topic | None:
    topics = prompts.library(me().person_id).topics
    return topics[place - 1] if place and place <= len(topics) else None


def _to_all() -> ResponseReturnValue:
    return redirect(url_for("client.prompts.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ one of them


@bp.get("/<uuid:question_id>")
def show(question_id: UUID) -> ResponseReturnValue:
    found = prompts.find(me(), question_id)
    topics = [topic.id for topic in prompts.library(me().person_id).topics]
    place = topics.index(found.topic.id) + 1 if found.topic else None
    answer_to = journal.answer_goes_to(me(), found.asked_id)
    return render_template("client/prompts/show.html", found=found, place=place, answer_to=answer_to)


@bp.post("/<uuid:question_id>/aside")
def aside(question_id: UUID) -> ResponseReturnValue:
    prompts.set_aside(me(), question_id)
    flash(_("Set aside. You can come back to it, or not."))
    return _to_all()


@bp.post("/<uuid:question_id>/not-this-one")
def refuse(question_id: UUID) -> ResponseReturnValue:
    prompts.refuse(me(), question_id)
    flash(_("This one is not offered again. It waits under “Put away”, if you ever want it back."))
    if request.form.get("back") == "today":
        return redirect(url_for("client.home.show"), HTTPStatus.SEE_OTHER)
    return _to_all()


@bp.post("/<uuid:question_id>/not-this-week")
def later(question_id: UUID) -> ResponseReturnValue:
    prompts.not_this_week(me(), question_id)
    flash(_("Quiet for a week. Nobody is told."))
    return _to_all()


@bp.post("/<uuid:question_id>/back")
def back(question_id: UUID) -> ResponseReturnValue:
    prompts.bring_back(me(), question_id)
    flash(_("It is back."))
    return _to_one(question_id)


@bp.post("/<uuid:question_id>/helped")
def helped(question_id: UUID) -> ResponseReturnValue:
    """One tap, never needed; a value that no button has changes nothing."""
    said = request.form.get("helped", "")
    if said in prompts.HELPED:
        prompts.say_helped(me(), question_id, said)
        flash(_("Noted, only for you. It helps to choose what is offered."))
    else:
        prompts.find(me(), question_id)
    return _to_one(question_id)


def _to_one(question_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("client.prompts.show", question_id=question_id), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ one's own


@bp.get("/<uuid:question_id>/edit")
def edit(question_id: UUID) -> ResponseReturnValue:
    own = prompts.find_own(me(), question_id)
    return _changing(question_id, ChangeForm(data={"text": own.text, "number": own.number}))


@bp.post("/<uuid:question_id>/edit")
def change(question_id: UUID) -> ResponseReturnValue:
    prompts.find_own(me(), question_id)
    form = ChangeForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                prompts.change_own(me(), question_id, form["number"].data, form["text"].data)
                return _to_one(question_id)
        except ChangedElsewhere as both:
            form["number"].data = both.kept.number
            return _changing(question_id, form, both.kept.text), HTTPStatus.CONFLICT
    return _changing(question_id, form)


@bp.post("/<uuid:question_id>/remove")
def remove(question_id: UUID) -> ResponseReturnValue:
    prompts.remove_own(me(), question_id)
    flash(_("Removed. Notes that answer it keep its words."))
    return _to_all()


def _changing(question_id: UUID, form: ChangeForm, kept: str = "") -> str:
    return render_template("client/prompts/edit.html", form=form, question_id=question_id, kept=kept)
