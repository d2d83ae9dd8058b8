"""Reading what somebody opened to a person they trust. No search, no list of the past, no counts."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import Locked, NotFound
from portal.core.language import _, lazy
from portal.core.whole import whole
from portal.domain import confidants, consent
from portal.domain.consent import Header, Shared, Wish
from portal.web.forms import Form, Line, problems_in
from portal.web.proving import HandBackForm
from portal.web.session import fresh, me

bp = Blueprint("reading", __name__)


class ReplyForm(Form):
    words = Line(lazy("A line of your own"))


@bp.get("")
def index() -> ResponseReturnValue:
    """What is open now; a single thing opens directly, unless one has just come from it."""
    things, wishes = consent.shelf(me()).headers, consent.wishes(me())
    if len(things) == 1 and not request.args and not wishes:
        return redirect(url_for("guest.reading.show", thing_id=things[0].id), HTTPStatus.SEE_OTHER)
    return _index(things, wishes, HandBackForm(formdata=None))


@bp.get("/<uuid:thing_id>")
def show(thing_id: UUID) -> ResponseReturnValue:
    try:
        return _page(consent.read_shared(me(), thing_id), ReplyForm(formdata=None))
    except (NotFound, Locked):
        return _over()


@bp.post("/<uuid:thing_id>/answer")
def reply(thing_id: UUID) -> ResponseReturnValue:
    form = ReplyForm()
    try:
        with problems_in(form):
            if form.validate_on_submit():
                consent.reply(me(), thing_id, request.form.get("phrase") or form["words"].data)
                return redirect(url_for("guest.reading.show", thing_id=thing_id), HTTPStatus.SEE_OTHER)
        return _page(consent.read_shared(me(), thing_id), form)
    except (NotFound, Locked):
        return _over()


@bp.post("/<uuid:thing_id>/put-down")
def decline(thing_id: UUID) -> ResponseReturnValue:
    try:
        with whole():
            consent.decline(me(), thing_id)
    except NotFound:
        return _over()
    flash(_("It is closed for you."))
    return redirect(url_for("guest.reading.index", closed=1), HTTPStatus.SEE_OTHER)


@bp.post("/hand-back/<uuid:client_id>")
def hand_back(client_id: UUID) -> ResponseReturnValue:
    """Somebody who began anew asked for what they had opened."""
    wishes = consent.wishes(me())
    if client_id not in {wish.client_id for wish in wishes}:
        return _over()
    fresh()
    form = HandBackForm()
    if not form.validate_on_submit():
        return _index(consent.shelf(me()).headers, wishes, form, client_id)
    consent.hand_back(me(), client_id)
    flash(_("Handed back. What is open to you stays open."))
    return redirect(url_for("guest.reading.index", closed=1), HTTPStatus.SEE_OTHER)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    confidants.leave(me())
    flash(_("Everything that was open to you is closed."))
    return redirect(url_for("guest.reading.index", closed=1), HTTPStatus.SEE_OTHER)


def _index(things: list[Header], wishes: list[Wish], form: Form, answered: UUID | None = None) -> str:
    return render_template("guest/reading/index.html", things=things, wishes=wishes, form=form, answered=answered)


def _page(thing: Shared, form: ReplyForm) -> str:
    mine = consent.answers(me(), [thing.id])
    return render_template(
        "guest/reading/show.html", thing=thing, form=form, mine=mine, phrases=consent.PHRASES[me().role]
    )


def _over() -> ResponseReturnValue:
    return render_template("guest/reading/over.html"), HTTPStatus.NOT_FOUND
