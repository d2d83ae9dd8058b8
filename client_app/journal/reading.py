"""One note of one's own: as it is now, and its versions."""

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.journal.forms import bp
from client_app.journal.writing import both_texts, level_of
from client_app.sharing import sharing_of
from portal.core.errors import NotFound
from portal.core.whole import whole
from portal.domain import consent, goals, journal, prompts
from portal.domain.drafts import Seen
from portal.domain.journal import BothChanged, Margin
from portal.web.forms import a_number
from portal.web.session import me


@bp.get("/<uuid:entry_id>")
def show(entry_id: UUID) -> ResponseReturnValue:
    page, beside = journal.read(me(), entry_id), journal.beside(me(), entry_id)
    return render_template(
        "client/journal/show.html",
        page=page,
        beside=beside,
        goal=_goal(beside.margin),
        level=level_of(beside.margin),
        found=_answered(),
        sharing=sharing_of(entry_id),
    )


@bp.post("/<uuid:entry_id>/pin")
def pin(entry_id: UUID) -> ResponseReturnValue:
    journal.pin(me(), entry_id, pinned=request.form.get("pinned") == "yes")
    return redirect(url_for("client.journal.show", entry_id=entry_id), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:entry_id>/history")
def history(entry_id: UUID) -> ResponseReturnValue:
    number, before = (request.args.get(name, type=a_number) for name in ("version", "before"))
    newest = journal.read(me(), entry_id)
    return render_template(
        "client/journal/history.html",
        page=newest if number is None else journal.read(me(), entry_id, number),
        newest=newest.version,
        versions=journal.versions(me(), entry_id, before),
        audience=consent.audience(me(), [entry_id])[entry_id],
        is_open=number is not None,
    )


@bp.post("/<uuid:entry_id>/restore")
def restore(entry_id: UUID) -> ResponseReturnValue:
    number, base = (request.form.get(name, 0, type=a_number) for name in ("number", "base_version"))
    try:
        with whole():
            journal.restore(me(), entry_id, number, base)
    except BothChanged as both:
        return both_texts(entry_id, both, Seen(0, uuid4()))
    return redirect(url_for("client.journal.show", entry_id=entry_id), HTTPStatus.SEE_OTHER)


def _answered() -> prompts.Found | None:
    """The question that was answered a moment ago, which the address names."""
    question_id = request.args.get("answered", type=UUID)
    try:
        found = prompts.find(me(), question_id) if question_id else None
    except NotFound:
        return None
    return found if found and found.mark.answered_on else None


def _goal(margin: Margin) -> goals.Goal | None:
    """The goal beside a note; None where there is none, or it is gone."""
    try:
        return goals.read(me(), margin.goal_id) if margin.goal_id else None
    except NotFound:
        return None
