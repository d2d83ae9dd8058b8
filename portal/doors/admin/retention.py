"""Retention: a client's account deleted with a reason in two steps, and what of the record is kept until when."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import retention, settings
from portal.web.forms import Form, a_number, problems_in
from portal.web.session import fresh, me

bp = Blueprint("retention", __name__, url_prefix="/practice/kept")


class ReasonForm(Form):
    reason = RadioField(
        lazy("Why is it deleted?"),
        choices=[SelectChoice(*each) for each in retention.REASONS.items()],
        validate_choice=False,
    )


@bp.get("")
def index() -> ResponseReturnValue:
    shelf = retention.shelf(me(), request.args.get("after", default=0, type=a_number))
    said = retention.REASONS | {"closed": _("They closed it themselves")}
    return render_template("admin/retention/index.html", shelf=shelf, reasons=said, early=retention.EARLY)


@bp.get("/<uuid:person_id>")
def new(person_id: UUID) -> ResponseReturnValue:
    """The first step: what happens, and the reason."""
    fresh()
    return _page(person_id, ReasonForm(formdata=None), step=1)


@bp.post("/<uuid:person_id>")
def choose(person_id: UUID) -> ResponseReturnValue:
    """The second step: the same once more with the reason, and the button that does it."""
    fresh()
    form = ReasonForm()
    is_chosen = form.validate_on_submit() and form["reason"].data in retention.REASONS
    if not is_chosen:
        form["reason"].errors = [_("Choose a reason.")]
    return _page(person_id, form, step=2 if is_chosen else 1)


@bp.post("/<uuid:person_id>/delete")
def delete(person_id: UUID) -> ResponseReturnValue:
    fresh()
    form = ReasonForm()
    if form.validate_on_submit():
        with problems_in(form):
            retention.delete_client(me(), person_id, form["reason"].data or "")
            flash(
                _(
                    "It is being deleted. Nothing is shared any more, and until the day it is gone it can be"
                    " stopped here."
                )
            )
            return _back()
    return _page(person_id, form, step=1)


@bp.post("/<uuid:person_id>/stop")
def stop(person_id: UUID) -> ResponseReturnValue:
    retention.stop(me(), person_id)
    flash(_("The account stays. What was shared before is not opened again by that."))
    return _back()


@bp.post("/<uuid:person_id>/early")
def ask_early(person_id: UUID) -> ResponseReturnValue:
    fresh()
    try:
        with whole():
            retention.ask_early(me(), person_id, request.form.get("reason", ""))
    except Invalid as problem:
        flash(str(problem))
        return _back()
    flash(_("Noted. Another admin says yes or no; until then the record stays."))
    return _back()


@bp.post("/<uuid:person_id>/early/yes")
def confirm_early(person_id: UUID) -> ResponseReturnValue:
    fresh()
    retention.confirm_early(me(), person_id)
    flash(_("The record is erased."))
    return _back()


@bp.post("/<uuid:person_id>/early/no")
def stop_early(person_id: UUID) -> ResponseReturnValue:
    retention.stop_early(me(), person_id)
    flash(_("The record stays until its date."))
    return _back()


def _page(person_id: UUID, form: Form, step: int) -> str:
    person = retention.may_delete(me(), person_id)
    found = {"person_id": person_id, "name": person.name, "form": form, "step": step}
    now = settings.here()
    found |= {"years": now.record_years, "days": now.keep_closed_days}
    return render_template("admin/retention/delete.html", **found, reasons=retention.REASONS)


def _back() -> ResponseReturnValue:
    return redirect(url_for("admin.retention.index"), HTTPStatus.SEE_OTHER)
