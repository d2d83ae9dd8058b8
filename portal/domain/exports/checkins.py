"""Check-ins: level, energy, feeling words, activities and a line; and the words somebody keeps to tick."""

import json
from typing import Any

from portal.core.clock import zone
from portal.core.db import db
from portal.domain.access import readable
from portal.domain.exports import codes
from portal.domain.exports.shelf import Part, Plain, Shelf, moment
from portal.domain.mood.own import KIND_OWN
from portal.domain.mood.words import ENERGY, KIND, KIND_WORDS, LEVELS, Words, level_in, words_of
from portal.models.mood import Checkin

NO_WORDS = Words()


def checkins(shelf: Shelf) -> Part:
    levels, said = shelf.newest(KIND), shelf.newest(KIND_WORDS)
    part = Part("check_ins", [])
    rows = db.session.scalars(readable(Checkin, shelf.actor).order_by(Checkin.at, Checkin.id))
    for row in rows:
        if row.id not in levels:
            continue
        kept = said.get(words_of(row.id))
        words = Words.from_bytes(kept.data) if kept else NO_WORDS
        level = level_in(levels[row.id].data)
        part.records.append(_record(row, level, words))
        part.resources.append(_resource(shelf, row, level, words))
    if part.records:
        part.pages.append(("check-ins.md", _page(part.records)))
    return part


def own_words(shelf: Shelf) -> Part:
    """The words to tick that are somebody's own."""
    return Part("words_to_tick", [json.loads(kept.data) for kept in shelf.newest(KIND_OWN).values()])


def _record(row: Any, level: int, words: Words) -> Plain:
    return {
        "id": str(row.id),
        "day": row.on_day.isoformat(),
        "zone": row.zone,
        "at": moment(row.at),
        "level": level,
        "level_words": str(LEVELS[level]),
        "line": words.line,
        "feelings": list(words.feelings),
        "energy": words.energy,
        "activities": list(words.activities),
    }


def _page(records: list[Plain]) -> str:
    lines = ["# Check-ins", ""]
    for each in records:
        more = [each["line"], ", ".join(each["feelings"]), ", ".join(each["activities"])]
        lines.append(" · ".join(part for part in (each["day"], each["level_words"], *more) if part))
    return "\n".join(f"- {line}" if number > 1 else line for number, line in enumerate(lines)) + "\n"


def _resource(shelf: Shelf, row: Any, level: int, words: Words) -> Plain:
    parts = [{"code": codes.ours("feeling", "Feeling word"), "valueString": word} for word in words.feelings]
    parts += [{"code": codes.ours("activity", "Activity"), "valueString": word} for word in words.activities]
    if words.energy:
        energy = codes.ours("energy", "Energy, 1 to 5")
        parts.append(
            {"code": energy, "valueCodeableConcept": codes.ours(f"energy-{words.energy}", str(ENERGY[words.energy]))}
        )
    return {
        "resourceType": "Observation",
        "id": str(row.id),
        "status": "final" if row.version == 1 else "amended",
        "category": [codes.hl7("observation-category", "survey")],
        "code": codes.ours("level", "How things are, 1 to 5, 5 the best"),
        "subject": shelf.patient,
        "effectiveDateTime": moment(row.at, zone(row.zone)),
        "performer": [shelf.patient],
        "valueInteger": level,
        **({"note": [{"text": words.line}]} if words.line.strip() else {}),
        **({"component": parts} if parts else {}),
    }
