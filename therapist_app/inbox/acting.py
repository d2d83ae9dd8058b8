"""What is done with a thing, or with all of a client's: read, later, back; and undone."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.whole import whole
from portal.domain import consent, inbox
from portal.web.session import me
from therapist_app.inbox.forms import ActForm, LaterForm
from therapist_app.inbox.piles import bp, gone, listed, onward


@bp.post("/<uuid:thing_id>/read")
def read(thing_id: UUID) -> ResponseReturnValue:
    act_id = ActForm()["act_id"].data
    after = listed(around=thing_id).beside(thing_id, 1)
    try:
        with whole():
            inbox.read(me(), thing_id, act_id)
    except NotFound:
        return gone(thing_id)
    return onward(after, done="read", act=act_id)


@bp.post("/<uuid:thing_id>/later")
def later(thing_id: UUID) -> ResponseReturnValue:
    form = LaterForm()
    act_id, of = form["act_id"].data, listed(around=thing_id)
    try:
        with whole():
            client_id = consent.version_of(me(), thing_id).client_id
            if form.validate():
                until = inbox.when(me(), of.sessions.get(client_id), form["day"].data)
                inbox.later(me(), thing_id, until, act_id)
                return onward(of.beside(thing_id, 1), done="later", act=act_id)
            problem = " ".join(form["day"].errors)
    except NotFound:
        return gone(thing_id)
    except Invalid as refused:
        problem = str(refused)
    flash(problem, "problem")
    return onward(thing_id)


@bp.post("/<uuid:thing_id>/to-read")
def to_read(thing_id: UUID) -> ResponseReturnValue:
    act_id = ActForm()["act_id"].data
    try:
        with whole():
            inbox.to_read(me(), thing_id, act_id)
    except NotFound:
        return gone(thing_id)
    return onward(None, done="back", act=act_id)


@bp.post("/all/<uuid:client_id>")
def read_all(client_id: UUID) -> ResponseReturnValue:
    act_id = ActForm()["act_id"].data
    if inbox.read_all(me(), client_id, _moment(request.form.get("newest", "")), act_id):
        return onward(None, done="all", act=act_id)
    return onward(None)


@bp.post("/undo")
def undo() -> ResponseReturnValue:
    form = ActForm()
    things = inbox.undo(me(), form["act_id"].data)
    flash(_("Undone.") if things else _("There is nothing to undo here any more."))
    return onward(things[0] if len(things) == 1 else None)


def _moment(said: str) -> datetime:
    """What the form says was the newest on the page; what is no moment is before everything."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
