"""Answers to a therapist's questions: under a standing consent they open to whoever asked, as they are written."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import prompts, vault
from portal.domain.access import live, readable
from portal.domain.journal.words import Words
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal

SCOPE = "answers"  # of the consent; a note has the kind of every note, so the vault does not open it by itself


def answer_goes_to(actor: Actor, asked_id: UUID | None) -> str | None:
    """The name of whoever asked this question, where the writer lets their answers open to them; else None."""
    asker_id = prompts.who_asked(actor, asked_id) if asked_id else None
    if asker_id is None:
        return None
    query = _standing(actor).join(Person, Person.id == reader.person_id).where(Person.id == asker_id)
    return _first(query.with_only_columns(Person.name))


def answer_open_to(actor: Actor, entry_id: UUID) -> str | None:
    """The name of whom the newest version of this note has opened to as an answer, if it has and still is."""
    newest = readable(Entry, actor).where(Entry.id == entry_id).with_only_columns(Entry.version)
    query = _with(_standing(actor), entry_id, newest.scalar_subquery()).join(Person, Person.id == reader.person_id)
    return _first(query.with_only_columns(Person.name))


def answers_since(actor: Actor, asker_id: UUID, first: date) -> list[UUID]:
    """The newest versions of what this client has answered to this therapist about days from this one on: items.

    Args:
        actor: the client, with keys.
        asker_id: the therapist.
        first: the first day.
    """
    with_item = and_(Item.thing_id == Entry.id, Item.version == Entry.version)
    rows = readable(Entry, actor).join(Item, with_item).where(Entry.on_day >= first)
    ids = list(db.session.scalars(rows.with_only_columns(Item.id).order_by(Entry.on_day, Entry.id)))
    asked = {item_id: Words.from_bytes(text).asked_id for item_id, text in vault.read(actor.unlocked(), ids).items()}
    by = {asked_id: prompts.who_asked(actor, asked_id) if asked_id else None for asked_id in set(asked.values())}
    return [item_id for item_id in ids if item_id in asked and by.get(asked[item_id]) == asker_id]


# ------------------------------------------------------------------ for the writing of notes


def open_to_asker(actor: Actor, item_id: UUID, asked_id: UUID | None) -> None:
    """Put a new answer under the writer's standing consent to whoever asked, if there is one; anything else stays."""
    asker_id = prompts.who_asked(actor, asked_id) if asked_id else None
    if asker_id:
        _share(actor, item_id, _standing(actor).where(reader.person_id == asker_id))


def go_on_with(actor: Actor, entry_id: UUID, item_id: UUID, version: int) -> None:
    """Put a new version in the place of the one before, for whom that one has opened to as an answer; for no others."""
    before = list(db.session.scalars(_item(entry_id, version - 1)))
    for grant in _share(actor, item_id, _with(_standing(actor), entry_id, version - 1)):
        vault.unshare(actor.unlocked(), before, grant.id)


def close_answer(actor: Actor, entry_id: UUID) -> None:
    """Take every version of a note from under the writer's consents for answers."""
    items = list(db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)))
    for grant in db.session.scalars(_standing(actor)).all():
        vault.unshare(actor.unlocked(), items, grant.id)


# ------------------------------------------------------------------ rows

me, reader = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _standing(actor: Actor) -> Any:
    """The writer's consents for answers that stand."""
    query = select(Grant).join(me, me.id == Grant.owner_id).join(reader, reader.id == Grant.reader_id)
    return query.where(me.person_id == actor.person_id, Grant.scope == SCOPE, live())


def _with(grants: Any, entry_id: UUID, version: Any) -> Any:
    """Those of them under which this version lies."""
    lies = select(ItemKey.item_id).where(ItemKey.grant_id == Grant.id, ItemKey.item_id.in_(_item(entry_id, version)))
    return grants.where(lies.exists())


def _first(query: Any) -> str | None:
    found: str | None = db.session.scalar(query.limit(1))
    return found


def _item(entry_id: UUID, version: Any) -> Any:
    return select(Item.id).where(Item.thing_id == entry_id, Item.version == version)


def _share(actor: Actor, item_id: UUID, grants: Any) -> list[Grant]:
    found = list(db.session.scalars(grants.with_for_update(read=True, of=Grant)))  # whoever is ending one goes first
    for grant in found:
        vault.share(actor.unlocked(), [item_id], grant)
    return found
