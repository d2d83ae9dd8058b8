"""Looking for notes of one's own: by words, day, tag, goal, audience, check-in. There is no index of words to steal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.parts import parts
from portal.domain import vault
from portal.domain.access import live
from portal.domain.journal.margin import Margin, all_margins, folded, margin_id, margins
from portal.domain.journal.reading import Header, header_of, newest_first, own_newest
from portal.domain.journal.words import KIND, Words
from portal.models.journal import Entry
from portal.models.vault import Grant, Item, ItemKey, Principal

FOUND = 50  # notes a search shows
BATCH = 500  # notes with the words, asked about at a time


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
NOTHING = Margin()


def search(actor: Actor, words: str = "", filters: Filters = ALL, most: int = FOUND) -> list[Header]:
    """One's own notes with every one of these words, and all that the filters ask for; newest first.

    The notes are opened and looked at, some at a time, until enough are found.

    Args:
        actor: the writer, with keys.
        words: in any order; case does not count, and parts of words do.
        filters: what else.
        most: how many; of more, those of the latest days, or with words those last changed. Without
            words and filters, nothing is found.
    """
    wanted = [folded(word) for word in words.split()]
    if not wanted and filters == ALL:
        return []
    found: list[tuple[Any, bytes]] = []  # rows with their texts
    for texts in _holding(actor, wanted, filters, most):
        rows = db.session.execute(_narrowed(actor, filters).where(Item.id.in_(texts))).all()
        if filters.looks_beside and wanted:
            beside = margins(actor, [row.id for row in rows])
            rows = [row for row in rows if filters.let_pass(beside.get(row.id, NOTHING))]
        found += [(row, texts[row.item_id]) for row in rows]
        if len(found) >= most:
            break
    found.sort(key=lambda pair: (pair[0].on_day, pair[0].written_at, pair[0].id), reverse=True)
    return [header_of(*pair) for pair in found[:most]]


def _holding(actor: Actor, wanted: list[str], filters: Filters, most: int) -> Iterator[dict[UUID, bytes]]:
    """Items with their texts, some at a time: those that hold the words, and without words those that fit the filters.

    With words the filters are asked later, about what holds them: opening all the words takes less than all the rows.
    """
    if wanted:
        holding = (text for text in vault.read_all(actor.unlocked(), [KIND]) if _holds(text.data, wanted))
        size = most if filters == ALL else BATCH
        while some := {text.item_id: text.data for text in islice(holding, size)}:
            yield some
        return
    rows = db.session.execute(newest_first(_narrowed(actor, filters))).all()
    if filters.looks_beside:
        beside = all_margins(actor)
        rows = [row for row in rows if filters.let_pass(beside.get(margin_id(row.id), NOTHING))]
    for page in parts(list(rows), most):
        yield vault.read(actor.unlocked(), [row.item_id for row in page])


me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _narrowed(actor: Actor, filters: Filters) -> Any:
    query = own_newest(actor)
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


def _holds(text: bytes, wanted: list[str]) -> bool:
    words = Words.from_bytes(text)
    whole = folded(f"{words.title}\n{words.question}\n{words.body}")
    return all(word in whole for word in wanted)
