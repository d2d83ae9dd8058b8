"""Marks: that a therapist has marked some words of one shared version. Which words is told by their place alone."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Mark(Model, Tenanted):
    """From where to where in the plain text of one version. Never a copy of the words: it goes when they go."""

    __tablename__ = "mark"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"], ondelete="CASCADE"),
        Index(None, "practice_id", "therapist_id", "client_id"),
        Index(None, "practice_id", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    item_id: Mapped[UUID]
    first: Mapped[int]  # the first character, from 0
    last: Mapped[int]  # the one after the last
    made_at: Mapped[datetime] = mapped_column(default=now)
