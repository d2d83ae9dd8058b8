"""Daylio: its CSV in each of its forms, and its backup, a JSON in base64 inside an archive."""

import base64
import binascii
import csv
import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from portal.core.language import _
from portal.core.text import shows
from portal.domain.imports.records import (
    NOT_TEXT,
    Found,
    Record,
    Skipped,
    Spoiled,
    Unreadable,
    at_local,
    tidy,
    words_in,
)

BACKUP = "backup.daylio"
USUAL = {"rad": 5, "good": 4, "meh": 3, "bad": 2, "awful": 1}  # the five that everybody begins with
NAMES = dict(enumerate(USUAL, start=1))  # a backup counts them from the best
GROUPS = range(1, 6)
_COLUMNS = frozenset({"mood", "time", "activities"})
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_ROW = re.compile(r"\d{4}(?:-\d{2}-\d{2})?,[^,\n]*,[^,\n]*,")
_OPENS = re.compile(r'(?:^|,)"')
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOURS, _NOON = 24, 12
_FIELD = 2_000_000  # characters


def is_csv(text: str) -> bool:
    """Whether the first line names Daylio's columns."""
    head = _head(text)
    return set(head) >= _COLUMNS and bool({"full_date", "date"} & set(head))


def rows(text: str, zone: str) -> Found:
    """Each row. A quotation mark that is never closed spoils its own row and no other."""
    lines, head = text.split("\n"), _head(text)
    at = 1
    while at < len(lines):
        count, cells = _next(lines, at)
        where = _("line %(line)s", line=at + 1)
        at += count
        if cells is None:
            yield Skipped(where, _("A quotation mark in it is never closed."))
        elif any(shows(cell) for cell in cells):
            try:
                yield _record(_named(head, cells), zone, where)
            except Spoiled as problem:
                yield Skipped(where, str(problem))


def backup(data: bytes) -> dict[str, Any]:
    """The JSON of a backup.

    Raises:
        Unreadable: it is none.
    """
    try:
        found = json.loads(base64.b64decode(b"".join(data.split()), validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise Unreadable(_("This backup is damaged: what is in it cannot be decoded. Make a new one.")) from None
    if not is_backup(found):
        raise Unreadable(_("This backup holds no entries of Daylio."))
    return found  # type: ignore[no-any-return]


def is_backup(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("dayEntries"), list)


def levels(found: dict[str, Any]) -> dict[str, int]:
    """By the name of a mood: our level, 5 the best, from Daylio's group, 1 the best."""
    return {name: 6 - group for name, group in _moods(found).values() if group in GROUPS}


def entries(found: dict[str, Any], zone: str) -> Found:
    """Each entry of a backup. Its month counts from nought; its own offset says which day it was there."""
    names = {key: name for key, (name, _) in _moods(found).items()}
    tags = {tag.get("id"): tag.get("name") for tag in found.get("tags") or [] if isinstance(tag, dict)}
    for number, entry in enumerate(found["dayEntries"], start=1):
        where = _("entry %(number)s", number=number)
        try:
            yield _entry(entry, names, tags, zone, where)
        except Spoiled as problem:
            yield Skipped(where, str(problem))
        except (KeyError, TypeError, AttributeError, OverflowError):
            yield Skipped(where, _("It is damaged."))


# ------------------------------------------------------------------ CSV


def _head(text: str) -> list[str]:
    first = text.partition("\n")[0].strip().lower()
    return [name.strip().strip('"') for name in first.split(",")]


def _next(lines: list[str], at: int) -> tuple[int, list[str] | None]:
    """The row that begins here: how many lines it takes, and its cells; None where it never ends."""
    csv.field_size_limit(_FIELD)
    taken = 0
    for taken in range(1, len(lines) - at + 1):
        if "\n".join(lines[at : at + taken]).count('"') % 2 == 0:
            break
        if at + taken < len(lines) and _ROW.match(lines[at + taken]):
            return _alone(lines[at], taken)
    else:
        return _alone(lines[at], 1)
    try:
        return taken, next(csv.reader(iter(["\n".join(lines[at : at + taken])]), strict=False), [])
    except csv.Error:
        return taken, None


def _alone(line: str, taken: int) -> tuple[int, list[str] | None]:
    """A row whose quotation marks come out odd: one inside a cell is only a sign, one that opens a cell spoils it."""
    return (taken, next(csv.reader([line]))) if taken == 1 and not _OPENS.search(line) else (taken, None)


def _named(head: list[str], cells: list[str]) -> dict[str, str]:
    """Cells by column. A row that is too wide has commas in its last column that nobody quoted."""
    if len(cells) > len(head):
        cells = [*cells[: len(head) - 1], ",".join(cells[len(head) - 1 :])]
    return dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=True))


