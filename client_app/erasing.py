"""Deleting many things at once: some days after looking at how much that is, or everything after the password."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from portal.core import dates
from portal.core.language import _, lazy, ngettext
from portal.domain import erasing
from portal.domain.erasing import Counted
from portal.web.forms import Day, Form, problems_in
from portal.web.session import fresh, me

bp = Blueprint("erasing", __name__, url_prefix="/me/data/delete")
SURE = "delete"  # what the button says that follows a look at how much it is


class DaysForm(Form):
    first = Day(lazy("From"), [InputRequired(lazy("Choose a first day."))])
    last = Day(lazy("To"), [InputRequired(lazy("Choose a last day."))])


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
                flash(_("Deleted: %(said)s. Notes can be brought back for seven days.", said=_said(found)))
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
            flash(_("Deleted: %(said)s. Notes can be brought back for seven days.", said=_said(found)))
            return redirect(url_for("client.exports.show"), HTTPStatus.SEE_OTHER)
    return _everything(form)


def _said(found: Counted) -> str:
    """'3 notes, 12 check-ins'; or that it is nothing."""
    notes, checkins, others = (dates.number(number) for number in (found.notes, found.checkins, found.others))
    parts = [
        found.notes and ngettext("1 note", "%(number)s notes", found.notes, number=notes),
        found.checkins and ngettext("1 check-in", "%(number)s check-ins", found.checkins, number=checkins),
        found.others and ngettext("1 other thing", "%(number)s other things", found.others, number=others),
    ]
    return ", ".join(part for part in parts if part) or _("nothing")


def _days(form: DaysForm, counted: Counted | None) -> ResponseReturnValue:
    said = _said(counted) if counted and not counted.is_nothing else ""
    return render_template("client/erasing/choose.html", form=form, counted=counted, said=said, sure=SURE)


def _everything(form: EverythingForm) -> ResponseReturnValue:
    said = _said(erasing.count(me(), erasing.EVERY_DAY))
    return render_template("client/erasing/everything.html", form=form, said=said)
