"""The audit trail: append-only, chained; and the head of each practice's chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, column
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted

LISTED = column("place").is_not(None)


class AuditRow(Model, Tenanted):
    """What was done, by whom, to what, about whom. Ids and counts only, so that erasure never breaks the chain.

    A line that the office may see has a place among those, counted without a gap, and a kind. Place and kind are in the
    chain. The place in the whole chain (`seq`) is not shown to an admin: it would tell how much lies between.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "practice_id", "about_id", "seq"),
        Index(None, "practice_id", "actor_id", "seq"),
        Index("uq_audit_place", "practice_id", "place", unique=True),
        *(
            Index(f"ix_audit_listed_{name}", *columns, "at", "place", sqlite_where=LISTED, postgresql_where=LISTED)
            for name, columns in (
                ("all", ("practice_id",)),
                ("kind", ("practice_id", "kind")),
                ("actor", ("practice_id", "actor_id", "kind")),
                ("about", ("practice_id", "about_id", "kind")),
            )
        ),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    event: Mapped[str]
    subject_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    place: Mapped[int | None]
    kind: Mapped[str | None]
    mac: Mapped[bytes]


class AuditHead(Model, Tenanted):
    """The end of a practice's chain; locked by whoever appends."""

    __tablename__ = "audit_head"

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    place: Mapped[int] = mapped_column(default=0)  # of the last line the office may see
    mac: Mapped[bytes]


class AuditCheck(Model, Tenanted):
    """What the last look at a practice's whole chain has found; sealed with the key of the chain."""

    __tablename__ = "audit_check"

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    broken_at: Mapped[int | None]
    mac: Mapped[bytes]
