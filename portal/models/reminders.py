"""Reminders a client sets for themselves: that there is one, and its next moment. What for and how often is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class Reminder(Model, Tenanted):
    """One reminder. Its rule is an item of the vault whose `thing_id` is this id, and a copy for the worker."""

    __tablename__ = "reminder"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "next_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)
    rule_sealed: Mapped[bytes]  # to the worker alone
    next_at: Mapped[datetime | None]  # NULL: it will not come again
    rung_at: Mapped[datetime | None]  # when the worker was last told to look at it
    message_id: Mapped[UUID | None]  # the mail it was last part of
