"""A practice's own help numbers: added and made sure of by its admins, shown before all others to whoever comes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db, unit_of_work
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _, lazy
from portal.core.text import can_be_kept, is_one_line
from portal.domain import practices
from portal.domain.access import hold, readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.help.book import Line, number
from portal.models.help import HelpLine
from portal.models.people import Person

LONGEST = 120  # characters of each part
MOST_NUMBERS = 3  # to call, of one line
MOST = 12  # lines of a practice: more than a page can hold for somebody in need
GOOD_FOR = timedelta(days=365)  # then somebody has to look again
PARTS = ("name", "whom", "call", "text", "word", "hours", "speaks")
NEEDED = {"name": lazy("Who answers?"), "whom": lazy("Whom is it for?"), "hours": lazy("When do they answer?")}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of the practice, and who made sure of it when. `is_old`: that is more than twelve months ago."""

    id: UUID
    line: Line
    verified_on: date
    verified_by: str
    is_old: bool


def own_lines(actor: Actor) -> list[OwnLine]:
    """The lines of the acting person's practice, as they were added."""
    query = readable(HelpLine, actor).join(Person, Person.id == HelpLine.verified_by_id).add_columns(Person.name)
    today = today_of(actor)
    return [
        OwnLine(row.id, _line(row), row.verified_on, name, today - row.verified_on > GOOD_FOR)
        for row, name in db.session.execute(query.order_by(HelpLine.name, HelpLine.id))
    ]


def lines_at_door(slug: str | None, host: str = "") -> tuple[str | None, list[Line]]:
    """The country of the practice whose door this is, as `practices.at_door`, and its lines, for anybody.

    In a unit of its own: the page they are for has to come out whatever happens. Without a practice, or while the
    database is away, there are none.
    """
    try:
        with unit_of_work(None, writes=False):
            practice = practices.at_door(slug, host)
        if practice is None:
            return None, []
        with unit_of_work(practice.id, writes=False):
            rows = db.session.scalars(select(HelpLine).order_by(HelpLine.name, HelpLine.id))
            return practice.country, [_line(row) for row in rows]
    except SQLAlchemyError as problem:
        log.warning("the practice's own help numbers could not be read: %s", type(problem).__name__)
        return None, []


def add_line(admin: Actor, said: Mapping[str, str], line_id: UUID | None = None) -> UUID:
    """Add a line that the admin has made sure of today.

    Args:
        admin: who says so.
        said: `name` of the service, `whom` it is for, `call`: numbers as they are dialled there, with commas between
            them, `text`: a number, `word` that the first text says, `hours` when they answer, `speaks`: languages.
            Without name, whom, hours and a number of either kind it is no line.
        line_id: made when the form was shown: sent twice, it is one line.

    Raises:
        Invalid: a part is missing or cannot be dialled.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    kept = {field: _checked(field, said.get(field, "")) for field in PARTS}
    for field, sentence in NEEDED.items():
        if not kept[field]:
            raise Invalid(field, sentence)
    call = [_dialled("call", shown) for shown in kept["call"].split(",") if shown.strip()]
    kept["text"] = _dialled("text", kept["text"]) if kept["text"] else ""
    if not call and not kept["text"]:
        raise Invalid("call", _("Enter a number to call, or one to text."))
    if len(call) > MOST_NUMBERS:
        raise Invalid("call", _("There is room for %(most)s numbers here.", most=MOST_NUMBERS))
    if len(own_lines(admin)) >= MOST:
        raise Invalid("name", _("There is room for %(most)s lines. Remove one first.", most=MOST))
    kept["call"] = ", ".join(call)
    return _added(admin, HelpLine(id=line_id or uuid4(), practice_id=admin.practice_id, **kept))


def verify_line(admin: Actor, line_id: UUID) -> None:
    """The admin has made sure of this line today. Raises NotFound: no such line here."""
    row = hold(HelpLine, admin, line_id)
    row.verified_on, row.verified_by_id = today_of(admin), admin.person_id
    db.session.flush()
    record(admin, Event.HELP_LINE_CHECKED, row.id)


def remove_line(admin: Actor, line_id: UUID) -> None:
    """Take a line off the page. Raises NotFound: no such line here."""
    row = hold(HelpLine, admin, line_id)
    db.session.delete(row)
    db.session.flush()
    record(admin, Event.HELP_LINE_REMOVED, line_id)


def _added(admin: Actor, row: HelpLine) -> UUID:
    row.verified_on, row.verified_by_id = today_of(admin), admin.person_id
    if not add_new(row):  # the form came a second time
        return hold(HelpLine, admin, row.id).id
    record(admin, Event.HELP_LINE_ADDED, row.id)
    return row.id


def _line(row: Any) -> Line:
    call = tuple(number(shown) for shown in row.call.split(", ") if shown)
    return Line(row.name, row.whom, call, number(row.text) if row.text else None, row.word, row.hours, row.speaks)


def _checked(field: str, said: str) -> str:
    said = " ".join(said.split())
    if not can_be_kept(said) or not is_one_line(said):
        raise Invalid(field, _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
    if len(said) > LONGEST:
        raise Invalid(
            field,
            _(
                "There is room for %(longest)s characters here; these are %(length)s.",
                longest=LONGEST,
                length=len(said),
            ),
        )
    return said.rstrip(".")


def _dialled(field: str, shown: str) -> str:
    try:
        return number(shown.strip()).shown
    except ValueError:
        raise Invalid(
            field, _("%(strip)s is no number a phone can dial. Digits, spaces and hyphens.", strip=shown.strip())
        ) from None
