"""Marks that wait with a therapist: whose, with whom and since when. What they are about, and why, is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Signal(Model, Tenanted):
    """One mark. What it is about and why is an item of the vault whose `thing_id` is this id, sealed to the therapist.

    `about` is by the pepper, over this id and the thing's: whoever has the thing can tell that it is meant, and
    whoever has a copy of the table cannot.
    """

    __tablename__ = "signal"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "cover_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "answered_by_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "therapist_id", "answered_at"),
        Index(None, "practice_id", "cover_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    about: Mapped[bytes]
    raised_at: Mapped[datetime] = mapped_column(default=now)
    cover_id: Mapped[UUID | None]  # who covers, as the client was told
    pass_on_at: Mapped[
        datetime | None
    ]  # from when on that one is told that it waits, as the client was told; else never
    passed_on_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]  # the client has paused everything, and not chosen yet what opens again
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None]
