"""The inbox: what a reader has done with each version that is open to them. Moments alone; not a word of anything."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class Triage(Model, Tenanted):
    """A reader has put one version behind them, or off; without a row it is to be read.

    `shown_at`: its words stand before them since, and whether that was an opening is not settled yet. `act_id`: what
    was done last, with the two moments as they were before, so that it can be undone.
    """

    __tablename__ = "triage"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["practice_id", "reader_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "item_id"),
        Index(None, "practice_id", "reader_id", "act_id"),
        Index(None, "practice_id", "shown_at"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    reader_id: Mapped[UUID] = mapped_column(primary_key=True)  # the person
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    read_at: Mapped[datetime | None]
    later_until: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    act_id: Mapped[UUID | None]
    was_read_at: Mapped[datetime | None]
    was_later_until: Mapped[datetime | None]
