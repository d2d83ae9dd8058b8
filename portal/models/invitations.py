"""Slips on paper: which sheets were asked for. What stands on one is an item of the vault, sealed to who asked."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class SlipSheet(Model, Tenanted):
    """A PDF with a slip for each of some invitations. It lies here for days, for one admin's key."""

    __tablename__ = "slip_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "person_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]  # the admin who asked
    about_id: Mapped[UUID | None]  # the list it belongs to
    job_id: Mapped[UUID]
    asked_item_id: Mapped[UUID | None]  # links and codes; gone once the sheet is made
    item_id: Mapped[UUID | None]  # the bytes; gone once the sheet is removed
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    kept_until: Mapped[datetime]
    slips: Mapped[int]
    pages: Mapped[int | None]
