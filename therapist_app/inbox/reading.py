"""The list, and one thing beside it with all that can be done with it. After three seconds in sight it is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.core.errors import NotFound
from portal.domain import appointments, consent, inbox, marks
from portal.domain.appointments import Appointment
from portal.domain.consent import Header, Shared
from portal.domain.inbox import Listed
from portal.domain.marks import Mark
from portal.web.session import me
from therapist_app.inbox.forms import AnswerForm
from therapist_app.inbox.piles import MANY, bp, gone, listed, looks, shown, when

LATELY = timedelta(days=28)  # where there has been no session yet
GOALS, QUOTES = 2, 3  # shown beside a thing


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a thing about its client: sessions, what was shared since, goals, words marked for a summary.

    `counts`: by the word for the kind; `since` None: the last four weeks.
    """

    session: Appointment | None
    since: datetime | None
    counts: dict[str, int]
    goals: list[Header]
    marks: list[Mark]


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/inbox/index.html", **shown(listed()))


@bp.get("/<uuid:thing_id>")
def show(thing_id: UUID) -> ResponseReturnValue:
    of = listed(around=thing_id)  # before it is opened
    try:
        thing = inbox.look(me(), thing_id) if looks() else consent.read_shared(me(), thing_id)
    except NotFound:
        return gone(thing_id)
    return page(thing, of, AnswerForm(formdata=None), is_look=looks())


@bp.post("/<uuid:thing_id>/opened")
def opened(thing_id: UUID) -> ResponseReturnValue:
    inbox.opened(me(), thing_id)
    return "", HTTPStatus.NO_CONTENT


@bp.post("/<uuid:thing_id>/left")
def left(thing_id: UUID) -> ResponseReturnValue:
    inbox.left(me(), thing_id)
    return "", HTTPStatus.NO_CONTENT


def page(thing: Shared, of: Listed, form: AnswerForm, *, is_look: bool = False) -> str:
    """One thing, the list around it, and what is known of its client beside it."""
    about = {
        "thing": thing,
        "beside": _beside(thing.client_id, of.sessions.get(thing.client_id)),
        "pile_of": inbox.pile_of(me(), thing.item_id),
        "later_until": inbox.when(me(), of.sessions.get(thing.client_id)),
        "answers": consent.answers(me(), [thing.id]),
        "can_mark": thing.kind in marks.TEXTS,
        "form": form,
        "is_look": is_look,
        "many": MANY,
        "when": when,
    }
    return render_template("therapist/inbox/show.html", **about, **shown(of, thing.id))


def _beside(client_id: UUID, session: Appointment | None) -> Beside:
    last = appointments.last_of(me()).get(client_id)
    since = last.starts_at if last else None
    return Beside(
        session,
        since,
        inbox.counts(me(), client_id, since or now() - LATELY),
        consent.shelf(me(), client_id, kinds=("goal",), most=GOALS).headers,
        marks.of(me(), client_id)[-QUOTES:],
    )
