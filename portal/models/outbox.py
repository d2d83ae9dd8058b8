"""The outbox: work asked for in the same transaction as the reason for it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class JobRow(Model, Tenanted):
    """A job: ids, a state, and for minutes a bundle of item keys sealed to the worker. Never content."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "practice_id", "state", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    subject_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    asked_as: Mapped[str]  # the role the person acted in
    asked_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    send_at: Mapped[datetime] = mapped_column(default=now)  # not before this moment (back-off)
    sent_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    bundle_sealed: Mapped[bytes | None]
    bundle_until: Mapped[datetime | None]
    problem: Mapped[str | None]  # a code of ours, never the text of an exception
