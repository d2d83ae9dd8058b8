"""Looking for notes of one's own: by words, day, tag, goal, audience, check-in. There is no index of words to steal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import live
from portal.domain.journal.margin import Margin, all_margins, folded, margin_id
from portal.domain.journal.reading import Header, header_of, newest_first, own_newest
from portal.domain.journal.words import Words
from portal.models.journal import Entry
from portal.models.vault import Grant, Item, ItemKey, Principal

FOUND = 50  # notes a search shows
BATCH = 500  # notes opened at a time


@dataclass(frozen=True, slots=True)
class Filters:
    """What the notes looked for have in common; None and "" where it does not matter.

    `first` and `last` are days; `tag` is compared whole, whatever its case; `is_shared`: whether somebody else can read
    the note; `has_checkin`: whether a check-in was made with it.
    """

    first: date | None = None
    last: date | None = None
    tag: str = ""
    goal_id: UUID | None = None
    is_shared: bool | None = None
    has_checkin: bool | None = None

    @property
    def looks_beside(self) -> bool:
        """Whether it takes the margins to know."""
        return bool(self.tag or self.goal_id or self.has_checkin is not None)

    def let_pass(self, margin: Margin) -> bool:
        return (
            (not self.tag or folded(self.tag) in map(folded, margin.tags))
            and (not self.goal_id or margin.goal_id == self.goal_id)
            and (self.has_checkin is None or (margin.checkin_id is not None) == self.has_checkin)
        )


ALL = Filters()


def search(actor: Actor, words: str = "", filters: Filters = ALL, most: int = FOUND) -> list[Header]:
    """One's own notes with every one of these words, and all that the filters ask for; newest first.

    The notes are opened and looked at, a few hundred at a time, until enough are found.

    Args:
        actor: the writer, with keys.
        words: in any order; case does not count, and parts of words do.
        filters: what else.
        most: how many; of more, those of the latest days. Without words and filters, nothing is found.
    """
    wanted = [folded(word) for word in words.split()]
    if not wanted and filters == ALL:
        return []
    rows = db.session.execute(newest_first(_narrowed(actor, filters))).all()
    if filters.looks_beside:
        margins, none = all_margins(actor), Margin()
        rows = [row for row in rows if filters.let_pass(margins.get(margin_id(row.id), none) if row.margin else none)]
    found: list[Header] = []
    for some in _batches(rows, min(BATCH, most) if not wanted else BATCH):
        texts = vault.read(actor.unlocked(), [row.item_id for row in some])
        opened = ((row, texts[row.item_id]) for row in some if row.item_id in texts)
        found += [header_of(row, text) for row, text in opened if _holds(text, wanted)]
        if len(found) >= most:
            break
    return found[:most]


me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _narrowed(actor: Actor, filters: Filters) -> Any:
    query = own_newest(actor).add_columns(Entry.margin)
    if filters.first:
        query = query.where(Entry.on_day >= filters.first)
    if filters.last:
        query = query.where(Entry.on_day <= filters.last)
    if filters.is_shared is None:
        return query
    any_version = aliased(Item)
    is_shared = exists().where(
        any_version.thing_id == Entry.id,
        ItemKey.item_id == any_version.id,
        Grant.id == ItemKey.grant_id,
        live(),
        me.id == Grant.owner_id,
        me.person_id == actor.person_id,
        other.id == Grant.reader_id,
        other.person_id != actor.person_id,
    )
    return query.where(is_shared if filters.is_shared else ~is_shared)


def _batches(rows: Any, size: int) -> Iterator[Any]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _holds(text: bytes, wanted: list[str]) -> bool:
    if not wanted:
        return True
    words = Words.from_bytes(text)
    whole = folded(f"{words.title}\n{words.question}\n{words.body}")
    return all(word in whole for word in wanted)
