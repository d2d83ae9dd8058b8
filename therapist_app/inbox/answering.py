"""Answering on the thing itself, and marking words of it for a summary."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.whole import whole
from portal.domain import consent, inbox, marks
from portal.web.forms import problems_in
from portal.web.session import me
from therapist_app.inbox.forms import AnswerForm
from therapist_app.inbox.piles import bp, gone, kept, listed, onward
from therapist_app.inbox.reading import page


@bp.post("/<uuid:thing_id>/answer")
def answer(thing_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()
    words = form["words"].data or form["phrase"].data or ""
    of = listed(around=thing_id)
    try:
        with problems_in(form):
            if form.validate_on_submit():
                inbox.act(me(), thing_id)
                consent.reply(me(), thing_id, words)
                flash(_("Answered. It stands with what they wrote."))
                return onward(thing_id)
        return page(consent.read_shared(me(), thing_id), of, form)
    except NotFound:
        return gone(thing_id, typed=words)


@bp.post("/<uuid:thing_id>/withdraw")
def withdraw(thing_id: UUID) -> ResponseReturnValue:
    try:
        with whole():
            is_gone = consent.withdraw(me(), thing_id)
    except NotFound:
        return gone(thing_id)
    flash(_("Your answer is taken back.") if is_gone else _("The minute has gone by. Your answer stays."))
    return onward(thing_id)


@bp.get("/<uuid:thing_id>/excerpt")
def choose(thing_id: UUID) -> ResponseReturnValue:
    try:
        paragraphs = inbox.sentences(me(), thing_id)
    except NotFound:
        return gone(thing_id)
    return render_template("therapist/inbox/excerpt.html", thing_id=thing_id, paragraphs=paragraphs, kept=kept())


@bp.post("/<uuid:thing_id>/excerpt")
def mark(thing_id: UUID) -> ResponseReturnValue:
    try:
        with whole():
            version = inbox.act(me(), thing_id)
            for words in request.form.getlist("words") or [""]:
                marks.add(me(), version.item_id, words.replace("\r\n", "\n"))
            flash(_("Saved for a summary."))
    except NotFound:
        return gone(thing_id)
    except Invalid as refused:
        flash(str(refused), "problem")
    return onward(thing_id)
