"""A therapist's own notes on a client: for them alone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _, lazy
from portal.domain import drafts, process_notes
from portal.domain.drafts import Draft
from portal.domain.process_notes import BothChanged
from portal.web.drafting import Drafted, resumed
from portal.web.forms import Day, HiddenNumber, OnceId, Text, problems_in
from portal.web.session import me
from therapist_app.caseload.head import part

bp = Blueprint("process_notes", __name__, url_prefix="/clients/<uuid:client_id>/own-notes")
KIND = "process-note"  # of the drafts written here


class NoteForm(Drafted):
    note_id = OnceId()
    on_day = Day(lazy("About the day"))
    body = Text(lazy("Your note"))


class EditForm(NoteForm):
    base_version = HiddenNumber()


@bp.get("")
def index(client_id: UUID) -> ResponseReturnValue:
    shelf = process_notes.shelf(me(), client_id, request.args.get("before", type=UUID))
    return part("process_notes/index", client_id, shelf=shelf, draft=_begun(client_id))


@bp.get("/new")
def new(client_id: UUID) -> ResponseReturnValue:
    """A blank page, or with the note that was being written about this client and was not kept yet."""
    draft = _begun(client_id)
    said = {"note_id": draft.about_id, **resumed(draft)} if draft else {}
    return _page(client_id, NoteForm(formdata=None, data=said), draft)


@bp.post("/new")
def write(client_id: UUID) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                words = (form["body"].data, form["note_id"].data, form["on_day"].data)
                note_id = process_notes.write(me(), client_id, *words)
                return _onwards(client_id, note_id, form)
        except BothChanged as both:
            return _both(client_id, form, both)
    return _page(client_id, form, drafts.find(me(), form["note_id"].data))


@bp.get("/<uuid:note_id>")
def show(client_id: UUID, note_id: UUID) -> ResponseReturnValue:
    note, earlier = (verb(me(), client_id, note_id) for verb in (process_notes.read, process_notes.earlier))
    return part("process_notes/show", client_id, note=note, earlier=earlier)


@bp.get("/<uuid:note_id>/edit")
def edit(client_id: UUID, note_id: UUID) -> ResponseReturnValue:
    note, draft = process_notes.read(me(), client_id, note_id), drafts.find(me(), note_id)
    stands = {"body": note.body, "on_day": note.on_day, "base_version": note.version}
    return _page(client_id, EditForm(formdata=None, data=stands | resumed(draft)), draft, note_id)


@bp.post("/<uuid:note_id>/edit")
def change(client_id: UUID, note_id: UUID) -> ResponseReturnValue:
    form = EditForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                words = (form["base_version"].data, form["body"].data, form["on_day"].data)
                process_notes.edit(me(), client_id, note_id, *words)
                return _onwards(client_id, note_id, form)
        except BothChanged as both:
            return _both(client_id, form, both)
    return _page(client_id, form, drafts.find(me(), note_id), note_id)


@bp.post("/<uuid:note_id>/delete")
def delete(client_id: UUID, note_id: UUID) -> ResponseReturnValue:
    process_notes.delete(me(), client_id, note_id)
    flash(_("Deleted, with every version of it."))
    return redirect(url_for("therapist.process_notes.index", client_id=client_id), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ pages


def _begun(client_id: UUID) -> Draft | None:
    """A new note about this client that was begun; another client's stays where it is."""
    begun = (draft for draft in drafts.index(me(), KIND) if draft.is_new)
    return next((draft for draft in begun if draft.words["client"] == str(client_id)), None)


def _page(client_id: UUID, form: NoteForm, draft: Draft | None, note_id: UUID | None = None, **more: Any) -> str:
    return part("process_notes/write", client_id, form=form, draft=draft, note_id=note_id, **{"kept": None, **more})


def _both(client_id: UUID, form: NoteForm, both: BothChanged) -> ResponseReturnValue:
    """Two windows: what stands is shown above what was typed here, which takes its place when it is kept again."""
    typed = {"body": both.typed, "on_day": form["on_day"].data, "base_version": both.kept.version}
    again = EditForm(formdata=None, data=typed | form.carried)
    draft = drafts.find(me(), both.kept.id)
    return _page(client_id, again, draft, both.kept.id, kept=both.kept), HTTPStatus.CONFLICT


def _onwards(client_id: UUID, note_id: UUID, form: NoteForm) -> ResponseReturnValue:
    drafts.kept(me(), note_id, {"body": form["body"].data}, form.seen)
    there = url_for("therapist.process_notes.show", client_id=client_id, note_id=note_id)
    return redirect(there, HTTPStatus.SEE_OTHER)