def _record(row: dict[str, str], zone: str, where: str) -> Record:
    row = {name: _BREAK.sub("\n", tidy(cell)) for name, cell in row.items()}
    mood = " ".join(row["mood"].split())
    if not mood:
        raise Spoiled(_("It names no mood."))
    on_day = _day(row)
    at, here = at_local(on_day, _clock(row["time"]), zone)
    activities = tuple(word.strip() for word in row["activities"].split(" | ") if word.strip())
    return Record(where, on_day, at, here, row.get("note_title", ""), row.get("note", ""), (), mood, activities)


def _day(row: dict[str, str]) -> date:
    """The day in full, or, as in 2018, a year and '30 May' or 'May 30'."""
    try:
        if row.get("full_date"):
            return date.fromisoformat(row["full_date"].strip())
        parts = re.findall(r"\d+|[^\W\d_]+", row["date"])
        number = next(int(part) for part in parts if part.isdigit())
        month = next(_MONTHS.index(part[:3].lower()) + 1 for part in parts if not part.isdigit())
        return date(int(row["year"]), month, number)
    except (ValueError, KeyError, StopIteration, OverflowError):
        raise Spoiled(_("Its day cannot be read.")) from None


def _clock(said: str) -> time | None:
    """'6:50 pm', '18:50'; none where it cannot be read, for the day is what counts."""
    found = _CLOCK.match(said.replace("\u202f", " ").strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, minute) if hour < _HOURS and minute < 60 else None  # noqa: PLR2004 - minutes


# ------------------------------------------------------------------ backup


def _moods(found: dict[str, Any]) -> dict[Any, tuple[str, int]]:
    """By id: the name of a mood and its group, 1 the best."""
    known: dict[Any, tuple[str, int]] = {}
    for mood in found.get("customMoods") or []:
        if isinstance(mood, dict):
            group = mood.get("mood_group_id")
            said = mood.get("custom_name")
            own = " ".join(said.split()) if isinstance(said, str) else ""
            name = own or NAMES.get(mood.get("predefined_name_id") or group, "")  # type: ignore[arg-type]
            known[mood.get("id")] = (
                name or _("mood %(number)s", number=mood.get("id")),
                group if isinstance(group, int) else 0,
            )
    return known


def _entry(entry: dict[str, Any], names: dict[Any, str], tags: dict[Any, Any], zone: str, where: str) -> Record:
    try:
        on_day = date(entry["year"], entry["month"] + 1, entry["day"])
    except (KeyError, ValueError):
        raise Spoiled(_("Its day cannot be read.")) from None
    offset, said = entry.get("timeZoneOffset"), entry.get("datetime")
    here = _zone(offset) or zone
    if isinstance(said, int | float):
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=said)
    else:
        at, here = at_local(on_day, time(entry.get("hour", 12), entry.get("minute", 0)), here)
    mood = names.get(entry["mood"])
    if not mood:
        raise Spoiled(_("Its mood is not in the list of moods."))
    chosen = words_in([tags.get(tag) for tag in entry.get("tags") or []])
    title, note = (_plain(entry.get(name)) for name in ("note_title", "note"))
    return Record(where, on_day, at, here, title, note, (), mood, chosen)


def _zone(offset: Any) -> str | None:
    """The IANA name of a zone with this offset in milliseconds; those names count westwards."""
    if not isinstance(offset, int) or offset % 3_600_000:
        return None
    hours = offset // 3_600_000
    return f"Etc/GMT{-hours:+d}" if hours and -12 <= hours <= 14 else None if hours else "Etc/GMT"  # noqa: PLR2004


def _plain(said: Any) -> str:
    if said is not None and not isinstance(said, str):
        raise Spoiled(str(NOT_TEXT))
    return _BREAK.sub("\n", tidy(said or "")).strip()
