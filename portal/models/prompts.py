"""Questions: that a therapist has asked one, and that a client keeps a book of theirs. What they say is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Asked(Model, Tenanted):
    """A question a therapist has asked a client; its item's `thing_id` is this id. Says nothing of any answer."""

    __tablename__ = "asked"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "therapist_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    given_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class PromptBook(Model, Tenanted):
    """A client's book: themes, questions of their own, what they did with each. One item, whose `thing_id` is this id.

    The row is what two windows wait for.
    """

    __tablename__ = "prompt_book"
    __table_args__ = (
        UniqueConstraint("practice_id", "client_id"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    version: Mapped[int]
