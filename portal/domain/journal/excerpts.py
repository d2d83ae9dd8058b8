"""Only a part: sentences of a note as a thing of their own, which later changes of the note do not touch."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import add_new, db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.markdown import first_line
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.audit import Event, record
from portal.domain.journal.reading import read
from portal.domain.journal.words import HEADLINE, glimpse_of
from portal.models.journal import Excerpt
from portal.models.vault import Item

EXCERPT = "excerpt"
MOST_PARTS = 400  # of a note that can be chosen from; what is behind them goes with the last
_END = re.compile(r"(?<=[.!?\u2026\u3002\u061f])[\"\u201d\u2019\u00bb)]*\s+")
BETWEEN = "\n\n[\u2026]\n\n"  # where something was left out


@dataclass(frozen=True, slots=True)
class Part:
    """Some sentences of a note, as their reader sees them."""

    on_day: date
    body: str


@dataclass(frozen=True, slots=True)
class OwnPart:
    """The same for its writer."""

    id: UUID
    entry_id: UUID
    part: Part


def sentences(body: str) -> list[str]:
    """What can be chosen from: the sentences of a note, in order; a paragraph without an end is one."""
    found = [sentence.strip() for paragraph in body.split("\n") for sentence in _split(paragraph) if sentence.strip()]
    if len(found) > MOST_PARTS:
        found[MOST_PARTS - 1 :] = [" ".join(found[MOST_PARTS - 1 :])]
    return found


def excerpt(actor: Actor, entry_id: UUID, version: int, chosen: Iterable[int], excerpt_id: UUID | None = None) -> UUID:
    """Make a part of one version of a note a thing of its own. Nobody but its writer can read it yet.

    Args:
        actor: the writer, with keys.
        entry_id: the note.
        version: the one that stood on the page.
        chosen: places of `sentences`, from 0.
        excerpt_id: made when the form was shown: sent twice, it is one part.

    Raises:
        NotFound: no such note or version, or not theirs.
        Invalid: on `chosen`: nothing, or something that is not there.
    """
    page = read(actor, entry_id, version)
    offered, places = sentences(page.body), sorted(set(chosen))
    if not places or places[0] < 0 or places[-1] >= len(offered):
        raise Invalid("chosen", _("Choose at least one sentence."))
    row = Excerpt(
        id=excerpt_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        entry_id=entry_id,
        on_day=page.on_day,
    )
    if not add_new(row):
        return read_excerpt(actor, row.id).id
    words = json.dumps({"body": _joined(offered, places), "version": version}, ensure_ascii=False).encode()
    vault.write(actor.unlocked(), EXCERPT, words, row.id)
    record(actor, Event.EXCERPT_MADE, row.id, actor.person_id, entry=entry_id)
    return row.id


def read_excerpt(actor: Actor, excerpt_id: UUID) -> OwnPart:
    """A part of one's own.

    Raises:
        NotFound: no such part, or not theirs.
    """
    row = db.session.scalar(writable(Excerpt, actor).where(Excerpt.id == excerpt_id))
    if row is None:
        raise NotFound(excerpt_id)
    item_id = db.session.scalars(select(Item.id).where(Item.thing_id == row.id)).one()
    return OwnPart(row.id, row.entry_id, part_shown(row, vault.read_one(actor.unlocked(), item_id)))


def excerpts_of(actor: Actor, entry_id: UUID) -> list[UUID]:
    """The parts made of a note of one's own, the newest first."""
    rows = writable(Excerpt, actor).where(Excerpt.entry_id == entry_id)
    return list(db.session.scalars(rows.with_only_columns(Excerpt.id).order_by(Excerpt.made_at.desc(), Excerpt.id)))


def part_shown(row: Excerpt, data: bytes) -> Part:
    """What its reader sees of a part with these bytes."""
    return Part(row.on_day, json.loads(data)["body"])


def part_called(data: bytes) -> str:
    """How its writer knows it: by how it begins."""
    return first_line(json.loads(data)["body"], HEADLINE)


def part_glimpse(data: bytes) -> tuple[str, str]:
    """For a reader's list; never all of it."""
    return "", glimpse_of(json.loads(data)["body"])


def _split(paragraph: str) -> list[str]:
    return _END.split(paragraph)


def _joined(offered: list[str], places: list[int]) -> str:
    """In their order; where something between them was left out, a mark says so and not how much."""
    said = offered[places[0]]
    for before, place in pairwise(places):
        said += (" " if place == before + 1 else BETWEEN) + offered[place]
    return said
