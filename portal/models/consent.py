"""Openings: which reader has opened which shared item. The consents themselves are the vault's grants."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Opening(Model, Tenanted):
    """A reader opened an item: what the inbox calls read and the client sees as "opened"."""

    __tablename__ = "opening"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["practice_id", "reader_id"], ["person.practice_id", "person.id"]),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    reader_id: Mapped[UUID] = mapped_column(primary_key=True)  # the person
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
