"""Agendas: that somebody has one for a session, and when it was closed. What is on it lives in the vault."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Agenda(Model, Tenanted):
    """An agenda. Each of its versions is an item of the vault whose `thing_id` is this id."""

    __tablename__ = "agenda"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "closed_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # the newest


class AfterSession(Model, Tenanted):
    """What was noted after the session of an agenda. Its id, the `thing_id` of its items, is made from the agenda's."""

    __tablename__ = "after_session"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    agenda_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(default=1)  # the newest


_still_open = Agenda.closed_at.is_(None)
Index(
    "uq_agenda_open",
    Agenda.practice_id,
    Agenda.client_id,
    unique=True,
    sqlite_where=_still_open,
    postgresql_where=_still_open,
)
