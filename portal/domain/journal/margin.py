"""What stands beside a note and belongs to its writer alone: tags, a goal, a check-in. A sealed item of its own."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID, uuid5

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _
from portal.core.text import can_be_kept, is_one_line, shows
from portal.domain import vault
from portal.domain.access import writable
from portal.models.journal import Entry

KIND = "entry-margin"
MOST_TAGS = 10
LONGEST_TAG = 40  # characters


@dataclass(frozen=True, slots=True)
class Margin:
    """Tags in the writer's own words, the goal it has to do with, and the check-in that was made with it."""

    tags: tuple[str, ...] = ()
    goal_id: UUID | None = None
    checkin_id: UUID | None = None

    @classmethod
    def checked(cls, tags: Iterable[str], goal_id: UUID | None = None, checkin_id: UUID | None = None) -> Self:
        """What a person chose, if it can be kept; a tag said twice is one, whatever its case.

        Raises:
            Invalid: on `tags`: too many, too long, or holding signs that are not text.
        """
        found: dict[str, str] = {}
        for said in tags:
            tag = " ".join(unicodedata.normalize("NFC", said).strip().lstrip("#").split())
            if not shows(tag):
                continue
            if not (can_be_kept(tag) and is_one_line(tag)):
                raise Invalid("tags", _("There is a sign in here that cannot be kept. Type that tag again."))
            if len(tag) > LONGEST_TAG:
                raise Invalid(
                    "tags",
                    _(
                        "A tag can have %(longest)s characters; one of these has %(length)s.",
                        longest=LONGEST_TAG,
                        length=len(tag),
                    ),
                )
            found.setdefault(folded(tag), tag)
        if len(found) > MOST_TAGS:
            raise Invalid(
                "tags", _("A note can have %(most)s tags; these are %(length)s.", most=MOST_TAGS, length=len(found))
            )
        return cls(tuple(found.values()), goal_id, checkin_id)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        goal, checkin = found.get("goal"), found.get("checkin")
        return cls(tuple(found["tags"]), UUID(goal) if goal else None, UUID(checkin) if checkin else None)

    def to_bytes(self) -> bytes:
        ids = {"goal": self.goal_id, "checkin": self.checkin_id}
        kept = {"tags": self.tags} | {name: str(value) for name, value in ids.items() if value}
        return json.dumps(kept, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Beside:
    """A note's margin, its version (0 while there is none), and what else only its writer sees of it."""

    margin: Margin
    version: int
    on_day: date
    is_pinned: bool


class MarginChanged(Conflict):
    """Tags, goal, check-in or day were changed elsewhere meanwhile. Nothing is kept; `stands` is how they are now."""

    def __init__(self, stands: Beside) -> None:
        super().__init__(_("What stands beside this note was changed in another window."))
        self.stands = stands


def margin_id(entry_id: UUID) -> UUID:
    """The thing a note's margin is a version of."""
    return uuid5(entry_id, KIND)


def beside(actor: Actor, entry_id: UUID) -> Beside:
    """What stands beside a note of one's own.

    Raises:
        NotFound: no such note, or not theirs.
    """
    columns = (Entry.margin, Entry.on_day, Entry.pinned_at)
    found = db.session.execute(writable(Entry, actor).where(Entry.id == entry_id).with_only_columns(*columns)).first()
    if found is None:
        raise NotFound(entry_id)
    margin = margins(actor, [entry_id]).get(entry_id, Margin()) if found.margin else Margin()
    return Beside(margin, found.margin, found.on_day, found.pinned_at is not None)


def margins(actor: Actor, entry_ids: Iterable[UUID]) -> dict[UUID, Margin]:
    """The margins of these notes of one's own; a note with nothing beside it is absent."""
    by_thing = {margin_id(entry_id): entry_id for entry_id in entry_ids}
    found = vault.latest_readable(actor.unlocked(), by_thing)
    return {by_thing[thing_id]: Margin.from_bytes(text.data) for thing_id, text in found.items()}


def all_margins(actor: Actor) -> dict[UUID, Margin]:
    """By the id of the margin: of every note, one that was deleted too."""
    return {text.thing_id: Margin.from_bytes(text.data) for text in vault.read_all(actor.unlocked(), [KIND])}


def keep_beside(actor: Actor, entry: Entry, margin: Margin, on_day: date, base: int) -> None:
    """Write the margin and the day of a note that is held; nothing is written when they stand like this already.

    Args:
        actor: the writer, with keys.
        entry: the row, held.
        margin: as chosen.
        on_day: as chosen.
        base: version of the margin that the choosing began from.

    Raises:
        MarginChanged: there is a newer one.
    """
    stands = beside(actor, entry.id)
    if (margin, on_day) == (stands.margin, stands.on_day):
        return
    if entry.margin != base:
        raise MarginChanged(stands)
    entry.margin, entry.on_day = entry.margin + 1, on_day
    db.session.flush()
    vault.drop(actor.unlocked(), margin_id(entry.id))
    vault.write(actor.unlocked(), KIND, margin.to_bytes(), margin_id(entry.id), entry.margin)


def folded(text: str) -> str:
    """For comparing: case does not count."""
    return unicodedata.normalize("NFC", text).casefold()
