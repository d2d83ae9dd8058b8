"""The library of prompts, and writing for it: for the practice, or for oneself."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from portal.core.language import _, lazy
from portal.domain import prompts, resources
from portal.domain.prompts import Question, Topic, Wording, Written, WrittenElsewhere
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, a_number, an_id, numbered, problems_in
from portal.web.session import me
from therapist_app.prompts.choices import bp, offer_minutes


class WritingForm(Form):
    prompt_id = OnceId()
    number = HiddenNumber()  # of the version that stood on the page
    text = Text(lazy("Prompt"))
    topic = SelectField(lazy("Theme"), [Optional()], validate_choice=False)
    minutes = SelectField(lazy("About how long"), [Optional()], coerce=numbered, validate_choice=False)
    beside = SelectField(lazy("To go with it"), [Optional()], validate_choice=False)
    is_risky = BooleanField(lazy("It urges an open talk at home"))


class SearchForm(Form):
    words = Line(lazy("Look for words"), [Optional()])


# ------------------------------------------------------------------ the library


@bp.get("")
def index() -> ResponseReturnValue:
    """All of it, or one theme, named by its place."""
    topics = prompts.library(me().person_id).topics
    place = request.args.get("theme", type=a_number)
    topic = topics[place - 1] if place and place <= len(topics) else None
    written = [one for one in prompts.stock(me()) if topic is None or one.wording.topic == topic.id]
    listed = prompts.library(me().person_id).about(topic.id) if topic else []
    return _library(SearchForm(formdata=None), topic, written, listed)


@bp.post("")
def search() -> ResponseReturnValue:
    """Those in which all of the words stand. They are sent, not asked for: no address tells what was looked for."""
    form = SearchForm()
    wanted = (form["words"].data or "").casefold().split() if form.validate_on_submit() else []
    if not wanted:
        return index()

    def has_all(text: str) -> bool:
        return all(word in text.casefold() for word in wanted)

    written = [one for one in prompts.stock(me()) if has_all(one.wording.text)]
    listed = [one for one in prompts.library(me().person_id).questions.values() if has_all(one.text)]
    return _library(form, None, written, listed, looked=True)


def _library(
    form: Form, topic: Topic | None, written: list[Written], listed: list[Question], *, looked: bool = False
) -> str:
    page = {"form": form, "topic": topic, "written": written, "listed": listed, "looked": looked, "names": _themes()}
    return render_template("therapist/prompts/index.html", topics=prompts.library(me().person_id).topics, **page)


@bp.get("/<uuid:prompt_id>")
def show(prompt_id: UUID) -> ResponseReturnValue:
    one = prompts.find_written(me(), prompt_id)
    shelf = {each.slug: each for each in resources.shelf(me())}
    page = {"one": one, "older": prompts.older(me(), prompt_id), "names": _themes(), "shelf": shelf}
    return render_template("therapist/prompts/show.html", **page)


# ------------------------------------------------------------------ writing


@bp.get("/new")
def write() -> ResponseReturnValue:
    """A new one; it may begin as another."""
    return _page(WritingForm(formdata=None, data=_begun()))


@bp.post("/new")
def keep() -> ResponseReturnValue:
    form, is_common = WritingForm(), request.form.get("for") == "practice"
    if form.validate_on_submit():
        with problems_in(form):
            prompt_id = prompts.compose(me(), _wording(form), form["prompt_id"].data, is_common=is_common)
            flash(_("Kept for the practice: every therapist here finds it.") if is_common else _("Kept, only for you."))
            return _to_one(prompt_id)
    return _page(form)


@bp.get("/<uuid:prompt_id>/edit")
def edit(prompt_id: UUID) -> ResponseReturnValue:
    one = prompts.find_written(me(), prompt_id)
    return _page(WritingForm(formdata=None, data=_said(one.wording) | {"number": one.version}), one)


@bp.post("/<uuid:prompt_id>/edit")
def change(prompt_id: UUID) -> ResponseReturnValue:
    one, form = prompts.find_written(me(), prompt_id), WritingForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                prompts.reword(me(), prompt_id, form["number"].data, _wording(form))
                flash(_("Kept. What you gave before keeps the words it had."))
                return _to_one(prompt_id)
        except WrittenElsewhere as both:
            form["number"].data = both.kept.version
            return _page(form, one, both.kept), HTTPStatus.CONFLICT
    return _page(form, one)


@bp.post("/<uuid:prompt_id>/put-away")
def retire(prompt_id: UUID) -> ResponseReturnValue:
    prompts.retire(me(), prompt_id)
    flash(_("Put away. It is offered no longer, and what was given stays."))
    return _to_one(prompt_id)


@bp.post("/<uuid:prompt_id>/bring-back")
def take_up(prompt_id: UUID) -> ResponseReturnValue:
    prompts.take_up(me(), prompt_id)
    flash(_("It is back in the library."))
    return _to_one(prompt_id)


@bp.post("/<uuid:prompt_id>/delete")
def delete(prompt_id: UUID) -> ResponseReturnValue:
    prompts.delete_written(me(), prompt_id)
    flash(_("Gone, with every wording it had. What was given keeps its own words."))
    return redirect(url_for("therapist.prompts.index"), HTTPStatus.SEE_OTHER)


def _begun() -> dict[str, object]:
    begin = an_id(request.args.get("from"))
    if begin is None:
        return {}
    if question := prompts.library(me().person_id).questions.get(begin):
        is_risky = prompts.ABUSE_RISK in question.risks
        return _said(Wording(question.text, question.topic, question.minutes, is_risky=is_risky))
    return _said(prompts.find_written(me(), begin).wording)


def _said(wording: Wording) -> dict[str, object]:
    return {name: getattr(wording, name) for name in Wording.__slots__} | {"minutes": wording.minutes or None}


def _wording(form: WritingForm) -> Wording:
    said = {name: form[name].data for name in ("text", "topic", "beside", "is_risky")}
    return Wording(**said, minutes=form["minutes"].data or 0)


def _page(form: WritingForm, one: Written | None = None, meanwhile: Written | None = None) -> str:
    topics = prompts.library(me().person_id).topics
    form["topic"].choices = [("", _("No theme")), *((topic.id, topic.name) for topic in topics)]
    shelf = [(each.slug, f"{resources.KINDS[each.kind]}: {each.title}") for each in resources.shelf(me())]
    form["beside"].choices = [("", _("Nothing")), *shelf]
    offer_minutes(form)
    return render_template("therapist/prompts/edit.html", form=form, one=one, meanwhile=meanwhile)


def _themes() -> dict[str, str]:
    return {topic.id: topic.name for topic in prompts.library(me().person_id).topics}


def _to_one(prompt_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("therapist.prompts.show", prompt_id=prompt_id), HTTPStatus.SEE_OTHER)
