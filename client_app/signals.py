"""Asking a therapist to look at something before they meet, and taking that back while it waits."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from client_app.sharing import page_of
from portal.core.language import _
from portal.domain import consent, signals
from portal.web.forms import Agreeing
from portal.web.session import me
from portal.web.templating import first_name

bp = Blueprint("signals", __name__, url_prefix="/sharing")


@bp.post("/<uuid:thing_id>/look/<uuid:reader_id>")
def ask(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    with Agreeing().as_read():
        signals.ask(me(), thing_id, reader_id)
    flash(_("%(name)s is asked to look at it before you meet.", name=first_name(consent.reader(me(), reader_id).name)))
    return _to_the_thing(thing_id)


@bp.post("/<uuid:thing_id>/look/<uuid:reader_id>/undo")
def take_back(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    if signals.take_back(me(), thing_id, reader_id):
        flash(_("Taken back. Nobody is asked to look."))
    return _to_the_thing(thing_id)


def _to_the_thing(thing_id: UUID) -> ResponseReturnValue:
    return redirect(page_of(consent.kind_of(me(), thing_id), thing_id), HTTPStatus.SEE_OTHER)


def cover_hours() -> int:
    """After how many hours a mark that waits is passed on; 0 for never. For templates."""
    return signals.hours(me())
