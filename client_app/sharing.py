"""Sharing: look before you share, share, stop, everything that is open, and who opened what."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import NotFound
from portal.domain import consent
from portal.domain.consent import Access, Audience, Remains
from portal.domain.journal import Header
from portal.web.forms import Form, HiddenNumber, a_number, problems_in
from portal.web.session import me
from portal.web.templating import clock, first_name

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


# ------------------------------------------------------------------ one thing, one reader


@bp.get("/sharing/<uuid:thing_id>/preview/<uuid:reader_id>")
def preview(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    return _preview(thing_id, reader_id, ShareForm(formdata=None))


@bp.post("/sharing/<uuid:thing_id>/share/<uuid:reader_id>")
def share(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    form = ShareForm()
    if form.validate_on_submit():
        with problems_in(form):
            consent.share(me(), thing_id, reader_id, form.version.data, form.end(), consent.after_hold())
            return _to_the_thing(thing_id, shared=reader_id)
    return _preview(thing_id, reader_id, form)


@bp.post("/sharing/<uuid:thing_id>/open/<uuid:reader_id>")
def open_now(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    consent.open_now(me(), thing_id, reader_id)
    return _to_the_thing(thing_id, shared=reader_id)


@bp.post("/sharing/<uuid:thing_id>/undo/<uuid:reader_id>")
def undo(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    if consent.undo(me(), thing_id, reader_id):
        flash("Taken back before it opened. Nobody saw it.")
    return _to_the_thing(thing_id)


@bp.post("/sharing/<uuid:thing_id>/stop/<uuid:reader_id>")
def stop(thing_id: UUID, reader_id: UUID) -> ResponseReturnValue:
    consent.stop(me(), thing_id, reader_id)
    return _to_the_thing(thing_id, stopped=reader_id)


def _preview(thing_id: UUID, reader_id: UUID, form: ShareForm) -> str:
    """The page "Before you share". Its words belong to consent.WORDING: change both together."""
    thing = consent.as_reader(me(), thing_id)
    reader = consent.reader(me(), reader_id)
    audience = consent.audience(me(), [thing_id])[thing_id]
    form.version.data = thing.version
    return render_template(
        "client/sharing/preview.html",
        thing=thing,
        back=page_of(thing.kind, thing_id),
        form=form,
        reader=reader,
        short=first_name(reader.name),
        badge=badge(audience),
        access=audience.of(reader_id),
        coming=audience.coming_to(reader_id),
    )


def _to_the_thing(thing_id: UUID, **news: UUID) -> ResponseReturnValue:
    return redirect(page_of(consent.kind_of(me(), thing_id), thing_id, **news), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ everything that is open


@bp.get("/sharing")
def index() -> ResponseReturnValue:
    return render_template(
        "client/sharing/index.html", cards=consent.open_to(me()), remains=_stopped(), page_of=page_of
    )


@bp.get("/sharing/with/<uuid:reader_id>")
def person(reader_id: UUID) -> ResponseReturnValue:
    card = next((card for card in consent.open_to(me(), most=0) if card.person_id == reader_id), None)
    if card is None:
        raise NotFound(reader_id)
    things, older = consent.open_things(me(), reader_id, request.args.get("before", type=UUID))
    return render_template("client/sharing/person.html", card=card, things=things, older=older, page_of=page_of)


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


# ------------------------------------------------------------------ for every page that shows a thing

PAGES = {"entry": ("client.journal.show", "entry_id")}  # the client's own page of each kind, and how it names the thing


def page_of(kind: str, thing_id: UUID, **news: UUID) -> str:
    """Address of the client's own page of a thing; `news`: what has just been done, for `Done`."""
    endpoint, name = PAGES[kind]
    values: dict[str, Any] = {name: thing_id, **news}
    return url_for(endpoint, **values)


class Badge(NamedTuple):
    """What audience_badge needs: a state, first names, and whether somebody the client trusts is among them."""

    state: str
    names: list[str]
    trusted: bool = False


class Done(NamedTuple):
    """What has just begun or ended: access given, access that comes later, what stopping does not undo; or none."""

    shared: Access | None
    coming: Access | None
    remains: Remains | None


def badge(audience: Audience) -> Badge:
    """Who can read a thing, in the badge's terms."""
    readers = audience.readers
    trusted = any(access.is_trusted for access in readers or audience.coming)
    if not readers and audience.coming:
        return Badge(
            "opens_later", [f"{first_name(one.name)} at {clock(one.since)}" for one in audience.coming], trusted
        )
    if not readers:
        return Badge("only_you", [])
    if all(access.is_earlier for access in readers):
        return Badge("you_and_earlier", [first_name(access.name) for access in readers], trusted)
    earlier = {True: " (earlier version)", False: ""}
    return Badge("you_and", [first_name(access.name) + earlier[access.is_earlier] for access in readers], trusted)


def with_badges(headers: Iterable[Header]) -> list[tuple[Header, Badge]]:
    """Notes of a list, each with its badge; asked for all at once."""
    notes = list(headers)
    audiences = consent.audience(me(), [note.id for note in notes])
    return [(note, badge(audiences[note.id])) for note in notes]


def done(audience: Audience, thing_id: UUID) -> Done | None:
    """What the address says was done a moment ago, as far as it is so."""
    shared, stopped = (request.args.get(name, type=UUID) for name in ("shared", "stopped"))
    if shared:
        access, coming = audience.of(shared), audience.coming_to(shared)
        return Done(access, coming, None) if access or coming else None
    left = remains(stopped, thing_id) if stopped and not audience.of(stopped) else None
    return Done(None, None, left) if left else None


def panel(audience: Audience, thing_id: UUID | None = None) -> list[dict[str, Any]]:
    """The rows of share_panel: everyone the thing can be shared with, and everyone else who can read it.

    Args:
        audience: who can read it now.
        thing_id: of the thing, for the buttons; None while it is being written.
    """
    team = {known.id: known.name for known in consent.readers(me())}
    names = team | {access.person_id: access.name for access in audience.readers + audience.coming}
    return [_row(person_id, name, audience, thing_id, on_team=person_id in team) for person_id, name in names.items()]


def _row(person_id: UUID, name: str, audience: Audience, thing_id: UUID | None, *, on_team: bool) -> dict[str, Any]:
    access, coming = audience.of(person_id), audience.coming_to(person_id)
    is_trusted = any(given and given.is_trusted for given in (access, coming))
    row = {
        "id": person_id,
        "name": name,
        "short": first_name(name),
        "role": "Your therapist" if on_team else "Someone you trust" if is_trusted else "You shared this with them",
        "kind": "trusted" if is_trusted else "staff",
        "state": "off" if access is None else "earlier" if access.is_earlier and on_team else "on",
        "opens_at": coming and coming.since,
    }
    if thing_id is not None:
        for what in ("preview", "stop", "undo", "open_now"):
            row[f"{what}_url"] = url_for(f"client.sharing.{what}", thing_id=thing_id, reader_id=person_id)
    return row


def remains(reader_id: UUID, thing_id: UUID | None = None) -> Remains | None:
    """What stopping does not undo; None for somebody the client never shared with."""
    try:
        return consent.what_remains(me(), reader_id, thing_id)
    except NotFound:
        return None
