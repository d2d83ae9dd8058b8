"""What a parser finds: records that can come in, and what is skipped, each with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from portal.core import dates
from portal.core.clock import zone as zone_named
from portal.core.errors import Invalid, PortalError
from portal.core.language import _, lazy
from portal.core.text import shows

_NOT_KEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]")  # control signs, and those without width
_NOT_UTF_8 = re.compile(r"[\ud800-\udfff]")
NOT_TEXT = lazy("It holds bytes that are not UTF-8 text.")
EMPTY = lazy("There are no words in it.")


class Spoiled(PortalError):
    """This one entry cannot come in; the sentence says why."""


class Unreadable(Invalid):
    """Nothing of a file can come in; the sentence says why, and in which line where there is one."""

    def __init__(self, sentence: str) -> None:
        super().__init__("file", sentence)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of somebody's journal elsewhere.

    `on_day` is the writer's own day there, `zone` an IANA name, `at` aware in UTC. `mood` is the name of a level as
    it was called there; a record without one is a note.
    """

    where: str
    on_day: date
    at: datetime
    zone: str
    title: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    mood: str = field(default="", repr=False)
    activities: tuple[str, ...] = field(default=(), repr=False)
    is_pinned: bool = False  # kept on top there, or starred


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that stays behind: where it stands, and why."""

    where: str
    reason: str


def nothing_in(skipped: list[Skipped]) -> Unreadable:
    """What to raise when all of a file stays behind, with the first reason there is."""
    if not skipped:
        return Unreadable(_("Nothing in this file can come in."))
    where, why = skipped[0].where.capitalize(), skipped[0].reason
    return Unreadable(_("Nothing in this file can come in. %(where)s: %(why)s", where=where, why=why))


def too_many(most: int) -> Unreadable:
    """The same when there are more than so many entries in it."""
    return Unreadable(
        _("This file holds more than %(most)s entries. Bring it along in several.", most=dates.number(most))
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was sent: its bytes, what its name says, and the zone of whoever sent it."""

    data: bytes = field(repr=False)
    name: str = field(repr=False)
    zone: str


Found = Iterator[Record | Skipped]


def tidy(text: str) -> str:
    """Line ends become line feeds; signs that nobody typed go.

    Raises:
        Spoiled: it is not text.
    """
    if _NOT_UTF_8.search(text):
        raise Spoiled(str(NOT_TEXT))
    return _NOT_KEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def headed(text: str) -> tuple[str, str]:
    """Title and body of Markdown whose first line is a heading of the first rank."""
    first, _end, rest = text.lstrip("\n").partition("\n")
    if first.startswith("# ") and shows(rest):
        return first[2:].strip(), rest.strip("\n")
    return "", text


def at_local(on_day: date, clock: time | None, zone: str) -> tuple[datetime, str]:
    """The moment of a day and time in this zone; noon where no time is told.

    Raises:
        Spoiled: a day no calendar of ours can hold.
    """
    here = zone_named(zone)
    try:
        local = datetime.combine(on_day, clock or time(12), here)
        return local.astimezone(UTC), here.key
    except OverflowError:
        raise Spoiled(_("Its day lies outside the calendar.")) from None


def local_day(at: datetime, zone: str) -> date:
    """The calendar day where it was written.

    Raises:
        Spoiled: a day no calendar of ours can hold.
    """
    try:
        return at.astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        raise Spoiled(_("Its day lies outside the calendar.")) from None


def known_zone(said: Any, otherwise: str) -> str:
    """The zone named, if it is one; otherwise the other."""
    name = said.replace("\\/", "/") if isinstance(said, str) else ""
    return name if name and zone_named(name).key == name else otherwise


def words_in(values: Any) -> tuple[str, ...]:
    """Those of a list that are words, tidied."""
    if not isinstance(values, list):
        return ()
    return tuple(" ".join(tidy(value).split()) for value in values if isinstance(value, str) and shows(value))


def text_of(data: bytes) -> str:
    """Bytes as text; what is not UTF-8 stays recognisable, so that only the entries that hold it are skipped."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "surrogateescape")
