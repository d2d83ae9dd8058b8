"""Everything a client keeps here, as one archive: data with a schema, Markdown, a page to read, and FHIR R4."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from portal.core import dates, pdf
from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.language import spoken
from portal.domain import files, vault
from portal.domain.exports.agreed import consents, openings
from portal.domain.exports.answers import answers
from portal.domain.exports.checkins import checkins, own_words
from portal.domain.exports.given import given
from portal.domain.exports.notes import notes
from portal.domain.exports.others import myself, others
from portal.domain.exports.own_goals import own_goals
from portal.domain.exports.plainly import NAMES, plain
from portal.domain.exports.shelf import Part, Plain, Shelf, moment, urn
from portal.domain.files import Handed, Kind, Made

VERSION = 1  # of the schema; a change that a reader would notice gets the next number
PARTS: tuple[Callable[[Shelf], Part], ...] = (
    myself,
    notes,
    checkins,
    own_words,
    own_goals,
    answers,
    consents,
    openings,
    given,
    *map(plain, NAMES),
    others,  # last: whatever nobody took
)
# Copies of what is here anyway, what is on its way in, receipts, which are taken with a script that checks them, and
# the secrets of second factors: an archive on a desk must not sign anybody in.
NOT_TAKEN = frozenset({"file", "file-asked", "import", "receipt", "factor"})
ASSETS = Path(__file__).parents[2] / "assets" / "exports"
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: it tells nothing


@dataclass(frozen=True, slots=True)
class Everything:
    """All that stands in the archive. `made_at` is where the client is."""

    person_id: UUID
    made_at: datetime
    parts: tuple[Part, ...] = field(repr=False)
    left_out: int

    @property
    def counts(self) -> dict[str, int]:
        return {part.name: len(part.records) for part in self.parts}


def take_everything(actor: Actor, file_id: UUID) -> UUID:
    """Have all that the client can read made into one archive for them alone. No admin has a hand in it.

    Args:
        actor: the client, with keys.
        file_id: made when the form was shown; asking twice is asking once.

    Returns:
        The file's id.

    Raises:
        Invalid: on `ask`: too many files at once.
    """
    return files.ask(actor, Kind.EXPORT, {}, vault.all_ids(actor.unlocked(), NOT_TAKEN), file_id)


def gather_everything(handed: Handed) -> Everything:
    """Ask each concept for its rows, in the worker, while the unit of work is open."""
    shelf = Shelf(handed.actor, dict(handed.texts))
    parts = tuple(make(shelf) for make in PARTS)
    return Everything(handed.actor.person_id, now().astimezone(shelf.zone), parts, handed.left_out)


def draw_everything(content: Everything) -> Made:
    """Put the archive together in memory."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _files(content):
            archive.writestr(zipfile.ZipInfo(name, _SAME_DAY), text, zipfile.ZIP_DEFLATED)
    return Made(made.getvalue())


def data(content: Everything) -> Plain:
    """The archive's data.json, as schema.json describes it."""
    about = {"format": "harbour-export", "version": VERSION, "made_at": moment(content.made_at)}
    parts = {part.name: part.records for part in content.parts}
    return {**about, "left_out": content.left_out, "counts": content.counts, **parts}


def bundle(content: Everything) -> Plain:
    """The archive's FHIR R4 bundle: a collection, with one line that says where all of it is from."""
    resources = [resource for part in content.parts for resource in part.resources]
    entries = [
        {"fullUrl": urn(UUID(each["id"])), "resource": each} for each in [*resources, _origin(content, resources)]
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": moment(content.made_at),
        "entry": entries,
    }


def _origin(content: Everything, resources: Iterable[Plain]) -> Plain:
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(content.person_id, moment(content.made_at))),
        "target": [{"reference": urn(UUID(each["id"]))} for each in resources],
        "recorded": moment(content.made_at),
        "agent": [{"who": {"reference": urn(content.person_id)}}],
    }


def _files(content: Everything) -> Iterator[tuple[str, str | bytes]]:
    yield "read-me-first.txt", _read_me_first()
    yield "schema.json", (ASSETS / "schema.json").read_text(encoding="utf-8")
    yield "data.json", _json(data(content))
    yield "fhir-r4.json", _json(bundle(content))
    yield "read.html", _page(content)
    for part in content.parts:
        for name, text in part.pages:
            yield f"markdown/{name}", text
        yield from part.files


def _page(content: Everything) -> str:
    """One page to read, with its own style in it: no script, and nothing from anywhere else."""
    parts = {part.name: part.records for part in content.parts}
    moment_of = partial(_said, zone=content.made_at.tzinfo)
    html = pdf.render_html("everything.html", content=content, parts=parts, day=_said, moment=moment_of)
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    return html.replace("</head>", f"<style>\n{style}</style>\n</head>", 1)


def _said(iso: str, zone: tzinfo | None = None) -> str:
    """A day of the data in words; a moment with its hour, in this zone."""
    if zone is None:
        return dates.said(date.fromisoformat(iso), "day_year")
    at = datetime.fromisoformat(iso).astimezone(zone)
    return f"{dates.said(at, 'day_year')}, {at:%H:%M}"


def _read_me_first() -> str:
    own = ASSETS / f"read-me-first@{spoken()}.txt"
    return (own if own.exists() else ASSETS / "read-me-first.txt").read_text(encoding="utf-8")


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)
