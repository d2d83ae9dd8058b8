"""What the practice gathers about a person on request. The archive is an item of the vault, sealed to who asked."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Disclosure(Model, Tenanted):
    """An archive about one person. It lies here for days, for one admin's key."""

    __tablename__ = "disclosure"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "about_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "person_id", "about_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]  # the admin who asked
    about_id: Mapped[UUID]
    job_id: Mapped[UUID]
    item_id: Mapped[UUID]  # the bytes
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    kept_until: Mapped[datetime]
    lines: Mapped[int | None]  # of the log
    size: Mapped[int | None]  # kB, rounded up
