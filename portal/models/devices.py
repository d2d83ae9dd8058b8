"""Devices: browsers that somebody has signed in on before, known by a random cookie and by nothing else."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Device(Model, Tenanted):
    """A browser that was signed in on. The table learns only a hash of its cookie, and nothing that would find it."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("practice_id", "person_id", "cookie_hash"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    cookie_hash: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    looked_at: Mapped[datetime | None]  # when its owner said that it was them; at once for the very first
