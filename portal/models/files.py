"""Files that are made for a client: what was asked for, until when it lies here. The file itself is in the vault."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class File(Model, Tenanted):
    """A file a client asked for. What of, and the bytes, are items of the vault that only the client's key opens."""

    __tablename__ = "file"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    kind: Mapped[str]  # export | journal | receipts
    job_id: Mapped[UUID]
    asked_item_id: Mapped[UUID]  # what was asked for: days, and the like
    item_id: Mapped[UUID | None]  # the bytes; gone once the file is removed
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    pages: Mapped[int | None]
    size: Mapped[int | None]  # kB, rounded up: the table is not to say more than the page
