"""The audit trail: append-only, chained; and the head of each practice's chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class AuditRow(Model, Tenanted):
    """What was done, by whom, to what, about whom. Ids and counts only, so that erasure never breaks the chain."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "practice_id", "about_id", "seq"),
        Index(None, "practice_id", "actor_id", "seq"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    event: Mapped[str]
    subject_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    mac: Mapped[bytes]


class AuditHead(Model, Tenanted):
    """The end of a practice's chain; locked by whoever appends."""

    __tablename__ = "audit_head"

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    mac: Mapped[bytes]
