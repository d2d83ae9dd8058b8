"""Making what was found fit: into notes of a length that can be kept, and into check-ins where a mood was told."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.text import cut, is_one_line, shows
from portal.domain import journal, mood
from portal.domain.imports.records import EMPTY, Found, Record, Skipped

ROOM = journal.LONGEST_BODY - 500  # characters of a part: what is added to it fits, too
NO_LEVEL = 0  # chosen for a mood: its entries come in as notes


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one record becomes."""

    notes: list[journal.Incoming] = field(default_factory=list)
    checkins: list[mood.Incoming] = field(default_factory=list)


def fitting(found: Found, today: date) -> Iterator[Record | Skipped]:
    """Records that can be kept, long ones in parts; the others skipped with the reason."""
    for each in found:
        if isinstance(each, Skipped):
            yield each
        elif each.on_day > today:
            yield Skipped(each.where, _("Its day has not come yet."))
        elif not (each.mood or shows(each.title + each.body)):
            yield Skipped(each.where, str(EMPTY))
        else:
            yield from _checked(each)


def pieces(batch_id: UUID, number: int, record: Record, levels: Mapping[str, int]) -> Pieces:
    """The note and the check-in that this record becomes, under ids that are the same each time.

    Args:
        batch_id: of the file.
        number: of the record in it.
        record: as `fitting` let it through.
        levels: by the name of a mood: 1 to 5, or 0 for a note without a level.
    """
    level = levels.get(record.mood, NO_LEVEL) if record.mood else NO_LEVEL
    note_id, checkin_id = ids(batch_id, number)
    if not level:
        said = record if not record.mood else replace(record, tags=(*record.tags, record.mood, *record.activities))
        if not shows(said.title + said.body):
            said = replace(said, body=", ".join((record.mood, *record.activities)))
        return Pieces(notes=[_note(note_id, said, None)])
    short = is_one_line(record.body) and len(record.body) <= mood.LONGEST_LINE and not shows(record.title)
    words = mood.Words.checked(record.body if short else "", (), None, _activities(record))
    checkin = mood.Incoming(checkin_id, record.on_day, record.zone, record.at, level, words)
    has_note = not short and shows(record.title + record.body)
    return Pieces([_note(note_id, record, checkin_id)] if has_note else [], [checkin])


def ids(batch_id: UUID, number: int) -> tuple[UUID, UUID]:
    """Of the note and of the check-in that this record of a file can become."""
    return uuid5(batch_id, f"note {number}"), uuid5(batch_id, f"checkin {number}")


def to_bytes(records: list[Record]) -> bytes:
    return json.dumps([asdict(record) for record in records], default=str, ensure_ascii=False).encode()


def from_bytes(data: bytes) -> list[Record]:
    return [_record(found) for found in json.loads(data)]


def _record(found: dict[str, Any]) -> Record:
    found["on_day"], found["at"] = date.fromisoformat(found["on_day"]), datetime.fromisoformat(found["at"])
    found["tags"], found["activities"] = tuple(found["tags"]), tuple(found["activities"])
    return Record(**found)


def _checked(record: Record) -> Iterator[Record | Skipped]:
    """The record with a title of one line, in as many parts as its length asks for."""
    title, body = record.title.strip(), record.body
    if title and not (is_one_line(title) and len(title) <= journal.LONGEST_TITLE):
        title, body = "", f"{title}\n\n{body}"
    if not shows(body) and shows(title):
        title, body = "", title
    parts = list(_parts(body)) or [""]
    try:
        for number, part in enumerate(parts, start=1):
            called = (
                title
                if number == 1
                else cut(
                    _("%(title)s (%(number)s of %(parts)s)", title=title, number=number, parts=len(parts)).strip(),
                    journal.LONGEST_TITLE,
                )
            )
            if not record.mood or shows(called + part):
                journal.Words.checked(called, part if shows(part) else "…")
            yield replace(
                record,
                title=called,
                body=part,
                mood=record.mood if number == 1 else "",
                is_pinned=record.is_pinned and number == 1,
            )
    except Invalid as problem:
        yield Skipped(record.where, str(problem))


def _parts(body: str) -> Iterator[str]:
    while len(body) > ROOM:
        end = body.rfind("\n", ROOM // 2, ROOM)
        end = ROOM if end < 0 else end
        yield body[:end]
        body = body[end:].lstrip("\n")
    if body:
        yield body


def _note(note_id: UUID, record: Record, checkin_id: UUID | None) -> journal.Incoming:
    """With its tags beside it; those for which there is no room there stand in a last line."""
    good: list[str] = []
    over: list[str] = []
    for tag in dict.fromkeys(" ".join(tag.strip().lstrip("#").split()) for tag in record.tags):
        fits = len(good) < journal.MOST_TAGS and 0 < len(tag) <= journal.LONGEST_TAG
        (good if fits else over).append(tag)
    more = [f"#{cut(tag, journal.LONGEST_TITLE)}" for tag in over if tag][:20]
    body = "\n\n".join([record.body, " ".join(more)[:400]]) if more else record.body
    words = journal.Words.checked(record.title, body if shows(body) else "…")
    margin = journal.Margin.checked(good, checkin_id=checkin_id)
    return journal.Incoming(note_id, record.on_day, record.zone, record.at, words, margin, record.is_pinned)


def _activities(record: Record) -> list[str]:
    return [cut(word, mood.LONGEST_WORD) for word in record.activities][: mood.MOST_WORDS]
