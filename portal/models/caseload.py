"""Who looks after whom."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Assignment(Model, Tenanted):
    """A therapist looks after a client, from when until when. It opens nothing by itself."""

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id", "client_id"),
        Index(None, "practice_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    since: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]  # when it ends by itself, because somebody else is to look after them
    ended_at: Mapped[datetime | None]


class Places(Model, Tenanted):
    """How many clients a therapist has room for, as the office says."""

    __tablename__ = "places"
    __table_args__ = (ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),)

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID] = mapped_column(primary_key=True)
    count: Mapped[int]
