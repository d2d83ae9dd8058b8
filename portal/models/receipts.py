"""Receipts of consent: which number a client's newest one has. What a receipt says is in the vault."""

from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class Receipt(Model, Tenanted):
    """One receipt of one client's chain. No number is there twice, so that the chain cannot fork."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("practice_id", "client_id", "number"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    number: Mapped[int]  # from 1 up, in the order of writing
