"""Someone a client trusts, who is an account like any other; and the short answers of readers, which are sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Trust(Model, Tenanted):
    """A client trusts somebody, from when until when. It opens nothing by itself."""

    __tablename__ = "trust"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "confidant_id"], ["person.practice_id", "person.id"]),
        UniqueConstraint("practice_id", "client_id", "confidant_id"),
        Index(None, "practice_id", "confidant_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    confidant_id: Mapped[UUID]
    days: Mapped[int]  # how long a thing opened to them stays open, at most
    since: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class Reply(Model, Tenanted):
    """An answer to one thing; its item's `thing_id` is this id, and belongs to whoever answered."""

    __tablename__ = "reply"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "confidant_id"], ["person.practice_id", "person.id"]),
        UniqueConstraint("practice_id", "thing_id", "confidant_id"),
        Index(None, "practice_id", "client_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    reader_id: Mapped[UUID] = mapped_column("confidant_id")  # who answers; once only somebody trusted could
    thing_id: Mapped[UUID]  # what it answers
    at: Mapped[datetime] = mapped_column(default=now)
