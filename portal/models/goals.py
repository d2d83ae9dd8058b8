"""Goals: that somebody has one, and when they looked at it. What it is, and how far, lives in the vault."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Goal(Model, Tenanted):
    """A goal. Each of its versions is an item of the vault whose `thing_id` is this id."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("practice_id", "id"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "touched_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(default=now)
    touched_at: Mapped[datetime] = mapped_column(default=now)  # changed, ticked or rated last
    version: Mapped[int] = mapped_column(default=1)  # the newest


class GoalRating(Model, Tenanted):
    """One look at how far a goal is; an item of its own, so that a history does not rewrite the goal."""

    __tablename__ = "goal_rating"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], ondelete="CASCADE"),
        Index(None, "practice_id", "goal_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    on_day: Mapped[date]  # the client's own calendar day
    at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)
