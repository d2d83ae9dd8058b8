"""Practices, and the one-time tokens that set one up: tables without tenancy."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model


class Practice(Model):
    """A therapy practice: the tenant. Its name and slug may show on a screen, so they are kept neutral."""

    __tablename__ = "practice"
    __table_args__ = (Index("uq_practice_host", "host", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    cover_hours: Mapped[int] = mapped_column(default=24)  # until a mark that waits is passed on; 0: never
    is_made_up: Mapped[bool] = mapped_column(default=False)
    host: Mapped[str | None]  # its own, without a port; there it needs no prefix
    country: Mapped[str | None]  # two letters: whose help numbers come first
    paused_at: Mapped[datetime | None]  # closed for now: nobody comes in, and its jobs wait
    leaves_at: Mapped[datetime | None]  # from then on everything of it is removed; until then it stays open
    leaving_said_at: Mapped[datetime | None]  # when its admins were told a second time, shortly before


class SetUp(Model):
    """Permission to set something up: only a hash of the token is kept, and it works until what it is for is there."""

    __tablename__ = "set_up"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(default=uuid4)
    what: Mapped[str] = mapped_column(default="first")  # first | practice | operator
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # about the practice, until it is made
    made_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
