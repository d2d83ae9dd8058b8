"""A change of therapist: what the client opens to the next one. Three answers of equal standing, and a look before."""

from collections.abc import Collection
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.domain import consent, handovers, receipts
from portal.domain.handovers import Choice, Question
from portal.web.forms import Agreeing, HiddenId, an_id, problems_told
from portal.web.session import me
from portal.web.templating import first_name

bp = Blueprint("handovers", __name__, url_prefix="/sharing/handover")


class AnswerForm(Agreeing):
    handover_id = HiddenId()


@bp.get("")
def show() -> ResponseReturnValue:
    asked = handovers.question(me())
    if asked is None:
        words = {what: said for what, (said, _scopes) in consent.STREAMS.items()}
        return render_template("client/handovers/over.html", change=handovers.last_answered(me()), words=words)
    return _page("client/handovers/show.html", asked)


@bp.post("")
def answer() -> ResponseReturnValue:
    """All of it or nothing, each by one press."""
    choice = Choice.ALL if request.form.get("choice") == Choice.ALL else Choice.NOTHING
    return _answer(choice)


@bp.get("/choose")
def choose() -> ResponseReturnValue:
    asked = handovers.question(me())
    if asked is None:
        return _back()
    return _page("client/handovers/choose.html", asked)


@bp.post("/choose")
def answer_some() -> ResponseReturnValue:
    """Only what is ticked; every box begins empty, and none ticked is nothing."""
    things = {thing_id for said in request.form.getlist("thing") if (thing_id := an_id(said))}
    came = set(request.form.getlist("came"))
    return _answer(Choice.SOME if things or came else Choice.NOTHING, things, came)


@bp.get("/preview/<uuid:thing_id>")
def preview(thing_id: UUID) -> ResponseReturnValue:
    asked = handovers.question(me())
    one = next((one for one in asked.things if one.id == thing_id), None) if asked else None
    if asked is None or one is None:
        raise NotFound(thing_id)
    thing = consent.as_reader(me(), one.id, one.version, beside=one.is_beside)
    return render_template("client/handovers/preview.html", thing=thing, short=first_name(asked.change.after))


def _answer(choice: Choice, things: Collection[UUID] = (), came: Collection[str] = ()) -> ResponseReturnValue:
    form = AnswerForm()
    handover_id = form["handover_id"].data
    if form.validate_on_submit() and handover_id:
        with problems_told(), form.as_read():
            handovers.answer(me(), handover_id, choice, things, came)
    return _back()


def _page(template: str, asked: Question) -> str:
    """What the page says is what the receipts will hold: consent.HANDOVER_WORDING. Change both together."""
    short = first_name(asked.change.after)
    words = receipts.wording(receipts.in_language(consent.HANDOVER_WORDING), short, "", trusted=False)
    form = AnswerForm(formdata=None, handover_id=asked.change.id)
    before = first_name(asked.change.before)
    return render_template(
        template, asked=asked, change=asked.change, short=short, before=before, words=words, form=form
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("client.handovers.show"), HTTPStatus.SEE_OTHER)
