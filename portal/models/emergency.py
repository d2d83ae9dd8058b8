"""Opening the practice's record in an emergency: who asked, who agreed, and until when."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Emergency(Model, Tenanted):
    """One case. It opens nothing by itself: an officer's own keys do, and only while this row stands open."""

    __tablename__ = "emergency"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "asked_by"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "answered_by"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "asked_at"),
        Index(None, "practice_id", "client_id", "asked_by"),
        Index(None, "practice_id", "therapist_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    covers: Mapped[str]  # record | own-notes
    therapist_id: Mapped[UUID | None]  # whose own notes
    reason: Mapped[str]  # one of a list: nothing that is typed about a client stands in clear
    hours: Mapped[int]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_by: Mapped[UUID | None]  # the second person
    answered_at: Mapped[datetime | None]
    until: Mapped[datetime | None]  # set when the second person agrees
    ended_at: Mapped[datetime | None]  # declined, or closed early
