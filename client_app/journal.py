"""Notes: the shelf and its search, writing, reading, changing, and earlier versions."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Length

from client_app.sharing import badge, done, panel, with_badges
from portal.domain import consent, drafts, journal
from portal.domain.consent import Audience
from portal.domain.drafts import Draft, Seen
from portal.domain.journal import BothChanged
from portal.web.forms import Form, HiddenNumber, Line, OnceId, Text, a_number, problems_in
from portal.web.session import me

bp = Blueprint("journal", __name__, url_prefix="/notes")

KIND = "entry"  # of the drafts written here
LONGEST_SEARCH = 200  # characters
BOTH = "both"  # what the button says that keeps two texts as two notes


class NoteForm(Form):
    entry_id = OnceId()
    number = HiddenNumber(default=0)  # of the draft saved or opened last
    window = OnceId()  # which window this is

    @property
    def seen(self) -> Seen:
        """What this window knows of its draft."""
        return Seen(self["number"].data, self["window"].data)

    title = Line("Title")
    body = Text("Your note")


class EditForm(NoteForm):
    base_version = HiddenNumber()


class SearchForm(Form):
    words = Line("Words in your notes", [Length(max=LONGEST_SEARCH, message="Fewer words find more.")])


# ------------------------------------------------------------------ the shelf


@bp.get("")
def index() -> ResponseReturnValue:
    before, after = (request.args.get(name, type=UUID) for name in ("before", "after"))
    shelf = journal.shelf(me(), before, after)
    return render_template(
        "client/journal/index.html",
        form=SearchForm(),
        notes=with_badges(shelf.headers),
        shelf=shelf,
        drafts=[] if before or after else drafts.index(me(), KIND),
    )


@bp.post("")
def search() -> ResponseReturnValue:
    """By POST, so that the words stand in no address."""
    form = SearchForm()
    if form.validate_on_submit() and not form.words.data:
        return redirect(url_for("client.journal.index"), HTTPStatus.SEE_OTHER)
    found = [] if form.words.errors else journal.search(me(), form.words.data)
    return render_template("client/journal/found.html", form=form, notes=with_badges(found), most=journal.FOUND)


# ------------------------------------------------------------------ writing


@bp.get("/new")
def new() -> ResponseReturnValue:
    """A blank page, or the draft that the address names: the one that a person comes back to after signing in again."""
    wanted = request.args.get("draft", type=UUID)
    draft = drafts.find(me(), wanted) if wanted else None
    if draft is None:
        return _blank(NoteForm(), None)
    if not draft.is_new:
        return redirect(url_for("client.journal.edit", entry_id=draft.about_id), HTTPStatus.SEE_OTHER)
    return _blank(NoteForm(data={"entry_id": draft.about_id, "number": draft.number, **draft.words}), draft)


@bp.post("/new")
def write() -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with problems_in(form):
            try:
                entry_id = journal.write(me(), form.body.data, form.title.data, form.entry_id.data)
            except BothChanged as both:
                return _both(form.entry_id.data, both, form.seen)
            _no_longer_a_draft(entry_id, form)
            return _onwards(entry_id)
    return _blank(form, drafts.find(me(), form.entry_id.data))


@bp.get("/<uuid:entry_id>/edit")
def edit(entry_id: UUID) -> ResponseReturnValue:
    page, draft = journal.read(me(), entry_id), drafts.find(me(), entry_id)
    stands = {"title": page.title, "body": page.body, "base_version": page.version}
    typed = {**draft.words, "base_version": draft.base_version, "number": draft.number} if draft else {}
    form = EditForm(data=stands | typed)
    return _changing(entry_id, form, draft)


@bp.post("/<uuid:entry_id>/edit")
def change(entry_id: UUID) -> ResponseReturnValue:
    form = EditForm()
    if form.validate_on_submit():
        with problems_in(form):
            try:
                return _onwards(_kept(entry_id, form))
            except BothChanged as both:
                return _both(entry_id, both, form.seen)
    journal.read(me(), entry_id)
    return _changing(entry_id, form, drafts.find(me(), entry_id))


def _blank(form: NoteForm, draft: Draft | None) -> ResponseReturnValue:
    others = [other for other in drafts.index(me(), KIND) if other.is_new and other.about_id != form.entry_id.data]
    page = {"draft": draft, "others": others, "readers": panel(Audience())}
    return render_template("client/journal/new.html", form=form, **page)


def _changing(entry_id: UUID, form: EditForm, draft: Draft | None) -> ResponseReturnValue:
    audience = consent.audience(me(), [entry_id])[entry_id]
    about = {"badge": badge(audience), "readers": panel(audience)}
    return render_template("client/journal/edit.html", form=form, entry_id=entry_id, draft=draft, **about)


def _kept(entry_id: UUID, form: EditForm) -> UUID:
    """Keep what was typed: as a later version, or, where somebody chose both of two texts, as a note of its own."""
    kept = entry_id
    if request.form.get("then") == BOTH:
        kept = journal.write(me(), form.body.data, form.title.data, form.entry_id.data)
    else:
        journal.edit(me(), entry_id, form.base_version.data, form.body.data, form.title.data)
    _no_longer_a_draft(entry_id, form)
    return kept


def _no_longer_a_draft(about_id: UUID, form: NoteForm) -> None:
    words = {"title": form.title.data, "body": form.body.data}
    drafts.kept(me(), about_id, words, form.seen)


def _onwards(entry_id: UUID) -> ResponseReturnValue:
    """To the note, or to looking at it as the reader will whose button was pressed."""
    try:
        reader_id = UUID(request.form.get("then", ""))
    except ValueError:
        return redirect(url_for("client.journal.show", entry_id=entry_id), HTTPStatus.SEE_OTHER)
    ahead = url_for("client.sharing.preview", thing_id=entry_id, reader_id=reader_id)
    return redirect(ahead, HTTPStatus.SEE_OTHER)


def _both(entry_id: UUID, both: BothChanged, seen: Seen) -> ResponseReturnValue:
    """Two windows: both texts on one page, and whatever is chosen, the other is lost only if that is the choice."""
    typed = {"title": both.typed.title, "body": both.typed.body, "base_version": both.version}
    typed |= {"number": seen.number, "window": seen.window}
    audience = consent.audience(me(), [entry_id])[entry_id]
    about = {"form": EditForm(formdata=None, data=typed), "kept": both.kept, "badge": badge(audience)}
    return render_template("client/journal/both.html", entry_id=entry_id, **about), HTTPStatus.CONFLICT


# ------------------------------------------------------------------ reading


@bp.get("/<uuid:entry_id>")
def show(entry_id: UUID) -> ResponseReturnValue:
    page = journal.read(me(), entry_id)
    audience = consent.audience(me(), [entry_id])[entry_id]
    return render_template(
        "client/journal/show.html",
        page=page,
        badge=badge(audience),
        audience=audience,
        readers=panel(audience, entry_id),
        done=done(audience, entry_id),
    )


@bp.get("/<uuid:entry_id>/history")
def history(entry_id: UUID) -> ResponseReturnValue:
    number, before = (request.args.get(name, type=a_number) for name in ("version", "before"))
    return render_template(
        "client/journal/history.html",
        page=journal.read(me(), entry_id, number),
        versions=journal.versions(me(), entry_id, before),
        audience=consent.audience(me(), [entry_id])[entry_id],
        is_open=number is not None,
    )
