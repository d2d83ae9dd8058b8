"""Check-ins: when somebody checked in. The level and the words live in the vault."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Checkin(Model, Tenanted):
    """One check-in; the level's item has this id as its `thing_id`, the words' item one made from it."""

    __tablename__ = "checkin"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    on_day: Mapped[date]
    zone: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)  # the only one that is kept
