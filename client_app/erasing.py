"""Deleting many things at once: some days after looking at how much that is, or everything after the password."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from portal.domain import erasing
from portal.domain.erasing import Counted
from portal.web.forms import Day, Form, problems_in
from portal.web.session import fresh, me

bp = Blueprint("erasing", __name__, url_prefix="/me/data/delete")
SURE = "delete"  # what the button says that follows a look at how much it is


class DaysForm(Form):
    first = Day("From", [InputRequired("Choose a first day.")])
    last = Day("To", [InputRequired("Choose a last day.")])


class EverythingForm(Form):
    """Only its button."""


@bp.get("")
def choose() -> ResponseReturnValue:
    return _days(DaysForm(), None)


@bp.post("")
def erase() -> ResponseReturnValue:
    """First how much it is, then doing it."""
    form, counted = DaysForm(), None
    if form.validate_on_submit():
        with problems_in(form):
            days = (form["first"].data, form["last"].data)
            counted = erasing.count(me(), days)
            if request.form.get("then") == SURE:
                found = erasing.delete_days(me(), days)
                flash(f"Deleted: {_said(found)}. Notes can be brought back for seven days.")
                return redirect(url_for("client.exports.show"), HTTPStatus.SEE_OTHER)
    return _days(form, counted)


@bp.get("/everything")
def everything() -> ResponseReturnValue:
    fresh()
    return _everything(EverythingForm())


@bp.post("/everything")
def erase_everything() -> ResponseReturnValue:
    fresh()
    form = EverythingForm()
    if form.validate_on_submit():
        with problems_in(form):
            found = erasing.delete_everything(me())
            flash(f"Deleted: {_said(found)}. Notes can be brought back for seven days.")
            return redirect(url_for("client.exports.show"), HTTPStatus.SEE_OTHER)
    return _everything(form)


def _said(found: Counted) -> str:
    parts = [("note", found.notes), ("check-in", found.checkins), ("other thing", found.others)]
    return ", ".join(f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in parts if number) or "nothing"


def _days(form: DaysForm, counted: Counted | None) -> ResponseReturnValue:
    said = _said(counted) if counted and not counted.is_nothing else ""
    return render_template("client/erasing/choose.html", form=form, counted=counted, said=said, sure=SURE)


def _everything(form: EverythingForm) -> ResponseReturnValue:
    said = _said(erasing.count(me(), erasing.EVERY_DAY))
    return render_template("client/erasing/everything.html", form=form, said=said)
