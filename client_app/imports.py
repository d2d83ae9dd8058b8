"""Bringing a journal along: choose a file, look through what will come in, bring it in, take it back."""

from http import HTTPStatus
from itertools import filterfalse
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.core import dates
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.domain import imports, mood
from portal.domain.imports import Card, Stage
from portal.web import uploads
from portal.web.forms import Form, HiddenNumber, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("imports", __name__, url_prefix="/me/data/import")

LEVELS = [
    SelectChoice("", lazy("Choose")),
    *(SelectChoice(str(level), words) for level, words in sorted(mood.LEVELS.items(), reverse=True)),
    SelectChoice("0", lazy("Without a level, as notes")),
]


class FileForm(Form):
    batch_id = OnceId()
    file = FileField(lazy("Your file"))


class GoOnForm(Form):
    done = HiddenNumber(default=0)


def _is_chosen(_form: Any, field: Any) -> None:
    if field.data is None:
        raise ValidationError(_("Choose a level, or none."))


def _level(said: object) -> int | None:
    return int(str(said)) if str(said) in {choice.value for choice in LEVELS if choice.value} else None


@bp.get("")
def index() -> ResponseReturnValue:
    return _index(FileForm())


@bp.post("")
def take() -> ResponseReturnValue:
    form = FileForm()
    if form.validate_on_submit():
        with problems_in(form):
            sent = form["file"].data
            data, name = (sent.read(), sent.filename or "") if sent else (b"", "")
            made = imports.take(me(), data, name, form["batch_id"].data)
            return redirect(url_for("client.imports.show", batch_id=made), HTTPStatus.SEE_OTHER)
    return _index(form)


@bp.get("/<uuid:batch_id>")
def show(batch_id: UUID) -> ResponseReturnValue:
    card = _card(batch_id)
    return _show(card, _form(card))


@bp.post("/<uuid:batch_id>")
def go_on(batch_id: UUID) -> ResponseReturnValue:
    card = _card(batch_id)
    form = _form(card)
    if not form.validate_on_submit():
        return _show(card, form)
    with problems_in(form):
        if card.stage is Stage.LOOKED_AT:
            imports.choose(me(), batch_id, _chosen(card, form))
        imports.go_on(me(), batch_id, form["done"].data)
        return redirect(url_for("client.imports.show", batch_id=batch_id), HTTPStatus.SEE_OTHER)
    return _show(card, form)


@bp.post("/<uuid:batch_id>/back")
def take_back(batch_id: UUID) -> ResponseReturnValue:
    count = imports.take_back(me(), batch_id)
    flash(
        _("Taken back: %(count)s are gone from here for good.", count=dates.number(count))
        if count
        else _("Nothing of that file is here any more.")
    )
    return redirect(url_for("client.imports.index"), HTTPStatus.SEE_OTHER)


def _index(form: FileForm) -> ResponseReturnValue:
    cards, most = list(filterfalse(_is_closed, imports.index(me()))), uploads.largest_mb("client.imports.take")
    return render_template("client/imports/index.html", form=form, cards=cards, most=most)


def _card(batch_id: UUID) -> Card:
    found = imports.card(me(), batch_id)
    if _is_closed(found):
        raise NotFound(batch_id)
    return found


def _is_closed(card: Card) -> bool:
    """Whether it waits under keys from before its client began anew: nothing of it can be looked at, or come in."""
    return card.plan is None and card.stage in {Stage.LOOKED_AT, Stage.UNDER_WAY}


def _show(card: Card, form: Any) -> ResponseReturnValue:
    skipped = [(each.where, each.reason) for each in card.plan.skipped] if card.plan else []
    return render_template("client/imports/show.html", card=card, form=form, skipped=skipped)


def _form(card: Card) -> Any:
    """Where the moods are still to be said, with a field for each; named by number, for their names are words."""
    fields: dict[str, Any] = {}
    if card.stage is Stage.LOOKED_AT and card.plan:
        for number, name in enumerate(card.plan.moods):
            known = card.plan.levels.get(name)
            fields[f"level_{number}"] = SelectField(
                name,
                [_is_chosen],
                coerce=_level,
                choices=LEVELS,
                default=known and str(known),
                validate_choice=False,
            )
    return type("MoodsForm", (GoOnForm,), fields)(data={"done": card.done})


def _chosen(card: Card, form: Any) -> dict[str, int]:
    moods = card.plan.moods if card.plan else {}
    chosen = {name: form[f"level_{number}"].data for number, name in enumerate(moods)}
    return {name: level for name, level in chosen.items() if level is not None}
