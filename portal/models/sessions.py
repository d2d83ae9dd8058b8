"""Signed-in sessions: named by a hash of the cookie, sealed under a key derived from it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class SignedIn(Model, Tenanted):
    """One browser, signed in. The table learns neither the cookie nor the key it holds."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("practice_id", "cookie_hash"),
        Index(None, "practice_id", "person_id"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cookie_hash: Mapped[bytes]
    person_id: Mapped[UUID]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    stepped_up_at: Mapped[datetime | None]  # when the password, and the second factor if any, was last given
    device_id: Mapped[UUID | None]
    browser: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # "Firefox on Windows", and never more than that
    keys_sealed: Mapped[bytes]


class HalfIn(Model, Tenanted):
    """Somebody whose password was right and whose second factor is still asked for. It opens no room."""

    __tablename__ = "half_session"
    __table_args__ = (
        UniqueConstraint("practice_id", "cookie_hash"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cookie_hash: Mapped[bytes]
    person_id: Mapped[UUID]
    started_at: Mapped[datetime] = mapped_column(default=now)
    keys_sealed: Mapped[bytes]
