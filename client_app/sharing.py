"""Sharing: look before you share, share, stop, everything that is open, and who opened what."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import NotFound
from portal.domain import consent, journal
from portal.domain.consent import Audience, Remains
from portal.domain.journal import Header
from portal.web.forms import Form, HiddenNumber, a_number, problems_in
from portal.web.session import me
from portal.web.templating import first_name

bp = Blueprint("sharing", __name__)

AS_LONG_AS_I_LIKE = "stop"
HOW_LONG = [
    SelectChoice(AS_LONG_AS_I_LIKE, "Until I stop sharing"),
    SelectChoice("7", "For 7 days"),
    SelectChoice("30", "For 30 days"),
]


class ShareForm(Form):
    version = HiddenNumber()
    until = RadioField(
        "How long?", choices=HOW_LONG, default=AS_LONG_AS_I_LIKE, invalid_choice_message="Choose one of these."
    )

    def end(self) -> datetime | None:
        """When sharing ends by itself, if it does."""
        chosen = self["until"].data
        return None if chosen == AS_LONG_AS_I_LIKE else consent.until_end_of(me(), int(chosen))


# ------------------------------------------------------------------ one note, one reader


@bp.get("/notes/<uuid:entry_id>/preview/<uuid:reader_id>")
def preview(entry_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    return _preview(entry_id, reader_id, ShareForm(formdata=None))


@bp.post("/notes/<uuid:entry_id>/share/<uuid:reader_id>")
def share(entry_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    form = ShareForm()
    if form.validate_on_submit():
        with problems_in(form):
            consent.share_entry(me(), entry_id, reader_id, form.version.data, form.end())
            shown = url_for("client.journal.show", entry_id=entry_id, shared=reader_id)
            return redirect(shown, HTTPStatus.SEE_OTHER)
    return _preview(entry_id, reader_id, form)


@bp.post("/notes/<uuid:entry_id>/stop/<uuid:reader_id>")
def stop(entry_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    consent.stop_sharing(me(), entry_id, reader_id)
    return redirect(url_for("client.journal.show", entry_id=entry_id, stopped=reader_id), HTTPStatus.SEE_OTHER)


def _preview(entry_id: UUID, reader_id: UUID, form: ShareForm) -> str:
    """The page "Before you share". Its words belong to consent.WORDING: change both together."""
    page = journal.read(me(), entry_id)
    reader = consent.reader(me(), reader_id)
    audience = consent.audience(me(), [entry_id])[entry_id]
    form.version.data = page.version
    return render_template(
        "client/sharing/preview.html",
        page=page,
        form=form,
        reader=reader,
        short=first_name(reader.name),
        badge=badge(audience),
        access=audience.of(reader_id),
    )


# ------------------------------------------------------------------ everything that is open


@bp.get("/sharing")
def index() -> ResponseReturnValue:
    return render_template("client/sharing/index.html", cards=consent.open_to(me()), remains=_stopped())


@bp.get("/sharing/with/<uuid:reader_id>")
def person(reader_id: UUID) -> ResponseReturnValue:
    card = next((card for card in consent.open_to(me(), most=0) if card.person_id == reader_id), None)
    if card is None:
        raise NotFound(reader_id)
    notes, older = consent.open_notes(me(), reader_id, request.args.get("before", type=UUID))
    return render_template("client/sharing/person.html", card=card, notes=notes, older=older)


@bp.post("/sharing/stop/<uuid:reader_id>")
def stop_person(reader_id: UUID) -> ResponseReturnValue:
    consent.stop_person(me(), reader_id)
    return redirect(url_for("client.sharing.index", stopped=reader_id), HTTPStatus.SEE_OTHER)


@bp.get("/sharing/log")
def log() -> ResponseReturnValue:
    found = consent.log(me(), request.args.get("before", type=a_number))
    return render_template("client/sharing/log.html", log=found)


def _stopped() -> Remains | None:
    """What to say after everything was stopped for one person; nothing of a stranger's id in the address."""
    reader_id = request.args.get("stopped", type=UUID)
    if reader_id is None or any(card.count for card in consent.open_to(me(), most=0) if card.person_id == reader_id):
        return None
    return remains(reader_id)


# ------------------------------------------------------------------ for every page that shows a note


class Badge(NamedTuple):
    """What audience_badge needs: a state, first names, and whether somebody the client trusts is among them."""

    state: str
    names: list[str]
    trusted: bool = False


def badge(audience: Audience) -> Badge:
    """Who can read a note, in the badge's terms."""
    readers = audience.readers
    if not readers:
        return Badge("only_you", [])
    trusted = any(access.is_trusted for access in readers)
    if all(access.is_earlier for access in readers):
        return Badge("you_and_earlier", [first_name(access.name) for access in readers], trusted)
    earlier = {True: " (earlier version)", False: ""}
    return Badge("you_and", [first_name(access.name) + earlier[access.is_earlier] for access in readers], trusted)


def with_badges(headers: Iterable[Header]) -> list[tuple[Header, Badge]]:
    """Notes of a list, each with its badge; asked for all at once."""
    notes = list(headers)
    audiences = consent.audience(me(), [note.id for note in notes])
    return [(note, badge(audiences[note.id])) for note in notes]


def panel(audience: Audience, entry_id: UUID | None = None) -> list[dict[str, Any]]:
    """The rows of share_panel: everyone the note can be shared with, and everyone else who can read it.

    Args:
        audience: who can read it now.
        entry_id: the note, for the buttons; None while it is being written.
    """
    team = {known.id: known.name for known in consent.readers(me())}
    names = team | {access.person_id: access.name for access in audience.readers}
    return [_row(person_id, name, audience, entry_id, on_team=person_id in team) for person_id, name in names.items()]


def _row(person_id: UUID, name: str, audience: Audience, entry_id: UUID | None, *, on_team: bool) -> dict[str, Any]:
    access = audience.of(person_id)
    is_trusted = access is not None and access.is_trusted
    row = {
        "id": person_id,
        "name": name,
        "short": first_name(name),
        "role": "Your therapist" if on_team else "Someone you trust" if is_trusted else "You shared this with them",
        "kind": "trusted" if is_trusted else "staff",
        "state": "off" if access is None else "earlier" if access.is_earlier and on_team else "on",
    }
    if entry_id is not None:
        row["preview_url"] = url_for("client.sharing.preview", entry_id=entry_id, reader_id=person_id)
        row["stop_url"] = url_for("client.sharing.stop", entry_id=entry_id, reader_id=person_id)
    return row


def remains(reader_id: UUID, entry_id: UUID | None = None) -> Remains | None:
    """What stopping does not undo; None for somebody the client never shared with."""
    try:
        return consent.what_remains(me(), reader_id, entry_id)
    except NotFound:
        return None
