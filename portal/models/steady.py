"""Steady: cards a client keeps for hard moments. What stands on them, and which was ever filled, is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Card(Model, Tenanted):
    """One card. All of a client's are made together and lie in a random order, so that no row tells what it is for."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("practice_id", "client_id", "place"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    place: Mapped[int]  # among the client's cards; which card it is stands in its sealed words
    version: Mapped[int] = mapped_column(default=1)  # the newest
    made_at: Mapped[datetime] = mapped_column(default=now)
