"""Which format a file has is read from what is in it; its name and what the browser calls it decide nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from portal.core.language import _, lazy
from portal.core.text import shows
from portal.domain.imports import day_one, daylio, jrnl, markdown, unpacking
from portal.domain.imports.records import (
    Found,
    Record,
    Skipped,
    Source,
    Spoiled,
    Unreadable,
    text_of,
)

KNOWN = lazy(
    "Day One (JSON or Classic), Daylio (CSV or backup), jrnl (text or JSON) and a zipped folder of Markdown files"
)
NOT_KNOWN = lazy("This is not a file that can be brought in. Known are %(known)s.", known=KNOWN)
OTHERS = (".json", day_one.ENDING, daylio.BACKUP, *markdown.ENDINGS)
_PLISTS = (b"<?xml", b"<!DOCTYPE plist", b"<plist", b"bplist00")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is, its entries, and our levels for those of its moods that say which level they are."""

    form: str
    found: Found = field(repr=False)
    levels: dict[str, int] = field(default_factory=dict, repr=False)


def read(source: Source) -> Reading:
    """Recognise a file and go through its entries.

    Raises:
        Unreadable: at once, where nothing of it can come in.
    """
    data = source.data
    if not data.strip():
        raise Unreadable(_("This file is empty."))
    if data.startswith((unpacking.BEGINNING, unpacking.EMPTY)):
        return _archive(source)
    if data.lstrip().startswith(_PLISTS):
        return Reading("Day One Classic", day_one.classic(data, source.zone, _("the entry")))
    if jrnl.is_locked(data):
        raise Unreadable(str(jrnl.LOCKED))
    return _plain(data, source)


def _plain(data: bytes, source: Source) -> Reading:
    text = text_of(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in ("{", "[") and not jrnl.is_text(text):
        return _json(_parsed(text), source.zone, "")
    if daylio.is_csv(text):
        return Reading("Daylio", daylio.rows(text, source.zone), dict(daylio.USUAL))
    if jrnl.is_text(text):
        return Reading("jrnl", jrnl.entries(text, source.zone))
    if source.name.lower().endswith(markdown.ENDINGS):
        return Reading("Markdown", _notes([unpacking.Member(source.name, lambda: data)], source.zone))
    _refuse(data)
    raise Unreadable(str(NOT_KNOWN))


def _refuse(data: bytes) -> None:
    """Say in which line text stops being text, if that is what is wrong.

    Raises:
        Unreadable: with the line.
    """
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Unreadable(
            _("From line %(line)s on this file is not UTF-8 text. Save or export it as UTF-8.", line=line)
        ) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        raise Unreadable(
            _("This JSON is damaged: it cannot be read from line %(lineno)s on.", lineno=problem.lineno)
        ) from None
    except (RecursionError, ValueError):
        raise Unreadable(_("This JSON is built in a way that nobody's journal is, so it is not read.")) from None


def _json(found: Any, zone: str, file: str) -> Reading:
    if jrnl.is_json(found):
        return Reading("jrnl", jrnl.from_json(found, zone))
    if daylio.is_backup(found):
        return Reading("Daylio", daylio.entries(found, zone), daylio.levels(found))
    if day_one.is_day_one(found):
        return Reading("Day One", day_one.entries(found, zone, file))
    raise Unreadable(str(NOT_KNOWN))


# ------------------------------------------------------------------ archives


def _archive(source: Source) -> Reading:
    members = list(unpacking.members(source.data, OTHERS))
    if not members:
        raise Unreadable(
            _("There is nothing in this archive that can be brought in. Known are %(known)s.", known=KNOWN)
        )
    backups = [member for member in members if member.name == daylio.BACKUP]
    if backups:
        found = daylio.backup(_whole(backups[0]))
        return Reading("Daylio", daylio.entries(found, source.zone), daylio.levels(found))
    journals = [member for member in members if member.name.lower().endswith(".json")]
    if journals:
        return _journals(journals, source.zone)
    if any(member.name.endswith(day_one.ENDING) for member in members):
        return Reading("Day One Classic", _entries(members, source.zone))
    return Reading("Markdown", _notes(members, source.zone))


def _whole(member: unpacking.Member) -> bytes:
    try:
        return member.read()
    except Spoiled:
        raise Unreadable(str(unpacking.BROKEN)) from None


def _journals(members: list[unpacking.Member], zone: str) -> Reading:
    """Several journals of one export; one that is damaged keeps no other back."""
    readings: list[Callable[[], Found]] = []
    forms: list[str] = []
    for member in members:
        name = member.name if len(members) > 1 else ""
        try:
            reading = _json(_parsed(text_of(member.read())), zone, name)
        except (Unreadable, Spoiled) as problem:
            if len(members) == 1:
                raise Unreadable(str(problem)) from None
            readings.append(partial(iter, [Skipped(member.name, str(problem))]))
            continue
        forms.append(reading.form)
        readings.append(partial(iter, reading.found))
    if not forms:
        raise Unreadable(str(NOT_KNOWN))
    return Reading(forms[0], (each for of in readings for each in of()))


def _entries(members: list[unpacking.Member], zone: str) -> Found:
    for member in members:
        if not member.name.endswith(day_one.ENDING):
            continue
        try:
            yield from day_one.classic(member.read(), zone, member.name)
        except Spoiled as problem:
            yield Skipped(member.name, str(problem))


def _notes(members: list[unpacking.Member], zone: str) -> Iterator[Record | Skipped]:
    for member in members:
        try:
            data = member.read()
            if not shows(text_of(data)):
                raise Spoiled(_("It is empty."))  # noqa: TRY301 - one way out for all that can be wrong with it
            yield markdown.note(text_of(data), member.name, zone, member.name)
        except Spoiled as problem:
            yield Skipped(member.name, str(problem))
