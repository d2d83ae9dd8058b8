"""Whether a summary that was made from a form is what the same form asks for now: Back, other ticks, and send again."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import journal, vault
from portal.domain.marks import Mark
from portal.domain.summaries.material import Period
from portal.domain.summaries.wishes import Part, Wishes
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Item


def is_the_same(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor,
    summary: Summary,
    period: Period,
    item_ids: Collection[UUID],
    wishes: Wishes,
    marked: Iterable[Mark],
) -> bool:
    """Whether days, ticks, wishes and words are those it was asked with. One whose words are gone is never the same.

    Args:
        actor: its author, with keys.
        summary: the one that has the form's id.
        period: first and last day.
        item_ids: the versions of notes that are ticked.
        wishes: for whom, which sections, the therapist's own words.
        marked: the marked words that are ticked.
    """
    if summary.note_item_id is None or (summary.period_from, summary.period_to) != period:
        return False
    before = Wishes.from_bytes(vault.read_one(actor.unlocked(), summary.note_item_id))
    if replace(before, parts=(), only_parts=frozenset()) != wishes:
        return False
    notes = select(Item.id).join(Quotation, Quotation.item_id == Item.id)
    notes = notes.where(Quotation.summary_id == summary.id, Item.kind.in_((journal.KIND, journal.EXCERPT)))
    whole = set(db.session.scalars(notes)) - before.only_parts
    ticked = set(item_ids) if {"words", "answers"} & set(wishes.sections) else set()
    of_words = [mark for mark in marked if "words" in wishes.sections and mark.item_id not in ticked]
    parts = {Part(mark.item_id, mark.first, mark.last) for mark in of_words}
    return whole == ticked and set(before.parts) == parts
