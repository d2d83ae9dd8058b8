"""The office's log as a file: the lines of a view, as they stand on the page, with ids; and a line that says so."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.core import dates
from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import audit, limits
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, Seek, Shown, record

MOST_LINES = 50_000  # in one file
FORMS = {"csv": "text/csv", "json": "application/json"}
COLUMNS = ("line", "at", "who", "who_id", "what", "about", "about_id")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it goes to the browser. Its name holds a day and nothing else."""

    data: bytes = field(repr=False)
    name: str
    mimetype: str


def log_file(admin: Actor, seek: Seek, form: str) -> Made:
    """The lines of a view, newest first.

    Args:
        admin: who takes them away; the log says so.
        seek: which lines.
        form: csv or json.

    Raises:
        Forbidden: not an admin.
        Invalid: on `form`: neither of the two; on `first`: more lines than one file holds; on `last`: before the first.
    """
    if form not in FORMS:
        raise Invalid("form", _("Choose one of the two kinds of file."))
    page = audit.lines(admin, seek, most=MOST_LINES)
    if page.older is not None:
        raise Invalid(
            "first",
            _("One file holds %(most)s lines, and there are more. Choose fewer days.", most=dates.number(MOST_LINES)),
        )
    limits.use(admin, limits.Act.LOG_FILE)
    rows = (_row(line) for line in page.lines)
    data = _csv(rows) if form == "csv" else json.dumps(list(rows), ensure_ascii=False, indent=1).encode()
    record(admin, Event.LOG_EXPORTED, lines=len(page.lines), form=form)
    day = now().astimezone(zone(zone_of(admin))).date()
    return Made(data, f"log-{day.isoformat()}.{form}", FORMS[form])


def _row(line: Shown) -> dict[str, object]:
    return {
        "line": line.place,
        "at": line.at.isoformat(timespec="seconds"),
        "who": line.who,
        "who_id": line.who_id and str(line.who_id),
        "what": line.what,
        "about": line.about,
        "about_id": line.about_id and str(line.about_id),
    }


def _csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    """With a mark that tells spreadsheets it is UTF-8, and no cell that one of them would reckon with."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({key: _harmless(cell) for key, cell in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(BEGINS_A_FORMULA) else cell
