"""What happens to a summary once it is made: final or removed, amended, copied with a password, given to the client."""

from http import HTTPStatus
from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.core.whole import whole
from portal.domain import drafts, summaries
from portal.web.forms import problems_in, problems_told
from portal.web.session import me
from therapist_app.summaries.forms import AddendumForm, CopyForm
from therapist_app.summaries.shelf import back_to, page_of
from therapist_app.summaries.titles import as_pdf, bp


@bp.post("/<uuid:summary_id>/final")
def finish(summary_id: UUID) -> ResponseReturnValue:
    with problems_told():
        summaries.finish(me(), summary_id)
        flash(_("It is final. From now on it stays as it is."))
    return back_to(summary_id)


@bp.post("/<uuid:summary_id>/remove")
def remove(summary_id: UUID) -> ResponseReturnValue:
    summaries.remove(me(), summary_id)
    flash(_("The draft is gone from here. A copy you saved elsewhere stays where it is."))
    return back_to(summary_id)


@bp.post("/<uuid:summary_id>/addenda")
def add(summary_id: UUID) -> ResponseReturnValue:
    form = AddendumForm()
    if form.validate_on_submit():
        with problems_in(form):
            if _add(summary_id, form):
                flash(_("The addendum is kept. Its page is being laid out."))
                return back_to(summary_id)
            return page_of(summary_id, addendum_form=form), HTTPStatus.CONFLICT
    return page_of(summary_id, addendum_form=form)


def _add(summary_id: UUID, form: AddendumForm) -> bool:
    """Whether it is kept; where the form was sent before with other words, these stand in it to be sent anew."""
    addendum_id, seen = form["addendum_id"].data, form.seen
    try:
        with whole():
            summaries.add(me(), summary_id, form["words"].data, addendum_id)
    except summaries.AddedBefore as problem:
        form.begin_another(str(problem))
    drafts.kept(me(), addendum_id, {"words": form["words"].data}, seen)
    return not form.errors


@bp.get("/<uuid:summary_id>/addenda/<int:number>/file")
def addendum(summary_id: UUID, number: int) -> ResponseReturnValue:
    return as_pdf(summaries.fetch_addendum(me(), summary_id, number)) or back_to(summary_id)


@bp.post("/<uuid:summary_id>/addenda/<int:number>/again")
def page_again(summary_id: UUID, number: int) -> ResponseReturnValue:
    summaries.page_again(me(), summary_id, number)
    return back_to(summary_id)


@bp.post("/<uuid:summary_id>/copy")
def copy(summary_id: UUID) -> ResponseReturnValue:
    """The password comes in the form, is used once, and is kept nowhere."""
    form = CopyForm()
    form.offer(one.number for one in summaries.addenda(me(), summary_id))
    if form.validate_on_submit():
        with problems_in(form):
            found = summaries.copy(me(), summary_id, form["password"].data or "", form["part"].data)
            if found is None:
                flash(
                    _("There is nothing to copy yet, or any more. A page can be copied once it is ready."),
                    "please-know",
                )
            return as_pdf(found) or back_to(summary_id)
    return page_of(summary_id, copy_form=form)


@bp.post("/<uuid:summary_id>/give")
def give(summary_id: UUID) -> ResponseReturnValue:
    with problems_told():
        summaries.give(me(), summary_id)
        flash(_("It is given. It lies under Files there."))
    return back_to(summary_id)
