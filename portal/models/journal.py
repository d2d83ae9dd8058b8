"""The journal: what must be asked for in clear about notes and layouts. Titles, words, tags live in the vault."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Entry(Model, Tenanted):
    """A note. Each of its versions is an item of the vault whose `thing_id` is this id; its margin is an item apart."""

    __tablename__ = "entry"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "on_day", "written_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    on_day: Mapped[date]  # the writer's own calendar day
    zone: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # the newest
    margin: Mapped[int] = mapped_column(default=0)  # version of what is written beside it; 0 while there is nothing
    pinned_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]  # hidden everywhere from then on, and gone for good some days later


# Only the rows that have the moment: over all, a planner takes "not deleted" for a way to one's own.
for _moment, _columns in (
    (Entry.pinned_at, (Entry.client_id, Entry.pinned_at)),
    (Entry.deleted_at, (Entry.deleted_at,)),
):
    _there = _moment.is_not(None)
    Index(None, Entry.practice_id, *_columns, sqlite_where=_there, postgresql_where=_there)


class Layout(Model, Tenanted):
    """A beginning that a client made for notes of their own; its item's `thing_id` is this id."""

    __tablename__ = "layout"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)  # the newest


class Excerpt(Model, Tenanted):
    """A part of one version of a note, a thing of its own; its item's `thing_id` is this id."""

    __tablename__ = "excerpt"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "entry_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    entry_id: Mapped[UUID]  # of the note; deleted with it
    on_day: Mapped[date]  # of the note
    made_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)  # the only one: a part never changes
