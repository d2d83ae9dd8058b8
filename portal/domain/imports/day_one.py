"""Day One: the JSON of its export, and the property lists of Day One Classic."""

import json
import plistlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError

from portal.core.language import _, lazy
from portal.core.text import shows
from portal.domain.imports.records import (
    EMPTY,
    Found,
    Record,
    Skipped,
    Spoiled,
    headed,
    known_zone,
    local_day,
    tidy,
    words_in,
)

ENDING = ".doentry"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # Day One puts a backslash before any sign that Markdown might take
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(dayone-moment:[^)\n]*\)")
_MANY_GAPS = re.compile(r"\n{3,}")
NO_DATE = lazy("It has no date that can be read.")


def is_day_one(found: Any) -> bool:
    """Whether this JSON is the export of one of its journals."""
    if not isinstance(found, dict) or not isinstance(found.get("entries"), list):
        return False
    entries = found["entries"]
    looks = any(isinstance(entry, dict) and {"creationDate", "uuid", "richText"} & entry.keys() for entry in entries)
    return looks or (isinstance(found.get("metadata"), dict) and "version" in found["metadata"])


def entries(found: dict[str, Any], zone: str, file: str = "") -> Found:
    """Each entry of a journal.

    Args:
        found: the JSON, of which `is_day_one` says that it is one.
        zone: for entries that name none.
        file: its name in an archive.
    """
    seen: set[tuple[str, str, str]] = set()
    for number, entry in enumerate(found["entries"], start=1):
        where = (
            _("entry %(number)s of %(file)s", number=number, file=file)
            if file
            else _("entry %(number)s", number=number)
        )
        try:
            record = _record(entry, zone, where)
        except Spoiled as problem:
            yield Skipped(where, str(problem))
            continue
        same = (str(entry.get("uuid")), record.title, record.body)
        if entry.get("uuid") and same in seen:
            yield Skipped(where, _("It stands in the file twice."))
            continue
        seen.add(same)
        yield record


def classic(data: bytes, zone: str, where: str) -> Iterator[Record | Skipped]:
    """The one entry of a property list. One that declares entities of its own is not read."""
    try:
        found = plistlib.loads(data)
        yield _classic(found, zone, where)
    except Spoiled as problem:
        yield Skipped(where, str(problem))
    except (ValueError, ExpatError, RecursionError, OverflowError, TypeError, LookupError, AttributeError):
        yield Skipped(where, _("It is damaged, or no entry of Day One."))


def _classic(found: dict[str, Any], zone: str, where: str) -> Record:
    at = found.get("Creation Date")
    if not isinstance(at, datetime):
        raise Spoiled(str(NO_DATE))
    here = known_zone(found.get("Time Zone"), zone)
    at = at.replace(tzinfo=UTC)
    title, body = _words(found.get("Entry Text"))
    return Record(
        where,
        local_day(at, here),
        at,
        here,
        title,
        body,
        words_in(found.get("Tags")),
        is_pinned=found.get("Starred") is True,
    )


def _record(entry: Any, zone: str, where: str) -> Record:
    if not isinstance(entry, dict):
        raise Spoiled(_("It is no entry of Day One."))
    at, here = _moment(entry.get("creationDate")), known_zone(entry.get("timeZone"), zone)
    text = entry.get("text")
    if text is None or text == "":
        text = _rich(entry.get("richText"))
    title, body = _words(text)
    return Record(
        where, local_day(at, here), at, here, title, body, words_in(entry.get("tags")), is_pinned=_is_pinned(entry)
    )


def _is_pinned(entry: dict[str, Any]) -> bool:
    return any(entry.get(name) is True for name in ("starred", "isPinned"))


def _words(text: Any) -> tuple[str, str]:
    if text is not None and not isinstance(text, str):
        raise Spoiled(_("Its words are not text."))
    plain = _MANY_GAPS.sub("\n\n", _ESCAPED.sub(r"\1", _PICTURE.sub("", tidy(text or ""))))
    if not shows(plain):
        raise Spoiled(_("There are no words in it. Pictures and recordings stay behind."))
    return headed(plain.strip("\n"))


def _moment(said: Any) -> datetime:
    try:
        at = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise Spoiled(str(NO_DATE)) from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _rich(said: Any) -> str:
    """The words of the second form of an entry: JSON inside a string."""
    try:
        contents = json.loads(said)["contents"] if isinstance(said, str) else []
        return "".join(part["text"] for part in contents if isinstance(part.get("text"), str))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Spoiled(str(EMPTY)) from None
