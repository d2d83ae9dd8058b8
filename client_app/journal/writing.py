"""Writing notes and changing them: what was typed is kept, given back, or shown beside what stands in its way."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.journal.forms import KIND, EditForm, NoteForm, beside_data, bp, said, today
from client_app.sharing import badge, panel
from portal.core.errors import NotFound
from portal.core.language import _
from portal.core.whole import whole
from portal.domain import consent, drafts, journal, mood, prompts
from portal.domain.accounts import noon_of
from portal.domain.consent import Audience
from portal.domain.drafts import Draft, Seen
from portal.domain.journal import BothChanged, Margin, MarginChanged
from portal.domain.prompts import Found
from portal.web.drafting import resumed
from portal.web.forms import problems_in
from portal.web.session import me
from portal.web.templating import day

BOTH = "both"  # what the button says that keeps two texts as two notes
AS_AGREED = "agreed"  # what the button says that opens an answer to whoever asked
BESIDE = ("on_day", "tags", "goal_id", "level", "checkin_id", "question_id")  # fields


@bp.get("/new")
def new() -> ResponseReturnValue:
    """A blank page, or with a layout, a question, or the draft one comes back to after signing in."""
    wanted, layout_id, question_id = (request.args.get(name, type=UUID) for name in ("draft", "layout", "question"))
    draft = drafts.find(me(), wanted) if wanted else None
    if draft is None:
        begun = {"body": journal.read_layout(me(), layout_id).text} if layout_id else {}
        return _blank(NoteForm(data={"on_day": today(), "question_id": question_id, **begun}), None)
    if not draft.is_new:
        return redirect(url_for("client.journal.edit", entry_id=draft.about_id), HTTPStatus.SEE_OTHER)
    return _blank(NoteForm(data={"entry_id": draft.about_id, **resumed(draft)}), draft)


@bp.post("/new")
def write() -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                entry_id = _written(form)
                _no_longer_a_draft(entry_id, form)
                return _onwards(entry_id, form.question_id.data)
        except BothChanged as both:
            return both_texts(form.entry_id.data, both, form.seen, form)
        except MarginChanged as changed:
            return _beside_changed(form.entry_id.data, form, changed)
    return _blank(form, drafts.find(me(), form.entry_id.data))


@bp.get("/<uuid:entry_id>/edit")
def edit(entry_id: UUID) -> ResponseReturnValue:
    page, draft = journal.read(me(), entry_id), drafts.find(me(), entry_id)
    stands = {"title": page.title, "body": page.body, "base_version": page.version}
    stands |= beside_data(journal.beside(me(), entry_id))
    return _changing(entry_id, EditForm(data=stands | resumed(draft)), draft)


@bp.post("/<uuid:entry_id>/edit")
def change(entry_id: UUID) -> ResponseReturnValue:
    form = EditForm()
    if form.validate_on_submit():
        try:
            with problems_in(form):
                return _onwards(_kept(entry_id, form))
        except BothChanged as both:
            return both_texts(entry_id, both, form.seen, form)
        except MarginChanged as changed:
            return _beside_changed(entry_id, form, changed)
    return _changing(entry_id, form, drafts.find(me(), entry_id))


def both_texts(entry_id: UUID, both: BothChanged, seen: Seen, form: NoteForm | None = None) -> ResponseReturnValue:
    """Two windows: both texts on one page, and whatever is chosen, the other is lost only if that is the choice."""
    typed = {"title": both.typed.title, "body": both.typed.body, "base_version": both.version}
    typed |= {"number": seen.number, "window": seen.window}
    typed |= _typed_beside(form) if form else beside_data(journal.beside(me(), entry_id))
    audience = consent.audience(me(), [entry_id])[entry_id]
    about = {"form": EditForm(formdata=None, data=typed), "kept": both.kept, "badge": badge(audience)}
    return render_template("client/journal/both.html", entry_id=entry_id, **about), HTTPStatus.CONFLICT


def level_of(margin: Margin) -> int | None:
    """The level of the check-in beside a note; None where there is none, or it was taken away since."""
    try:
        return mood.read(me(), margin.checkin_id).reading.level if margin.checkin_id else None
    except NotFound:
        return None


# ------------------------------------------------------------------ pages


def _blank(form: NoteForm, draft: Draft | None) -> ResponseReturnValue:
    others = [other for other in drafts.index(me(), KIND) if other.is_new and other.about_id != form.entry_id.data]
    found = _asked(form)
    page = {"draft": draft, "others": others, "readers": panel(Audience()), "level": None, "found": found}
    answer_to = journal.answer_goes_to(me(), found.asked_id) if found else None
    return render_template(
        "client/journal/new.html", form=form, answer_to=answer_to, layouts=journal.layouts(me()), latest=today(), **page
    )


def _changing(entry_id: UUID, form: EditForm, draft: Draft | None) -> str:
    audience = consent.audience(me(), [entry_id])[entry_id]
    about = {"badge": badge(audience), "readers": panel(audience), "latest": today()}
    about["question"] = journal.read(me(), entry_id).question
    about["level"] = level_of(journal.beside(me(), entry_id).margin)
    about["answer_to"] = journal.answer_open_to(me(), entry_id)
    return render_template("client/journal/edit.html", form=form, entry_id=entry_id, draft=draft, **about)


def _beside_changed(entry_id: UUID, form: NoteForm, changed: MarginChanged) -> ResponseReturnValue:
    """Two windows chose other tags, another day or goal: the page shows what was chosen here and says what stands."""
    stands = changed.stands
    typed = {name: form[name].data for name in ("title", "body", "number", "window")} | _typed_beside(form)
    base = form["base_version"].data if "base_version" in form else 1
    again = EditForm(formdata=None, data=typed | {"base_version": base, "base_margin": stands.version})
    on_day, tags = day(stands.on_day), said(stands.margin.tags)
    told = (
        _("In another window this note was given the tags %(tags)s, and the day %(day)s.", tags=tags, day=on_day)
        if tags
        else _("In another window this note was given no tags, and the day %(day)s.", day=on_day)
    )
    again.tags.errors = [" ".join((told, _("Keep it again, and what stands here takes their place.")))]
    return _changing(entry_id, again, drafts.find(me(), entry_id)), HTTPStatus.CONFLICT


def _typed_beside(form: NoteForm) -> dict[str, object]:
    return {name: form[name].data for name in (*BESIDE, "base_margin")}


# ------------------------------------------------------------------ keeping


def _written(form: NoteForm) -> UUID:
    """The words first: a check-in of a note that cannot be kept would be one too many."""
    margin = form.margin()
    found, on_day = _asked(form), form.on_day.data
    question, asked_id = (found.question.text, found.asked_id) if found else ("", None)
    words = (form.body.data, form.title.data, form.entry_id.data)
    entry_id = journal.write(
        me(),
        *words,
        on_day,
        margin=margin,
        question=question,
        asked_id=asked_id,
        as_agreed=request.form.get("then") == AS_AGREED,
    )
    if found:
        prompts.answered(me(), found.question.id)
    _check_in(form)
    return entry_id


def _kept(entry_id: UUID, form: EditForm) -> UUID:
    """Keep what was typed: as a later version, or, where somebody chose both of two texts, as a note of its own."""
    if request.form.get("then") == BOTH:
        kept = _written(form)
    else:
        kept, beside = entry_id, journal.beside(me(), entry_id)
        margin = form.margin(beside.margin.checkin_id)
        journal.edit(
            me(),
            entry_id,
            form.base_version.data,
            form.body.data,
            form.title.data,
            on_day=form.on_day.data,
            margin=margin,
            base_margin=form.base_margin.data,
            as_agreed=request.form.get("then") == AS_AGREED,
        )
        if margin.checkin_id == form.checkin_id.data:
            _check_in(form)
    _no_longer_a_draft(entry_id, form)
    return kept


def _asked(form: NoteForm) -> Found | None:
    """The question that is answered; none when there is none, or it is gone: then the words are a note of their own."""
    try:
        return prompts.find(me(), form.question_id.data) if form.question_id.data else None
    except NotFound:
        return None


def _check_in(form: NoteForm) -> None:
    """The check-in chosen with a note: of now, or of noon of an earlier day. Sent twice, it is one."""
    if not form.level.data:
        return
    on = form.on_day.data or today()
    noon = noon_of(me(), on) if on < today() else None
    try:
        with whole():
            mood.check_in(me(), form.level.data, checkin_id=form.checkin_id.data, moment=noon)
    except mood.BothChanged:
        return  # the form came again, and the check-in has been changed since: that stands


def _no_longer_a_draft(about_id: UUID, form: NoteForm) -> None:
    words = {"title": form.title.data, "body": form.body.data}
    drafts.kept(me(), about_id, words, form.seen)


def _onwards(entry_id: UUID, answered: UUID | None = None) -> ResponseReturnValue:
    """To the note, and the question it answered, or to looking at it as the reader will whose button was pressed."""
    then = request.form.get("then", "")
    try:
        reader_id = UUID(then)
    except ValueError:
        shared = prompts.who_asked(me(), answered) if answered and then == AS_AGREED else None
        there = url_for("client.journal.show", entry_id=entry_id, answered=answered, shared=shared)
        return redirect(there, HTTPStatus.SEE_OTHER)
    ahead = url_for("client.sharing.preview", thing_id=entry_id, reader_id=reader_id)
    return redirect(ahead, HTTPStatus.SEE_OTHER)
