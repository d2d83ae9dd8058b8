"""One agenda, and what was noted after its session."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.agenda.forms import AfterForm, bp
from client_app.sharing import sharing_of
from portal.core.language import _
from portal.domain import agenda, drafts
from portal.domain.agenda import After, AfterChanged
from portal.web.drafting import resumed
from portal.web.forms import problems_in
from portal.web.session import me


@bp.get("/<uuid:agenda_id>")
def show(agenda_id: UUID) -> ResponseReturnValue:
    found = agenda.read(me(), agenda_id)
    if found.closed_at is None:
        news: dict[str, Any] = {name: request.args[name] for name in ("shared", "stopped") if name in request.args}
        return redirect(url_for("client.agenda.index", **news), HTTPStatus.SEE_OTHER)
    said, _ = agenda.after(me(), agenda_id)
    sharing = sharing_of(agenda_id, agenda.KIND)
    page = {"agenda": found, "said": said, "after_id": agenda.after_of(agenda_id)}
    return render_template("client/agenda/show.html", **page, sharing=sharing)


@bp.get("/after/<uuid:after_id>")
def noted(after_id: UUID) -> ResponseReturnValue:
    """What was noted after a session, by itself: a thing of its own to share."""
    said, agenda_id = agenda.noted(me(), after_id)
    sharing = sharing_of(after_id, agenda.AFTER_KIND)
    return render_template("client/agenda/noted.html", said=said, agenda_id=agenda_id, sharing=sharing)


@bp.post("/<uuid:agenda_id>/delete")
def delete(agenda_id: UUID) -> ResponseReturnValue:
    agenda.delete_one(me(), agenda_id)
    flash(_("The agenda is gone for good."))
    return redirect(url_for("client.agenda.index"), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:agenda_id>/after")
def after(agenda_id: UUID) -> ResponseReturnValue:
    said, version = agenda.after(me(), agenda_id)
    draft = drafts.find(me(), agenda.after_of(agenda_id))
    return _after_page(agenda_id, AfterForm(formdata=None, data=_typed(said, version) | resumed(draft)))


@bp.post("/<uuid:agenda_id>/after")
def close(agenda_id: UUID) -> ResponseReturnValue:
    form = AfterForm()
    if form.validate_on_submit():
        along = (form.lines.data, form.pins.data)
        try:
            with problems_in(form):
                agenda.close(me(), agenda_id, form.said(), form.base_version.data, along)
                noted = {name: form[name].data for name in ("takeaways", "next_step")}
                drafts.kept(me(), agenda.after_of(agenda_id), noted, form.seen)
                flash(_("What you noted is here. What you changed is only for you until you share it."))
                return redirect(url_for("client.agenda.show", agenda_id=agenda_id), HTTPStatus.SEE_OTHER)
        except AfterChanged as both:
            return _after_both(agenda_id, both, form)
    return _after_page(agenda_id, form)


def _after_both(agenda_id: UUID, both: AfterChanged, seen: AfterForm) -> ResponseReturnValue:
    form = AfterForm(formdata=None, data=_typed(both.typed, both.version) | seen.carried)
    return _after_page(agenda_id, form, both.kept), HTTPStatus.CONFLICT


def _after_page(agenda_id: UUID, form: AfterForm, kept: After | None = None) -> str:
    after_id = agenda.after_of(agenda_id)
    page = {"agenda": agenda.read(me(), agenda_id), "kept": kept, "draft": drafts.find(me(), after_id)}
    return render_template("client/agenda/after.html", form=form, after_id=after_id, pulse=agenda.PULSE, **page)


def _typed(said: After, version: int) -> dict[str, Any]:
    pulse = dict(zip(agenda.PULSE, said.pulse, strict=True))
    return pulse | {"takeaways": said.takeaways, "next_step": said.next_step, "base_version": version}
