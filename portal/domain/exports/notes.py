"""Notes with every version, what stands beside them, and those deleted in the last days."""

import base64
from typing import Any

from portal.core.db import db
from portal.domain.access import put_away, readable
from portal.domain.exports import codes
from portal.domain.exports.shelf import Kept, Part, Plain, Shelf, moment, urn
from portal.domain.journal.margin import KIND as KIND_MARGIN
from portal.domain.journal.margin import Margin, margin_id
from portal.domain.journal.words import KIND, Words
from portal.models.journal import Entry


def notes(shelf: Shelf) -> Part:
    versions, margins = shelf.take(KIND), shelf.newest(KIND_MARGIN)
    part = Part("notes", [])
    rows = [*db.session.scalars(readable(Entry, shelf.actor)), *db.session.scalars(put_away(Entry, shelf.actor))]
    for row in sorted(rows, key=lambda row: (row.on_day, row.written_at, row.id)):
        if row.id not in versions:
            continue
        beside = margins.get(margin_id(row.id))
        margin = Margin.from_bytes(beside.data) if beside else Margin()
        newest = versions[row.id][-1]
        words = Words.from_bytes(newest.data)
        part.records.append(_record(row, words, margin, versions[row.id]))
        part.resources.append(_resource(shelf, row, words, newest))
        if row.deleted_at is None:
            part.pages.append((f"notes/{row.on_day.isoformat()}-{row.id.hex[:8]}.md", _page(row, words, margin)))
    return part


def _record(row: Any, words: Words, margin: Margin, versions: list[Kept]) -> Plain:
    return {
        "id": str(row.id),
        "day": row.on_day.isoformat(),
        "zone": row.zone,
        "written_at": moment(row.written_at),
        "edited_at": row.edited_at and moment(row.edited_at),
        "pinned_at": row.pinned_at and moment(row.pinned_at),
        "deleted_at": row.deleted_at and moment(row.deleted_at),
        "title": words.title,
        "body": words.body,
        "question": words.question,
        "tags": list(margin.tags),
        "goal": margin.goal_id and str(margin.goal_id),
        "check_in": margin.checkin_id and str(margin.checkin_id),
        "versions": [_version(kept) for kept in versions],
    }


def _version(kept: Kept) -> Plain:
    words = Words.from_bytes(kept.data)
    said = {"title": words.title, "body": words.body, "question": words.question}
    return {"version": kept.version, "made_at": moment(kept.made_at), **said}


def _page(row: Any, words: Words, margin: Margin) -> str:
    """With its day, title and tags at the top, in a form that can be brought in again."""
    top = [f"date: {row.on_day.isoformat()}"]
    top += [f"title: {words.title}"] if words.title else []
    top += [f"question: {' '.join(words.question.split())}"] if words.question else []
    top += ["tags:", *(f"  - {tag}" for tag in margin.tags)] if margin.tags else []
    return "\n".join(["---", *top, "---", "", words.body, ""])


def _resource(shelf: Shelf, row: Any, words: Words, newest: Kept) -> Plain:
    attachment = {
        "contentType": "text/markdown; charset=utf-8",
        "data": base64.b64encode(words.body.encode()).decode(),
        "creation": row.on_day.isoformat(),
    }
    return {
        "resourceType": "DocumentReference",
        "id": str(row.id),
        "meta": {"versionId": str(newest.version)},
        "status": "entered-in-error" if row.deleted_at else "current",
        "type": codes.loinc("51855-5", "Patient Note"),
        "subject": shelf.patient,
        "date": moment(newest.made_at),
        "author": [shelf.patient],
        **({"description": words.title} if words.title.strip() else {}),
        "content": [{"attachment": attachment}],
        "identifier": [{"system": codes.URIS, "value": urn(row.id)}],
    }
