"""Only a part of a note: sentences to tick, and the page of the part that was made."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.sharing.badges import sharing_of
from portal.domain import journal
from portal.web.forms import Form, HiddenNumber, OnceId, a_number, problems_in
from portal.web.session import me

bp = Blueprint("excerpts", __name__, url_prefix="/notes")


class PartForm(Form):
    excerpt_id = OnceId()
    version = HiddenNumber()


@bp.get("/<uuid:entry_id>/part")
def new(entry_id: UUID) -> ResponseReturnValue:
    return _choose(entry_id, PartForm(formdata=None), [])


@bp.post("/<uuid:entry_id>/part")
def make(entry_id: UUID) -> ResponseReturnValue:
    form, chosen = PartForm(), request.form.getlist("chosen", type=a_number)
    if form.validate_on_submit():
        with problems_in(form):
            made = journal.excerpt(me(), entry_id, form.version.data, chosen, form.excerpt_id.data)
            return redirect(url_for("client.excerpts.show", excerpt_id=made), HTTPStatus.SEE_OTHER)
    return _choose(entry_id, form, chosen)


@bp.get("/parts/<uuid:excerpt_id>")
def show(excerpt_id: UUID) -> ResponseReturnValue:
    part = journal.read_excerpt(me(), excerpt_id)
    return render_template("client/excerpts/show.html", part=part, sharing=sharing_of(excerpt_id, journal.EXCERPT))


def _choose(entry_id: UUID, form: PartForm, chosen: list[int]) -> str:
    page = journal.read(me(), entry_id)
    form.version.data = page.version
    made = [journal.read_excerpt(me(), one) for one in journal.excerpts_of(me(), entry_id)]
    about = {"sentences": journal.sentences(page.body), "chosen": chosen, "made": made}
    return render_template("client/excerpts/new.html", page=page, form=form, **about)
