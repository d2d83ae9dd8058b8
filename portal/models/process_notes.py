"""A therapist's private notes on a client: that there is one, and of which day. The words live in the vault."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class ProcessNote(Model, Tenanted):
    """A process note. Each of its versions is an item of the vault whose `thing_id` is this id."""

    __tablename__ = "process_note"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id", "client_id", "on_day", "written_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]  # who wrote it, and the only one who reads it
    on_day: Mapped[date]
    zone: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)  # the newest
