"""The parts of a client's page that show what the client shares. Nothing here tells of what is not shared."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import agenda, consent, goals, mood, prompts, summaries
from portal.web.forms import Form
from portal.web.proving import HandBackForm
from portal.web.session import fresh, me
from therapist_app.caseload.head import bp, head_of, part
from therapist_app.summaries.titles import titled

AGENDAS = (agenda.KIND, agenda.AFTER_KIND)


@bp.get("/<uuid:client_id>")
def show(client_id: UUID) -> ResponseReturnValue:
    """Everything that is open now, or one kind of it. Reading one is the inbox's matter."""
    return _shared(client_id, HandBackForm(formdata=None))


def _shared(client_id: UUID, form: Form) -> str:
    asked = request.args.get("kind", "")
    kinds = (asked,) if asked in consent.KINDS else tuple(consent.KINDS)
    shelf = consent.shelf(me(), client_id, kinds=kinds, before=request.args.get("before", type=UUID))
    every = {kind.item: kind.word for kind in consent.KINDS.values()}
    page = {"kind": asked if asked in every else "", "wishes": consent.wishes(me(), client_id), "form": form}
    return part("caseload/show", client_id, shelf=shelf, kinds=every, **page)


@bp.post("/<uuid:client_id>/hand-back")
def hand_back(client_id: UUID) -> ResponseReturnValue:
    """A client who began anew asked for what they had shared; the therapist has spoken with them."""
    head_of(client_id)
    fresh()
    form = HandBackForm()
    if not form.validate_on_submit():
        return _shared(client_id, form)
    consent.hand_back(me(), client_id)
    flash(_("Handed back: what they had shared with you, and what you wrote for them."))
    return redirect(url_for("therapist.caseload.show", client_id=client_id), HTTPStatus.SEE_OTHER)


@bp.get("/<uuid:client_id>/check-ins")
def check_ins(client_id: UUID) -> ResponseReturnValue:
    days = _days(mood.RANGES, mood.RANGES[0])
    _, past, words = mood.look_at(me(), client_id, days)
    return part("caseload/check_ins", client_id, past=past, words=words, ranges=mood.RANGES)


@bp.get("/<uuid:client_id>/goals")
def pursued(client_id: UUID) -> ResponseReturnValue:
    days = _days(goals.RANGES, goals.RANGES[1])
    found, attained = consent.look_at_goals(me(), client_id, days)
    return part("caseload/goals", client_id, goals=found, attained=attained, days=days, ranges=goals.RANGES)


@bp.get("/<uuid:client_id>/measures")
def followed(client_id: UUID) -> ResponseReturnValue:
    """Each over time, with the band of chance round the first total or the last."""
    around_last = request.args.get("around") == "last"
    found = consent.look_at_measures(me(), client_id, around_last=around_last)
    return part("caseload/measures", client_id, followed=found, around_last=around_last)


@bp.get("/<uuid:client_id>/prompts")
def given(client_id: UUID) -> ResponseReturnValue:
    return part("caseload/prompts", client_id, given=prompts.given(me(), client_id))


@bp.get("/<uuid:client_id>/agendas")
def agendas(client_id: UUID) -> ResponseReturnValue:
    shelf = consent.shelf(me(), client_id, kinds=AGENDAS, before=request.args.get("before", type=UUID))
    return part("caseload/agendas", client_id, shelf=shelf)


@bp.get("/<uuid:client_id>/summaries")
def made(client_id: UUID) -> ResponseReturnValue:
    cards, older = summaries.index(me(), request.args.get("before", type=UUID), client_id)
    return part("caseload/summaries", client_id, rows=titled(cards), older=older)


def _days(ranges: tuple[int, ...], usual: int) -> int:
    asked = request.args.get("days", type=int)
    return asked if asked in ranges else usual
