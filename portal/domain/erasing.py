"""Deleting many of one's own things at once: those of some days, or everything that is kept here."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from portal.core.actor import Actor, Role
from portal.core.db import Model, db
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _
from portal.domain import journal, mood, vault
from portal.domain.access import writable
from portal.domain.audit import Event, record
from portal.models.drafts import Draft
from portal.models.journal import Entry
from portal.models.mood import Checkin
from portal.models.summaries import Given
from portal.models.vault import Item, Principal

WITH_A_WAY_BACK = ("entry", "entry-margin")  # kinds of items that wait seven days
SETTINGS = ("contact",)  # how somebody may be reached is no diary
GIVEN_TO_THEM = (
    Given,
)  # rows about a client that are somebody else's act; without them the giver would see a deletion
EVERY_DAY = (date.min, date.max)

Days = tuple[date, date]  # first and last


@dataclass(frozen=True, slots=True)
class Counted:
    """What lies in those days; `others` counts what has no day of its own, and only for everything."""

    notes: int
    checkins: int
    others: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.notes or self.checkins or self.others)


def count(actor: Actor, days: Days) -> Counted:
    """How much deleting these days would take.

    Raises:
        Invalid: on `last`: no such days.
    """
    if days[1] < days[0]:
        raise Invalid("last", _("The last day lies before the first."))
    others = len(_others(actor)) if days == EVERY_DAY else 0
    return Counted(_in_days(actor, Entry, days), _in_days(actor, Checkin, days), others)


def delete_days(actor: Actor, days: Days) -> Counted:
    """Notes can be brought back for seven days, though nobody reads them meanwhile; check-ins go for good at once."""
    if actor.role is not Role.CLIENT:
        raise Forbidden
    mine = writable(Checkin, actor).where(Checkin.on_day.between(*days)).with_only_columns(Checkin.id)
    checkins = mood.take_back(actor, list(db.session.scalars(mine)))
    found = Counted(journal.delete_days(actor, *days), checkins)
    record(actor, Event.DAYS_DELETED, None, actor.person_id, notes=found.notes, checkins=found.checkins)
    return found


def delete_everything(actor: Actor) -> Counted:
    """All days, and everything else the client has written or answered here. The account stays, and so do its settings.

    What others gave them (questions to answer, for one) is not theirs to delete and stays, until it ends.
    """
    found, others = delete_days(actor, EVERY_DAY), _others(actor)
    vault.forget(others)
    for model, column in _own_rows():
        mine = delete(model).where(column == actor.person_id)
        db.session.execute(mine, execution_options={"synchronize_session": False})
    return Counted(found.notes, found.checkins, len(others))


def _in_days(actor: Actor, model: Any, days: Days) -> int:
    mine = writable(model, actor).where(model.on_day.between(*days)).with_only_columns(model.id).subquery()
    return db.session.scalar(select(func.count()).select_from(mine)) or 0


def _others(actor: Actor) -> list[UUID]:
    me = select(Principal.id).where(Principal.person_id == actor.person_id)
    dated = ("checkin", "checkin-words")
    query = select(Item.thing_id).where(Item.owner_id.in_(me), Item.kind.not_in((*WITH_A_WAY_BACK, *SETTINGS, *dated)))
    return list(db.session.scalars(query.distinct()))


def _own_rows() -> list[tuple[Any, Any]]:
    """Tables of a client's own things, those that point at others first: not what a therapist has a part in."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}
    models = [by_table[table] for table in reversed(Model.metadata.sorted_tables) if table in by_table]
    theirs = (one for one in models if hasattr(one, "client_id") and not hasattr(one, "therapist_id"))
    own = [one for one in theirs if one is not Entry and one not in GIVEN_TO_THEM]
    return [*((model, model.client_id) for model in own), (Draft, Draft.person_id)]
