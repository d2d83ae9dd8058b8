"""Since the last summary: which of what the therapist had read in it is not shared any more. Nothing else is said."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import consent, goals, mood
from portal.domain.access import readable
from portal.models.consent import Opening
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Item

PARTS = frozenset({mood.KIND_WORDS, goals.RATING_KIND})  # close with what they belong to


@dataclass(frozen=True, slots=True)
class Ended:
    """How many things, and whether check-ins are among what ended beside them."""

    things: int
    checkins: bool

    @property
    def words(self) -> str:
        """'one thing and check-ins'; nothing where nothing ended."""
        things = {0: "", 1: "one thing"}.get(self.things, f"{self.things} things")
        return " and ".join(part for part in (things, "check-ins" if self.checkins else "") if part)


def ended(actor: Actor, client_id: UUID) -> Ended:
    """What the newest summary of this client was made from, was opened by its author, and is open to them no more."""
    made = readable(Summary, actor).where(Summary.client_id == client_id, Summary.made_at.is_not(None))
    last = made.order_by(Summary.made_at.desc(), Summary.id).limit(1).with_only_columns(Summary.id)
    query = (
        select(Item.thing_id, Item.kind)
        .join(Quotation, Quotation.item_id == Item.id)
        .join(Opening, Opening.item_id == Item.id)
        .where(Quotation.summary_id == last.scalar_subquery(), Quotation.left_out_at.is_(None))
        .where(Opening.reader_id == actor.person_id, Item.kind.not_in(PARTS))
    )
    kinds: dict[UUID, str] = {row.thing_id: row.kind for row in db.session.execute(query)}
    versions = db.session.scalars(select(Item.id).where(Item.thing_id.in_(kinds))).all() if kinds else ()
    still = {one.thing_id for one in consent.open_versions(actor, versions).values()}
    gone = [kind for thing_id, kind in kinds.items() if thing_id not in still]
    return Ended(sum(kind != mood.KIND for kind in gone), mood.KIND in gone)
