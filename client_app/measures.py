"""Questionnaires: choosing one, answering it, and what it adds up to. Only for the person who answers."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from client_app.sharing import kept, sharing_of
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import measures, signals
from portal.domain.measures import Item, Pack
from portal.web.forms import Agreeing, Form, OnceId, problems_in
from portal.web.numbers import likely
from portal.web.session import me

bp = Blueprint("measures", __name__, url_prefix="/measures")


@bp.get("")
def index() -> ResponseReturnValue:
    found = {"asked": measures.asked(me()), "kept": measures.kept(me()), "offered": measures.offered(me())}
    return render_template("client/measures/index.html", **found)


@bp.post("/asked/<uuid:asked_id>/aside")
def aside(asked_id: UUID) -> ResponseReturnValue:
    measures.set_aside(me(), asked_id)
    flash(_("Set aside. You can come back to it, or not."))
    return redirect(url_for("client.measures.index"), HTTPStatus.SEE_OTHER)


@bp.post("/asked/<uuid:asked_id>/back")
def back(asked_id: UUID) -> ResponseReturnValue:
    measures.bring_back(me(), asked_id)
    flash(_("It is back."))
    return redirect(url_for("client.measures.index"), HTTPStatus.SEE_OTHER)


@bp.get("/new/<uuid:place>")
def new(place: UUID) -> ResponseReturnValue:
    pack = measures.at_place(me(), place)
    return _asked(pack, _form(pack), {}, [])


@bp.post("/new/<uuid:place>")
def keep(place: UUID) -> ResponseReturnValue:
    pack = measures.at_place(me(), place)
    form, answers, lacking = _form(pack), {}, []
    if form.validate_on_submit():
        with problems_in(form), form.as_read():
            answers = _answers(form, pack)
            lacking = _lacking(form, pack, answers)
            if not lacking:
                measure_id = measures.keep(me(), pack, answers, form["measure_id"].data, gaps=form["gaps"].data)
                signals.after_keeping(me(), measure_id, asked=form["look"].data)
                flash(kept(_("Your answers are here."), _("Your answers are here, only for you."), measures.KIND))
                return redirect(url_for("client.measures.show", measure_id=measure_id), HTTPStatus.SEE_OTHER)
    return _asked(pack, form, answers, lacking)


@bp.get("/<uuid:measure_id>")
def show(measure_id: UUID) -> ResponseReturnValue:
    record, earlier = measures.mine(me(), measure_id)
    page = measures.page_of(record, earlier)
    place = record.pack.place(me().person_id) if record.pack else None
    sharing = sharing_of(measure_id, measures.KIND)
    return render_template(
        "client/measures/show.html",
        page=page,
        measure_id=measure_id,
        place=place,
        country=_country(),
        at=record.at,
        sharing=sharing,
        asks=sharing.readers,
    )


@bp.get("/over-time/<uuid:place>")
def over_time(place: UUID) -> ResponseReturnValue:
    history = measures.history(me(), measures.at_place(me(), place))
    return render_template("client/measures/over_time.html", history=history, place=place)


@bp.post("/<uuid:measure_id>/delete")
def delete(measure_id: UUID) -> ResponseReturnValue:
    measures.delete_one(me(), measure_id)
    flash(_("Gone, for you and for everybody. You can answer it again whenever you like, or not."))
    return redirect(url_for("client.measures.index"), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ the form of one questionnaire


def _form(pack: Pack) -> Agreeing:
    """A form with a field for each question, made for this questionnaire."""
    parts: dict[str, Any] = {"measure_id": OnceId(), "gaps": BooleanField(), "look": BooleanField()}
    parts |= {item.field: _field(item) for item in pack.every_item}
    made: Agreeing = type("Questionnaire", (Agreeing,), parts)()
    return made


def _field(item: Item) -> RadioField:
    choices = [SelectChoice(str(option.value), option.text) for option in item.options]
    return RadioField(item.text, choices=choices, validate_choice=False)


def _answers(form: Form, pack: Pack) -> dict[str, int]:
    """What was chosen; an answer that is not on the list is a problem beside its question."""
    found: dict[str, int] = {}
    for item in pack.every_item:
        if said := form[item.field].data:
            option = next((option for option in item.options if str(option.value) == said), None)
            if option is None:
                raise Invalid(item.field, _("Choose one of the answers that are there."))
            found[item.id] = option.value
    return found


def _lacking(form: Form, pack: Pack, answers: dict[str, int]) -> list[str]:
    """Fields without an answer, said beside each; none when they were left out on purpose, or when all of them were."""
    if form["gaps"].data or not answers:
        return []
    lacking = [item.field for item in measures.unanswered(pack, answers)]
    for name in lacking:
        form[name].errors = [_("No answer yet.")]
    return lacking


def _asked(pack: Pack, form: Form, answers: dict[str, int], lacking: list[str]) -> str:
    return render_template(
        "client/measures/new.html",
        pack=pack,
        form=form,
        place=pack.place(me().person_id),
        lacking=lacking,
        has_risk=bool(measures.risks(pack, answers)),
        asks=[],  # nothing is kept yet that somebody could be let know
        country=_country(),
    )


def _country() -> Any:
    return next(likely(), None)
