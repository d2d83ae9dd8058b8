"""A mark that waits: looked at, and answered with a note. Whoever covers learns that one waits, and never why."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.actor import Actor
from portal.core.language import _, lazy
from portal.domain import rhythm, signals
from portal.domain.signals import Signal
from portal.web.forms import Form, Text, problems_in
from portal.web.session import me

bp = Blueprint("signals", __name__, url_prefix="/signals")


class NoteForm(Form):
    note = Text(lazy("What you did, or will do"))


@bp.get("/<uuid:signal_id>")
def show(signal_id: UUID) -> ResponseReturnValue:
    return _page(signal_id, NoteForm(formdata=None))


@bp.post("/<uuid:signal_id>")
def answer(signal_id: UUID) -> ResponseReturnValue:
    form = NoteForm()
    if form.validate_on_submit():
        with problems_in(form):
            if not signals.answer(me(), signal_id, form["note"].data.strip()):
                flash(_("Noted, for the therapist to read. It waits no longer."))
                return redirect(url_for("therapist.inbox.index"), HTTPStatus.SEE_OTHER)
            flash(_("Noted. Your client sees that it was seen, and not this note."))
            return redirect(url_for("therapist.signals.show", signal_id=signal_id), HTTPStatus.SEE_OTHER)
    return _page(signal_id, form)


def signals_waiting() -> list[Signal]:
    """What waits with this therapist, and with whom they cover for. For templates."""
    return signals.waiting(me())


def _page(signal_id: UUID, form: Form) -> str:
    actor: Actor = me()
    card = signals.card(actor, signal_id)
    when = rhythm.of(actor, card.signal.therapist_id)
    return render_template("therapist/signals/show.html", card=card, one=card.signal, when=when, form=form)
