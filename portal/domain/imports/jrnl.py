"""jrnl: its text, in which a date in brackets begins an entry, and its JSON."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from portal.core.language import _, lazy
from portal.core.text import shows
from portal.domain.imports.records import EMPTY, Found, Record, Skipped, Spoiled, at_local, tidy

LOCKED = lazy("This journal of jrnl is locked with a password. Export it unlocked, as JSON, and choose that file.")
_BRACKETS = re.compile(r"\[([^\]\n]{6,40})\][ \t]*(.*)")
_BARE = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2})[ \t]+(.*)")
_TAG = re.compile(r"(?<!\S)@([-+*#/\w]*\w[-+*#/\w]*)")  # not inside an address or a word
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]+(.+))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?:[, ]+(.+))?")
_NAMED = ("%d %b %Y %H:%M", "%d %B %Y %H:%M", "%b %d %Y %H:%M", "%d %b %Y", "%d %B %Y")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])?[Mm]?\.?")
_MONTHS = 12

Moment = tuple[date, time | None]


def is_text(text: str) -> bool:
    """Whether it begins with an entry."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _begins(first, _reader(text)) is not None


def is_locked(data: bytes) -> bool:
    """Whether it is what jrnl writes with a password: base64 that begins with Fernet's version."""
    return data.lstrip()[:5] == b"gAAAA"


def is_json(found: Any) -> bool:
    """Whether this JSON is an export of jrnl."""
    if not isinstance(found, dict) or not isinstance(found.get("entries"), list):
        return False
    return any(isinstance(entry, dict) and {"date", "body"} <= entry.keys() for entry in found["entries"])


def entries(text: str, zone: str) -> Found:
    """Each entry; what stands in brackets and is no date is part of the words."""
    read, began, lines = _reader(text), 0, list[str]()
    moment: Moment | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        begins = _begins(line, read)
        if begins is None:
            lines.append(line)
            continue
        yield from _entry(moment, lines, zone, began)
        moment, lines, began = begins[0], [begins[1]], number
    yield from _entry(moment, lines, zone, began)


def from_json(found: dict[str, Any], zone: str) -> Found:
    """Each entry of an export."""
    for number, entry in enumerate(found["entries"], start=1):
        where = _("entry %(number)s", number=number)
        try:
            yield _from_json(entry, zone, where)
        except Spoiled as problem:
            yield Skipped(where, str(problem))


def _entry(moment: Moment | None, lines: list[str], zone: str, line: int) -> Iterator[Record | Skipped]:
    where = _("line %(line)s", line=line or 1)
    if moment is None:
        if any(shows(said) for said in lines):
            yield Skipped(where, _("These words stand before the first date."))
        return
    try:
        text = tidy("\n".join(lines))
        first, _end, rest = text.partition("\n")
        said = first.removeprefix("* ").removesuffix(" *")
        title, *more = _SENTENCE.split(said.strip(), maxsplit=1)
        record = _record(moment, title, "\n".join([*more, rest]).strip("\n"), zone, where)
        yield replace(record, is_pinned=said != first)
    except Spoiled as problem:
        yield Skipped(where, str(problem))


def _from_json(entry: Any, zone: str, where: str) -> Record:
    if not isinstance(entry, dict):
        raise Spoiled(_("It is no entry of jrnl."))
    title, body = (entry.get(name) or "" for name in ("title", "body"))
    try:
        on_day = date.fromisoformat(entry["date"])
        clock = time.fromisoformat(entry["time"]) if entry.get("time") else None
    except (KeyError, TypeError, ValueError):
        raise Spoiled(_("It has no date that can be read.")) from None
    if not isinstance(title, str) or not isinstance(body, str):
        raise Spoiled(_("Its words are not text."))
    moment = (on_day, clock and clock.replace(tzinfo=None))
    record = _record(moment, tidy(title).strip(), tidy(body), zone, where)
    return replace(record, is_pinned=entry.get("starred") is True)


def _record(moment: Moment, title: str, body: str, zone: str, where: str) -> Record:
    if not shows(title + body):
        raise Spoiled(str(EMPTY))
    tags = tuple(dict.fromkeys(_TAG.findall(f"{title}\n{body}")))
    at, here = at_local(moment[0], moment[1], zone)
    if not shows(body):
        title, body = "", title
    return Record(where, moment[0], at, here, title, body, tags)


# ------------------------------------------------------------------ dates


def _reader(text: str) -> Callable[[str], Moment | None]:
    """Reads dates; whether 3/4/2019 is in March or in April follows from the other dates of the file."""
    pairs = [(int(found[1]), int(found[3])) for found in map(_YEAR_LAST.match, _said(text)) if found]
    month_first = any(second > _MONTHS for _, second in pairs) and not any(first > _MONTHS for first, _ in pairs)
    return lambda said: _date(said, month_first=month_first)


def _said(text: str) -> list[str]:
    return [found[1] for found in map(_BRACKETS.match, text.split("\n")) if found]


def _begins(line: str, read: Callable[[str], Moment | None]) -> tuple[Moment, str] | None:
    found = _BRACKETS.match(line) or _BARE.match(line)
    moment = read(found[1].strip()) if found else None
    return (moment, found[2]) if found and moment else None


def _date(said: str, *, month_first: bool) -> Moment | None:
    try:
        if found := _YEAR_FIRST.fullmatch(said):
            return date(int(found[1]), int(found[2]), int(found[3])), _clock(found[4])
        if found := _YEAR_LAST.fullmatch(said):
            day, month = int(found[1]), int(found[3])
            if month_first and found[2] != ".":
                day, month = month, day
            return date(int(found[4]), month, day), _clock(found[5])
    except ValueError:
        return None
    plain = said.replace(",", "")
    for form in _NAMED:
        try:
            at = datetime.strptime(plain, form)  # noqa: DTZ007 - the zone is the reader's
        except ValueError:
            continue
        return at.date(), at.time() if "%H" in form else None
    return None


def _clock(said: str | None) -> time | None:
    """Raises ValueError where it is no time of day."""
    if said is None:
        return None
    found = _CLOCK.fullmatch(said.strip())
    if found is None:
        raise ValueError("no time of day")
    hour = int(found[1])
    if found[3] and hour <= _MONTHS:  # half a day has twelve hours, too
        hour = hour % _MONTHS + (_MONTHS if found[3].lower() == "p" else 0)
    return time(hour, int(found[2]))
