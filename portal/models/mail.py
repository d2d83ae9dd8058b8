"""Mail: that somebody was written to, when, and what became of it. What a mail says is never kept."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Message(Model, Tenanted):
    """One mail. Its job carries it out; while neither `sent_at` nor `dropped` is set, the job tells how it stands."""

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "person_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    kind: Mapped[str]  # which of the five texts
    job_id: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    dropped: Mapped[str | None]  # a code: why it was not sent after all
