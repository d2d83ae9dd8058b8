"""When a therapist reads, who covers for them, and when they are away: for clients to know, so it stands in clear."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class Rhythm(Model, Tenanted):
    """One therapist's. Weekdays are digits in a row, Monday is 0."""

    __tablename__ = "rhythm"
    __table_args__ = (
        UniqueConstraint("practice_id", "therapist_id"),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "cover_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    therapist_id: Mapped[UUID]
    reads: Mapped[str] = mapped_column(default="")
    works: Mapped[str] = mapped_column(default="")
    cover_id: Mapped[UUID | None]
    away_from: Mapped[date | None]
    back_on: Mapped[date | None]
    says: Mapped[str] = mapped_column(default="away")  # which of three sentences
    version: Mapped[int] = mapped_column(default=0)  # so that two windows notice one another
