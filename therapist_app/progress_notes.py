"""The record of a client's sessions: progress notes, signed for good, and what is added to them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import drafts, progress_notes
from portal.domain.drafts import Draft
from portal.domain.progress_notes import BothChanged, Signed
from portal.web.drafting import Drafted, resumed
from portal.web.forms import Day, HiddenNumber, OnceId, Text, a_number, problems_in
from portal.web.session import me
from therapist_app.caseload.head import part

bp = Blueprint("progress_notes", __name__, url_prefix="/clients/<uuid:client_id>/record")
KIND = "progress-note"  # of the drafts written here
SIGN = "sign"  # what the button says that signs, too


class NoteForm(Drafted):
    note_id = OnceId()
    on_day = Day(lazy("Day of the session"))
    body = Text(lazy("Progress note"))


class EditForm(NoteForm):
    base_version = HiddenNumber()


class AddForm(Drafted):
    addendum_id = OnceId()
    body = Text(lazy("Addendum"))


@bp.get("")
def index(client_id: UUID) -> ResponseReturnValue:
    shelf = progress_notes.shelf(me(), client_id, request.args.get("before", type=UUID))
    return part("progress_notes/index", client_id, shelf=shelf, draft=_begun(client_id))


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
        with problems_in(form):
            return _kept(client_id, form, None)
    return _page(client_id, form, drafts.find(me(), form["note_id"].data))


@bp.get("/<uuid:record_id>")
def show(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    note, earlier = (verb(me(), client_id, record_id) for verb in (progress_notes.read, progress_notes.earlier))
    return part("progress_notes/show", client_id, note=note, earlier=earlier)


@bp.get("/<uuid:record_id>/edit")
def edit(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    note, draft = progress_notes.read(me(), client_id, record_id), drafts.find(me(), record_id)
    if note.signed_at:
        return redirect(_address(client_id, record_id), HTTPStatus.SEE_OTHER)
    stands = {"body": note.body, "on_day": note.on_day, "base_version": note.version}
    return _page(client_id, EditForm(formdata=None, data=stands | resumed(draft)), draft, record_id)


@bp.post("/<uuid:record_id>/edit")
def change(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = EditForm()
    if form.validate_on_submit():
        with problems_in(form):
            return _kept(client_id, form, record_id)
    return _page(client_id, form, drafts.find(me(), record_id), record_id)


@bp.post("/<uuid:record_id>/sign")
def sign(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Only the version that stood on the page is signed."""
    try:
        with whole():
            progress_notes.sign(me(), client_id, record_id, request.form.get("base_version", 0, type=a_number))
            flash(_("Signed. It stays as it is; an addendum can be added."))
    except BothChanged:
        flash(_("This note was changed in another window. Read it once more, then sign it."), "please-know")
    return redirect(_address(client_id, record_id), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:record_id>/addendum")
def addendum(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    note, draft = progress_notes.read(me(), client_id, record_id), _added(record_id)
    if not note.signed_at:
        return redirect(_address(client_id, record_id), HTTPStatus.SEE_OTHER)
    said = {"addendum_id": draft.about_id, **resumed(draft)} if draft else {}
    form = AddForm(formdata=None, data=said)
    return part("progress_notes/addendum", client_id, form=form, note=note, draft=draft, told="")


@bp.post("/<uuid:record_id>/addendum")
def add(client_id: UUID, record_id: UUID) -> ResponseReturnValue:
    note, form = progress_notes.read(me(), client_id, record_id), AddForm()
    if form.validate_on_submit():
        with problems_in(form):
            progress_notes.add(me(), client_id, record_id, form["body"].data, form["addendum_id"].data)
            drafts.kept(me(), form["addendum_id"].data, {"body": form["body"].data}, form.seen)
            return redirect(_address(client_id, record_id), HTTPStatus.SEE_OTHER)
    draft = drafts.find(me(), form["addendum_id"].data)
    return part("progress_notes/addendum", client_id, form=form, note=note, draft=draft, told="")


# ------------------------------------------------------------------ pages


def _begun(client_id: UUID) -> Draft | None:
    """A new note about this client that was begun; another client's stays where it is."""
    begun = (draft for draft in drafts.index(me(), KIND) if draft.is_new)
    return next((draft for draft in begun if draft.words["client"] == str(client_id)), None)


def _added(record_id: UUID) -> Draft | None:
    """An addendum to this note that was begun."""
    begun = (draft for draft in drafts.index(me(), "addendum") if draft.is_new)
    return next((draft for draft in begun if draft.words["note"] == str(record_id)), None)


def _page(client_id: UUID, form: NoteForm, draft: Draft | None, record_id: UUID | None = None, **more: Any) -> str:
    return part(
        "progress_notes/write", client_id, form=form, draft=draft, record_id=record_id, **{"kept": None, **more}
    )


def _kept(client_id: UUID, form: NoteForm, record_id: UUID | None) -> ResponseReturnValue:
    """Keep a new note, or a later version of one; signed, where the button said so. Nothing typed is lost on the way.

    Raises:
        Invalid: on a field.
        NotFound: not their client, or no such note.
    """
    about, words = record_id or form["note_id"].data, (form["body"].data, form["on_day"].data)
    try:
        with whole():
            if record_id:
                version = progress_notes.edit(me(), client_id, record_id, form["base_version"].data, *words)
            else:
                progress_notes.write(me(), client_id, words[0], about, words[1])
                version = progress_notes.read(me(), client_id, about).version
            if request.form.get("then") == SIGN:
                progress_notes.sign(me(), client_id, about, version)
    except BothChanged as both:
        return _both(client_id, form, both)
    except Signed as signed:
        return _too_late(client_id, about, signed)
    drafts.kept(me(), about, {"body": form["body"].data}, form.seen)
    return redirect(_address(client_id, about), HTTPStatus.SEE_OTHER)


def _both(client_id: UUID, form: NoteForm, both: BothChanged) -> ResponseReturnValue:
    """Two windows: what stands is shown above what was typed here, which takes its place when it is kept again."""
    typed = {"body": both.typed, "on_day": form["on_day"].data, "base_version": both.kept.version}
    again = EditForm(formdata=None, data=typed | form.carried)
    draft = drafts.find(me(), both.kept.id)
    return _page(client_id, again, draft, both.kept.id, kept=both.kept), HTTPStatus.CONFLICT


def _too_late(client_id: UUID, record_id: UUID, signed: Signed) -> ResponseReturnValue:
    """It was signed meanwhile, in another window: what was typed stands in the form of an addendum, not kept yet."""
    note, form = progress_notes.read(me(), client_id, record_id), AddForm(formdata=None, data={"body": signed.typed})
    told = _("This note was signed in another window, so it stays as it is. What you typed stands here, not kept yet.")
    return part("progress_notes/addendum", client_id, form=form, note=note, draft=None, told=told), HTTPStatus.CONFLICT


def _address(client_id: UUID, record_id: UUID) -> str:
    return url_for("therapist.progress_notes.show", client_id=client_id, record_id=record_id)
