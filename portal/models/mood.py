"""Check-ins: when somebody checked in. The level and the words live in the vault."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Checkin(Model, Tenanted):
    """One check-in; its item's `thing_id` is this id."""

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
