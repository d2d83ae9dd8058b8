"""Which reader has opened which shared item, and who was asked to hand something back. Consents are the vault's."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Opening(Model, Tenanted):
    """A reader opened an item: what the inbox calls read and the client sees as "opened"."""

    __tablename__ = "opening"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["practice_id", "reader_id"], ["person.practice_id", "person.id"]),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    reader_id: Mapped[UUID] = mapped_column(primary_key=True)  # the person
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)


class HandBack(Model, Tenanted):
    """A client who began anew asked a reader for what was shared before: ids and moments alone."""

    __tablename__ = "hand_back"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "reader_id"], ["person.practice_id", "person.id"]),
        UniqueConstraint("practice_id", "client_id", "reader_id"),
        Index(None, "practice_id", "reader_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    reader_id: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    given_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
