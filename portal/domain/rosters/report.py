"""What became of each row of a list: for the page, and as a file that no spreadsheet can take for a formula."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.language import _, lazy
from portal.core.parts import parts
from portal.domain.access import readable
from portal.domain.contact import Mode
from portal.domain.rosters.book import rows_of, words_of
from portal.domain.rosters.cards import Stage, held
from portal.domain.rosters.making import seats_of
from portal.models.people import Person

_CHUNK = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # OWASP, "CSV Injection"; and the sign that is put before them


class Outcome(StrEnum):
    """What became of a row."""

    INVITED = "invited"
    JOINED = "joined"
    TAKEN_BACK = "taken back"
    WAITS = "not prepared yet"
    IN_USE = "not invited: somebody here signs in with this already"
    LEFT_OUT = "left out"
    NEEDS_A_FIX = "not invited: the row needs a fix"
    BROKEN = "not invited: the row cannot be read"


BECAME = {
    Outcome.INVITED: lazy("invited"),
    Outcome.JOINED: lazy("joined"),
    Outcome.TAKEN_BACK: lazy("taken back"),
    Outcome.WAITS: lazy("not prepared yet"),
    Outcome.IN_USE: lazy("not invited: somebody here signs in with this already"),
    Outcome.LEFT_OUT: lazy("left out"),
    Outcome.NEEDS_A_FIX: lazy("not invited: the row needs a fix"),
    Outcome.BROKEN: lazy("not invited: the row cannot be read"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report. `way`: how the link reaches them."""

    number: int
    name: str = field(repr=False)
    sign_in_name: str = field(repr=False)
    outcome: Outcome
    way: str


def report(admin: Actor, roster_id: UUID) -> list[Line]:
    """Every row of one's own list with what became of it, in the list's order.

    Raises:
        NotFound: no such list of theirs, or its names are gone.
    """
    row = held(admin, roster_id, lock=False)
    said = words_of(admin, row)
    numbers = {number: at for at, (number, *_) in enumerate(said.get("seats", ()))}
    seats = seats_of(row.id, said)
    people = _people(admin, [seat.person_id for seat in seats])
    lines = []
    for each in rows_of(said):
        if each.number in numbers:
            seat = seats[numbers[each.number]]
            unmade = Outcome.WAITS if row.stage == Stage.PREPARING else Outcome.IN_USE
            way = _("printed") if seat.mode is Mode.NONE else _("e-mail")
            lines.append(Line(each.number, seat.name, seat.sign_in, people.get(seat.person_id, unmade), way))
        else:
            outcome = Outcome.LEFT_OUT if each.is_out else Outcome.NEEDS_A_FIX
            lines.append(Line(each.number, each.name, each.sign_in or each.email, outcome, ""))
    lines += [Line(number, "", "", Outcome.BROKEN, "") for number, _ in said["broken"]]
    return sorted(lines, key=lambda line: line.number)


def as_csv(lines: list[Line]) -> bytes:
    """The report as a file: UTF-8 with its mark, every cell text, no codes and no links."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([_("Row"), _("Name"), _("Sign-in name"), _("What became of it"), _("How the link reaches them")])
    for line in lines:
        writer.writerow(
            [
                line.number,
                *(plain(cell) for cell in (line.name, line.sign_in_name, str(BECAME[line.outcome]), line.way)),
            ]
        )
    return out.getvalue().encode("utf-8-sig", errors="replace")


def plain(cell: str) -> str:
    """Text that a spreadsheet shows and does not work out."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _people(admin: Actor, ids: list[UUID]) -> Mapping[UUID, Outcome]:
    found: dict[UUID, Outcome] = {}
    for some in parts(ids, _CHUNK):
        rows = readable(Person, admin).where(Person.id.in_(some))
        for row in db.session.execute(rows.with_only_columns(Person.id, Person.joined_at, Person.closed_at)):
            joined = Outcome.JOINED if row.joined_at else Outcome.INVITED
            found[row.id] = Outcome.TAKEN_BACK if row.closed_at and not row.joined_at else joined
    return found
