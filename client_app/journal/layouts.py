"""Layouts: beginnings a client makes for notes of their own."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.journal.forms import LayoutForm, bp
from portal.domain import drafts, journal
from portal.domain.journal import LayoutChanged
from portal.web.drafting import resumed
from portal.web.forms import problems_in
from portal.web.session import me

KIND = "layout"  # of the drafts written here


@bp.get("/layouts")
def layouts() -> ResponseReturnValue:
    begun = [draft for draft in drafts.index(me(), KIND) if draft.is_new]
    return render_template("client/journal/layouts.html", layouts=journal.layouts(me()), begun=begun)


@bp.get("/layouts/new")
def new_layout() -> ResponseReturnValue:
    """A blank one, or the draft one comes back to."""
    wanted = request.args.get("draft", type=UUID)
    draft = drafts.find(me(), wanted) if wanted else None
    return _page(LayoutForm(data={"layout_id": draft.about_id, **resumed(draft)} if draft else {}))


@bp.post("/layouts/new")
def make_layout() -> ResponseReturnValue:
    form = LayoutForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                journal.make_layout(me(), form.name.data, form.text.data, form.layout_id.data)
                return _kept(form.layout_id.data, form)
        except LayoutChanged as changed:
            return _changed(changed, form)
    return _page(form)


@bp.get("/layouts/<uuid:layout_id>")
def edit_layout(layout_id: UUID) -> ResponseReturnValue:
    found = journal.read_layout(me(), layout_id)
    stands = {"base_version": found.version, "name": found.name, "text": found.text}
    return _page(LayoutForm(data=stands | resumed(drafts.find(me(), layout_id))), layout_id)


@bp.post("/layouts/<uuid:layout_id>")
def change_layout(layout_id: UUID) -> ResponseReturnValue:
    form = LayoutForm()
    journal.read_layout(me(), layout_id)
    if form.validate_on_submit():
        try:
            with problems_in(form):
                journal.change_layout(me(), layout_id, form.base_version.data, form.name.data, form.text.data)
                return _kept(layout_id, form)
        except LayoutChanged as changed:
            return _changed(changed, form)
    return _page(form, layout_id)


@bp.post("/layouts/<uuid:layout_id>/remove")
def remove_layout(layout_id: UUID) -> ResponseReturnValue:
    journal.remove_layout(me(), layout_id)
    return _onwards()


def _page(form: LayoutForm, layout_id: UUID | None = None, kept: journal.Layout | None = None) -> str:
    about_id = layout_id or form.layout_id.data
    about = {"about_id": about_id, "draft": drafts.find(me(), about_id), "kept": kept}
    return render_template("client/journal/layout.html", form=form, layout_id=layout_id, **about)


def _changed(changed: LayoutChanged, form: LayoutForm) -> ResponseReturnValue:
    """Two windows: what was typed stays in the form, what is kept stands above it."""
    kept, typed = changed.kept, {"name": form.name.data, "text": form.text.data}
    again = LayoutForm(formdata=None, data=typed | form.carried | {"base_version": kept.version})
    return _page(again, kept.id, kept), HTTPStatus.CONFLICT


def _kept(layout_id: UUID, form: LayoutForm) -> ResponseReturnValue:
    drafts.kept(me(), layout_id, {"name": form.name.data, "text": form.text.data}, form.seen)
    return _onwards()


def _onwards() -> ResponseReturnValue:
    return redirect(url_for("client.journal.layouts"), HTTPStatus.SEE_OTHER)
