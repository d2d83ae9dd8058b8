"""Appointments: whom a therapist meets and when; and the one address under which a calendar may ask for them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Appointment(Model, Tenanted):
    """One meeting. It is never changed: moving it ends this row and makes another, so that the act can be undone."""

    __tablename__ = "appointment"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id", "starts_at"),
        Index(None, "practice_id", "client_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    kind: Mapped[str]
    series_id: Mapped[UUID | None]  # what repeats every week
    made_by: Mapped[UUID]  # the act that made it, and the one that ended it: adding, moving, cancelling
    made_at: Mapped[datetime] = mapped_column(default=now)
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


class CalendarFeed(Model, Tenanted):
    """A therapist's secret address for their calendar. Only a hash of its token is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        UniqueConstraint("practice_id", "token_hash"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(default=now)
