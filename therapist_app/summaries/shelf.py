"""Summaries that were asked for: the list, how one stands, its web version and its file."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.whole import whole
from portal.domain import drafts, summaries
from portal.domain.drafts import Draft
from portal.web.session import me
from therapist_app.summaries.forms import AddendumForm, CopyForm
from therapist_app.summaries.titles import as_pdf, bp, title, titled


@bp.get("")
def index() -> ResponseReturnValue:
    cards, older = summaries.index(me(), before=request.args.get("before", type=UUID))
    return render_template("therapist/summaries/index.html", rows=titled(cards), older=older)


@bp.get("/<uuid:summary_id>")
def show(summary_id: UUID) -> ResponseReturnValue:
    return page_of(summary_id)


@bp.get("/<uuid:summary_id>/web")
def web(summary_id: UUID) -> ResponseReturnValue:
    draft = summaries.read(me(), summary_id)
    if draft is None:
        return back_to(summary_id)
    card, added = summaries.card(me(), summary_id), summaries.addenda(me(), summary_id)
    return render_template("therapist/summaries/web.html", summary=draft, card=card, addenda=added)


@bp.get("/<uuid:summary_id>/file")
def file(summary_id: UUID) -> ResponseReturnValue:
    """The PDF. Its name holds a day and nobody's name: it will lie in a folder of downloads."""
    return as_pdf(summaries.fetch(me(), summary_id)) or back_to(summary_id)


@bp.post("/<uuid:summary_id>/again")
def again(summary_id: UUID) -> ResponseReturnValue:
    try:
        with whole():
            summary_id = summaries.again(me(), summary_id)
    except Invalid:
        flash(_("Nothing that was in it is shared now, so there is nothing to make."), "please-know")
    return back_to(summary_id)


def back_to(summary_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("therapist.summaries.show", summary_id=summary_id), HTTPStatus.SEE_OTHER)


def page_of(summary_id: UUID, addendum_form: AddendumForm | None = None, copy_form: CopyForm | None = None) -> str:
    """How it stands and what can be done with it; an addendum that was being written goes on where it was."""
    card = summaries.card(me(), summary_id)
    draft = unkept(summary_id) if card.is_final else None
    added = summaries.addenda(me(), summary_id) if card.is_final else []
    said = {"addendum_id": draft.about_id, "words": draft.words["words"], "number": draft.number} if draft else {}
    copied = copy_form or CopyForm(formdata=None)
    copied.offer(one.number for one in added if one.is_ready)
    return render_template(
        "therapist/summaries/show.html",
        card=card,
        title=title(card),
        addenda=added,
        draft=draft,
        form=addendum_form or AddendumForm(formdata=None, data=said),
        copy_form=copied,
        can_be_given=summaries.can_be_given(me(), card),
    )


def unkept(summary_id: UUID) -> Draft | None:
    """The addendum that was being written to this summary and was not kept yet."""
    found = drafts.index(me(), AddendumForm.KIND)
    return next((draft for draft in found if draft.words["summary"] == str(summary_id)), None)
