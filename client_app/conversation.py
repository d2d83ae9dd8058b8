"""A conversation: planned after one question first, looked back on, and come back to. Only its writer can read it."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.language import _, lazy
from portal.domain import conversation, drafts, mail, prompts
from portal.domain.conversation import AFTERWARDS, PLAN, Talk, TalkChanged, afterwards_id
from portal.domain.drafts import Draft
from portal.web.drafting import Drafted, resumed
from portal.web.forms import Day, Form, HiddenNumber, OnceId, Text, problems_in
from portal.web.session import me

bp = Blueprint("conversation", __name__, url_prefix="/conversation")

KIND = "talk"  # of the drafts written here
NO = "no"
THEMES = ("communication", "after_an_argument", "revisiting")  # questions that can help before a talk, or after it
ANSWERS = [
    SelectChoice(NO, lazy("No")),
    SelectChoice("yes", lazy("Sometimes, or yes")),
    SelectChoice("unsure", lazy("Hard to say")),
]


class AskForm(Form):
    again = HiddenField()  # the plan this one begins from, or the draft that goes on
    afraid = RadioField(
        lazy("Are you ever afraid of how they might react?"),
        choices=ANSWERS,
        invalid_choice_message=lazy("Choose one of these."),
    )

    @property
    def before(self) -> UUID | None:
        """The plan it is to begin from, if the page was asked for one."""
        try:
            return UUID(self["again"].data or "")
        except ValueError:
            return None


class TalkForm(Drafted):
    talk_id = OnceId()
    base_version = HiddenNumber(default=0)
    asked = HiddenField()  # what was answered before: without it there is no plan
    back_on = Day(lazy("A day to come back to it"))
    remind = BooleanField(lazy("Remind me by mail that day"))

    def words(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: self[name].data for name in names}

    @property
    def day(self) -> date | None:
        chosen: date | None = self["back_on"].data
        return chosen

    @property
    def wants_mail(self) -> bool | None:
        """Whether a reminder is to come; None where none is offered, so that nothing of it changes."""
        return bool(self["remind"].data) if mail.comes_to(me().person_id) else None


class PlanForm(TalkForm):
    about = Text(lazy("What is it about?"))
    need = Text(lazy("What do I need?"))
    boundary = Text(lazy("Where is my limit?"))
    opening = Text(lazy("How do I begin?"))
    moment = Text(lazy("When is a good moment?"))
    stop = Text(lazy("How do I stop it?"))


class AfterwardsForm(TalkForm):
    how = Text(lazy("How was it?"))
    learned = Text(lazy("What do I know now?"))
    next = Text(lazy("What comes next, if anything?"))


# ------------------------------------------------------------------ planning


@bp.get("")
def index() -> ResponseReturnValue:
    talks, older = conversation.timeline(me(), request.args.get("before", type=UUID))
    topics = enumerate(prompts.library(me().person_id).topics, 1)
    themes = [(place, topic) for place, topic in topics if topic.id in THEMES]
    page = {"talks": talks, "older": older, "themes": themes, "begun": _begun_new()}
    return render_template("client/conversation/index.html", **page)


@bp.get("/new")
def ask() -> ResponseReturnValue:
    again = request.args.get("again", type=UUID)
    return render_template("client/conversation/ask.html", form=AskForm(formdata=None, data={"again": again or ""}))


@bp.post("/new")
def answer() -> ResponseReturnValue:
    """The plan; or, for whoever may be afraid, a page that urges nobody into a talk, at the very same address."""
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("client/conversation/ask.html", form=form)
    prompts.say_afraid(me(), is_afraid=form["afraid"].data != NO)
    if form["afraid"].data != NO:
        return render_template("client/conversation/instead.html")
    return _planning(PlanForm(formdata=None, data={**_from(form.before), "asked": NO}))


@bp.post("")
def plan() -> ResponseReturnValue:
    form = PlanForm()
    if form["asked"].data != NO:
        return redirect(url_for("client.conversation.ask"), HTTPStatus.SEE_OTHER)
    if form.validate_on_submit():
        try:
            with problems_in(form):
                once, remind = form["talk_id"].data, bool(form.wants_mail)
                kept = conversation.plan(me(), form.words(PLAN), form.day, once, remind=remind)
                return _kept(kept, form, PLAN)
        except TalkChanged as other:
            return _changing(form, other.kept, other.kept), HTTPStatus.CONFLICT
    return _planning(form)


# ------------------------------------------------------------------ one of them


@bp.get("/<uuid:talk_id>")
def show(talk_id: UUID) -> ResponseReturnValue:
    talk = conversation.read(me(), talk_id)
    gets_mail = mail.comes_to(me().person_id) and conversation.is_reminded(me(), talk)
    return render_template("client/conversation/show.html", talk=talk, gets_mail=gets_mail)


@bp.get("/<uuid:talk_id>/edit")
def edit(talk_id: UUID) -> ResponseReturnValue:
    talk = conversation.read(me(), talk_id)
    return _changing(PlanForm(formdata=None, data=_as_it_stands(talk) | _begun(talk_id)), talk)


@bp.post("/<uuid:talk_id>/edit")
def change(talk_id: UUID) -> ResponseReturnValue:
    return _keep(talk_id, PlanForm(), PLAN)


@bp.get("/<uuid:talk_id>/afterwards")
def afterwards(talk_id: UUID) -> ResponseReturnValue:
    talk = conversation.read(me(), talk_id)
    return _looking_back(AfterwardsForm(formdata=None, data=_as_it_stands(talk) | _begun(afterwards_id(talk_id))), talk)


@bp.post("/<uuid:talk_id>/afterwards")
def look_back(talk_id: UUID) -> ResponseReturnValue:
    return _keep(talk_id, AfterwardsForm(), AFTERWARDS)


@bp.post("/<uuid:talk_id>/not-again")
def not_again(talk_id: UUID) -> ResponseReturnValue:
    conversation.not_again(me(), talk_id)
    flash(_("No day to come back to it any more."))
    return redirect(url_for("client.conversation.show", talk_id=talk_id), HTTPStatus.SEE_OTHER)


@bp.post("/<uuid:talk_id>/remove")
def remove(talk_id: UUID) -> ResponseReturnValue:
    conversation.remove(me(), talk_id)
    flash(_("Removed, with every version of it."))
    return redirect(url_for("client.conversation.index"), HTTPStatus.SEE_OTHER)


def _from(before: UUID | None) -> dict[str, Any]:
    """What a new plan begins with: an earlier one, or its own draft. Whoever comes back to that is asked once more."""
    if before is None:
        return {}
    draft = next((draft for draft in _begun_new() if draft.about_id == before), None)
    if draft:
        return {**resumed(draft), "talk_id": before}
    return {name: conversation.read(me(), before).words[name] for name in PLAN}


def _begun_new() -> list[Draft]:
    """Drafts of plans that are kept nowhere yet."""
    return [draft for draft in drafts.index(me(), KIND) if draft.is_new]


def _keep(talk_id: UUID, form: TalkForm, names: tuple[str, ...]) -> ResponseReturnValue:
    page = _changing if names is PLAN else _looking_back
    if form.validate_on_submit():
        try:
            with problems_in(form):
                base, words = form["base_version"].data, form.words(names)
                conversation.change(me(), talk_id, base, words, form.day, remind=form.wants_mail)
                return _kept(talk_id, form, names)
        except TalkChanged as other:
            return page(form, other.kept, other.kept), HTTPStatus.CONFLICT
    return page(form, conversation.read(me(), talk_id))


def _kept(talk_id: UUID, form: TalkForm, names: tuple[str, ...]) -> ResponseReturnValue:
    about_id = talk_id if names is PLAN else afterwards_id(talk_id)
    drafts.kept(me(), about_id, form.words(names), form.seen)
    return redirect(url_for("client.conversation.show", talk_id=talk_id), HTTPStatus.SEE_OTHER)


def _begun(about_id: UUID) -> dict[str, Any]:
    return resumed(drafts.find(me(), about_id))


def _as_it_stands(talk: Talk) -> dict[str, Any]:
    stands = {"back_on": talk.back_on, "remind": conversation.is_reminded(me(), talk), "base_version": talk.version}
    return {**talk.words, **stands, "asked": NO}


def _planning(form: TalkForm) -> str:
    return _form("plan", form, None, None, form["talk_id"].data)


def _changing(form: TalkForm, talk: Talk, meanwhile: Talk | None = None) -> str:
    """The plan's form. After two windows, what the other one kept stands beside what was typed here."""
    return _form("plan", form, talk, meanwhile, talk.id)


def _looking_back(form: TalkForm, talk: Talk, meanwhile: Talk | None = None) -> str:
    return _form("afterwards", form, talk, meanwhile, afterwards_id(talk.id))


def _form(page: str, form: TalkForm, talk: Talk | None, meanwhile: Talk | None, about_id: UUID) -> str:
    form["base_version"].data = meanwhile.version if meanwhile else form["base_version"].data
    beside: dict[str, Any] = {"talk": talk, "meanwhile": meanwhile, "gets_mail": mail.comes_to(me().person_id)}
    beside |= {"about_id": about_id, "draft": drafts.find(me(), about_id)}
    return render_template(f"client/conversation/{page}.html", form=form, **beside)
