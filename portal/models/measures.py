"""Questionnaires: when somebody answered one, and that a therapist gave one. Which one and what was said is sealed."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Measure(Model, Tenanted):
    """One questionnaire answered once; its item's `thing_id` is this id."""

    __tablename__ = "measure"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    on_day: Mapped[date]
    zone: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class MeasureAsked(Model, Tenanted):
    """A therapist asked a client to answer one, once or again and again; its item's `thing_id` is this id."""

    __tablename__ = "measure_asked"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "therapist_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]  # the programme it belongs to rests
