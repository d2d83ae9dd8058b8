"""Which words stand on the page "Before you share": none that promise what is not so for this reader."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import journal, measures, mood, receipts, vault
from portal.domain.access import live
from portal.models.vault import Grant, Item, ItemKey, Principal

WORDING = "share-2"  # the words of the page "Before you share"; changed words are a new version
WITH_MARK = "share-2-mark"  # the same for a questionnaire, an answer of which may raise a mark
WHERE_OPEN = "share-2-open"  # the same where a check-in that is not shown there, or its words, can be opened already


def wording_of(actor: Actor, thing_id: UUID, kind: str, reader_id: UUID) -> str:
    """The version of the words for one thing and one reader, as its receipt will hold it."""
    return receipts.in_language(_english_of(actor, thing_id, kind, reader_id))


def _english_of(actor: Actor, thing_id: UUID, kind: str, reader_id: UUID) -> str:
    if kind == journal.KIND:
        is_open = _keys(actor, reader_id).where(Item.kind.in_((mood.KIND, mood.KIND_WORDS)))
        return WHERE_OPEN if db.session.execute(is_open.limit(1)).first() else WORDING
    if kind == measures.KIND:
        return WITH_MARK
    return WHERE_OPEN if kind == mood.KIND and words_are_open(actor, thing_id, reader_id) else WORDING


def words_are_open(actor: Actor, checkin_id: UUID, reader_id: UUID) -> bool:
    """Whether this reader has the words of a check-in by a standing consent, whatever is chosen about it."""
    by_rule = _keys(actor, reader_id).where(Item.thing_id == mood.words_of(checkin_id), Grant.scope != vault.CHOSEN)
    return db.session.execute(by_rule.limit(1)).first() is not None


me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _keys(actor: Actor, reader_id: UUID) -> Any:
    """What this reader can open of this client's, or can in a while."""
    query = select(Item.id).join(ItemKey, ItemKey.item_id == Item.id).join(Grant, Grant.id == ItemKey.grant_id)
    query = query.join(me, me.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    return query.where(me.person_id == actor.person_id, other.person_id == reader_id, live())
