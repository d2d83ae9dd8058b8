"""Journals that clients bring along: how far each has come. What it holds waits in the vault."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Batch(Model, Tenanted):
    """One file that was brought along. Everything that came in with it has an id made from this one."""

    __tablename__ = "import_batch"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "made_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(default=now)
    total: Mapped[int]  # entries of the file that can come in
    done: Mapped[int] = mapped_column(default=0)  # of them
    began_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]  # when what waited was let go: all of it is in, or nobody went on
    taken_back_at: Mapped[datetime | None]
