"""How long the practice's record of somebody stays who is no longer here."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Retention(Model, Tenanted):
    """A client whose account was deleted or closed. Names, days and codes of ours; nothing of what the record says."""

    __tablename__ = "retention"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "gone_at", "until"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]  # a code: why the account was deleted
    by_id: Mapped[UUID | None]  # the admin; None when the client closed it
    at: Mapped[datetime] = mapped_column(default=now)
    last_on: Mapped[date | None]  # the last day of care, from which the years count; None while it can be undone
    until: Mapped[date | None]  # said when that day was noted; a shorter time, set afterwards, does not reach it
    early_reason: Mapped[str | None]  # a code: why the record is to go before its date
    early_by_id: Mapped[UUID | None]  # who asked for that; somebody else says yes
    early_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
