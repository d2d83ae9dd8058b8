"""The inbox: what clients have shared, by client; what has not been opened comes first."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.domain import consent
from portal.domain.consent import Header
from portal.web.session import me

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@dataclass(frozen=True, slots=True)
class Group:
    """What one client shares, in the list."""

    client: str
    things: list[Header]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `everything`: what was opened before is shown too."""

    groups: list[Group]
    older: UUID | None
    everything: bool

    @property
    def unread(self) -> int:
        return sum(thing.opened_at is None for group in self.groups for thing in group.things)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("therapist/inbox/index.html", listed=_listed())


@bp.get("/<uuid:thing_id>")
def show(thing_id: UUID) -> ResponseReturnValue:
    listed = _listed()  # before it is opened, so that it still stands in the list beside it
    try:
        thing = consent.read_shared(me(), thing_id)
    except NotFound:
        if not consent.was_opened(me(), thing_id):
            raise
        return render_template("therapist/inbox/withdrawn.html"), HTTPStatus.NOT_FOUND
    return render_template("therapist/inbox/show.html", thing=thing, listed=listed)


def _listed() -> Listed:
    everything = request.args.get("show") == "all"
    before = request.args.get("before", type=UUID)
    shelf = consent.shelf(me(), unopened=not everything, before=before)
    of_client: dict[UUID, list[Header]] = {}
    for header in shelf.headers:
        of_client.setdefault(header.client_id, []).append(header)
    groups = [Group(some[0].client, sorted(some, key=_was_opened)) for some in of_client.values()]
    return Listed(groups, shelf.older, everything)


def _was_opened(thing: Header) -> bool:
    return thing.opened_at is not None
