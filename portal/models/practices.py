"""Practices, and the one-time token that sets the first one up: the only tables without tenancy."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model


class Practice(Model):
    """A therapy practice: the tenant. Its name and slug may show on a screen, so they are kept neutral."""

    __tablename__ = "practice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    cover_hours: Mapped[int] = mapped_column(default=24)  # until a mark that waits is passed on; 0: never
    is_made_up: Mapped[bool] = mapped_column(default=False)


class SetUp(Model):
    """Permission to set up a practice: only a hash of the token is kept, and it works once."""

    __tablename__ = "set_up"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
