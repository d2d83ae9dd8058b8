"""A practice's own help numbers. They are public, so they stand in clear."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class HelpLine(Model, Tenanted):
    """One service that answers, and when somebody of the practice last made sure of it."""

    __tablename__ = "help_line"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "verified_by_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    whom: Mapped[str]
    call: Mapped[str]  # numbers as they are dialled there, with commas between them
    text: Mapped[str]
    word: Mapped[str]  # what the first text says
    hours: Mapped[str]
    speaks: Mapped[str]
    verified_on: Mapped[date]
    verified_by_id: Mapped[UUID]
