"""The inbox: what clients have shared, by client; what has not been opened comes first."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.domain import journal
from portal.domain.journal import SharedHeader
from portal.web.session import me

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@dataclass(frozen=True, slots=True)
class Group:
    """One client's notes in the list."""

    client: str
    notes: list[SharedHeader]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `everything`: what was opened before is shown too."""

    groups: list[Group]
    older: UUID | None
    everything: bool

    @property
    def unread(self) -> int:
        return sum(note.opened_at is None for group in self.groups for note in group.notes)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/inbox/index.html", listed=_listed())


@bp.get("/<uuid:entry_id>")
def show(entry_id: UUID) -> ResponseReturnValue:
    listed = _listed()  # before the note is opened, so that it still stands in the list beside it
    try:
        page = journal.read_shared(me(), entry_id)
    except NotFound:
        if not journal.was_opened(me(), entry_id):
            raise
        return render_template("therapist/inbox/withdrawn.html"), HTTPStatus.NOT_FOUND
    return render_template("therapist/inbox/show.html", page=page, listed=listed)


def _listed() -> Listed:
    everything = request.args.get("show") == "all"
    before = request.args.get("before", type=UUID)
    shelf = journal.shared_shelf(me(), unopened=not everything, before=before)
    notes: dict[UUID, list[SharedHeader]] = {}
    for header in shelf.headers:
        notes.setdefault(header.client_id, []).append(header)
    groups = [Group(some[0].client, sorted(some, key=_was_opened)) for some in notes.values()]
    return Listed(groups, shelf.older, everything)


def _was_opened(note: SharedHeader) -> bool:
    return note.opened_at is not None
