"""Files: what was asked for, how it stands, and the file itself."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.actor import Actor
from portal.core.language import _
from portal.domain import exports, files, summaries
from portal.domain.files import Again, Card, Kind
from portal.web.forms import problems_told
from portal.web.session import fresh, me
from portal.web.templating import day

bp = Blueprint("files", __name__, url_prefix="/files")


def _print_again(actor: Actor, wanted: Again) -> UUID:
    first, last = (date.fromisoformat(wanted.what[end]) for end in ("first", "last"))
    return exports.print_notes(actor, first, last, wanted.file_id)


def _export_again(actor: Actor, wanted: Again) -> UUID:
    return exports.take_everything(actor, wanted.file_id)


def _receipts_again(actor: Actor, wanted: Again) -> UUID:
    return exports.print_receipts(actor, wanted.file_id)


AGAIN: Mapping[Kind, Callable[[Actor, Again], UUID]] = {
    Kind.EXPORT: _export_again,
    Kind.JOURNAL: _print_again,
    Kind.RECEIPTS: _receipts_again,
}


def _printed(what: Mapping[str, Any]) -> str:
    if not what:
        return _("Your notes")
    first, last = (date.fromisoformat(what[end]) for end in ("first", "last"))
    if first == last:
        return _("Your notes of %(day)s", day=day(first))
    return _("Your notes, %(first)s to %(last)s", first=day(first), last=day(last))


TITLES: Mapping[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.EXPORT: lambda _what: _("Everything you keep here"),
    Kind.JOURNAL: _printed,
    Kind.RECEIPTS: lambda _what: _("Receipts"),
}


@bp.get("")
def index() -> ResponseReturnValue:
    rows = [_titled(card) for card in files.index(me())]
    return render_template("client/files/index.html", rows=rows, given=summaries.given_to_me(me()))


@bp.get("/<uuid:file_id>")
def show(file_id: UUID) -> ResponseReturnValue:
    card, title = _titled(files.card(me(), file_id))
    return render_template("client/files/show.html", card=card, title=title)


@bp.get("/<uuid:file_id>/file")
def file(file_id: UUID) -> ResponseReturnValue:
    """The file. Its name holds a day and nothing else: it will lie in a folder of downloads."""
    found = files.fetch(me(), file_id)
    if found is None:
        return redirect(url_for("client.files.show", file_id=file_id), HTTPStatus.SEE_OTHER)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.data, mimetype=found.mimetype, headers=headers)


@bp.post("/<uuid:file_id>/again")
def again(file_id: UUID) -> ResponseReturnValue:
    """An archive of everything asks for the password again, when that was given long ago."""
    if files.card(me(), file_id).kind == Kind.EXPORT:
        fresh()
    wanted = files.again(me(), file_id)
    if wanted is None:
        return redirect(url_for("client.files.show", file_id=file_id), HTTPStatus.SEE_OTHER)
    with problems_told():
        made = AGAIN[wanted.kind](me(), wanted)
        files.give_way(me(), file_id)
        return redirect(url_for("client.files.show", file_id=made), HTTPStatus.SEE_OTHER)
    return redirect(url_for("client.files.show", file_id=file_id), HTTPStatus.SEE_OTHER)


@bp.post("/<uuid:file_id>/remove")
def remove(file_id: UUID) -> ResponseReturnValue:
    files.remove(me(), file_id)
    flash(_("The file is gone from here. A copy you saved elsewhere stays where it is."))
    return redirect(url_for("client.files.index"), HTTPStatus.SEE_OTHER)


@bp.get("/given/<uuid:summary_id>")
def given(summary_id: UUID) -> ResponseReturnValue:
    return render_template("client/files/given.html", given=summaries.received(me(), summary_id))


@bp.get("/given/<uuid:summary_id>/file")
@bp.get("/given/<uuid:summary_id>/addenda/<int:number>")
def given_file(summary_id: UUID, number: int = 0) -> ResponseReturnValue:
    found = summaries.fetch_given(me(), summary_id, number)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.pdf, mimetype="application/pdf", headers=headers)


@bp.post("/given/<uuid:summary_id>/put-away")
def put_away(summary_id: UUID) -> ResponseReturnValue:
    summaries.put_away(me(), summary_id)
    flash(_("It is put away. A copy you saved elsewhere stays where it is."))
    return redirect(url_for("client.files.index"), HTTPStatus.SEE_OTHER)


def _titled(card: Card) -> tuple[Card, str]:
    return card, TITLES[Kind(card.kind)](card.what)
