"""Summaries that were asked for: the list, how one stands, its web version and its file."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Invalid
from portal.domain import summaries
from portal.web.session import me
from therapist_app.summaries.titles import bp, title, titled


@bp.get("")
def index() -> ResponseReturnValue:
    cards, older = summaries.index(me(), before=request.args.get("before", type=UUID))
    return render_template("therapist/summaries/index.html", rows=titled(cards), older=older)


@bp.get("/<uuid:summary_id>")
def show(summary_id: UUID) -> ResponseReturnValue:
    card = summaries.card(me(), summary_id)
    return render_template("therapist/summaries/show.html", card=card, title=title(card))


@bp.get("/<uuid:summary_id>/web")
def web(summary_id: UUID) -> ResponseReturnValue:
    draft = summaries.read(me(), summary_id)
    if draft is None:
        return redirect(url_for("therapist.summaries.show", summary_id=summary_id), HTTPStatus.SEE_OTHER)
    return render_template("therapist/summaries/web.html", summary=draft, summary_id=summary_id)


@bp.get("/<uuid:summary_id>/file")
def file(summary_id: UUID) -> ResponseReturnValue:
    """The PDF. Its name holds a day and nobody's name: it will lie in a folder of downloads."""
    found = summaries.fetch(me(), summary_id)
    if found is None:
        return redirect(url_for("therapist.summaries.show", summary_id=summary_id), HTTPStatus.SEE_OTHER)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.pdf, mimetype="application/pdf", headers=headers)


@bp.post("/<uuid:summary_id>/again")
def again(summary_id: UUID) -> ResponseReturnValue:
    try:
        summary_id = summaries.again(me(), summary_id)
    except Invalid:
        flash("Nothing that was in it is shared now, so there is nothing to make.", "please-know")
    return redirect(url_for("therapist.summaries.show", summary_id=summary_id), HTTPStatus.SEE_OTHER)
