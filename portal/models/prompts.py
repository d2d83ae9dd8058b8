"""Questions: that a therapist has asked one, and that a client keeps a book of theirs. What they say is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Asked(Model, Tenanted):
    """A question a therapist has asked a client; its item's `thing_id` is this id. Says nothing of any answer.

    `paused_at`: the programme it belongs to rests. Which one that is, and which step it is, is sealed.
    """

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
    paused_at: Mapped[datetime | None]


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


class Prompt(Model, Tenanted):
    """A prompt that a therapist wrote: for the practice (`is_common`), or for themselves alone.

    The words of a common one are its `PromptWording`s. Those of one's own are sealed: items whose `thing_id` is this.
    """

    __tablename__ = "prompt"
    __table_args__ = (
        UniqueConstraint("practice_id", "id"),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    therapist_id: Mapped[UUID]  # who began it
    is_common: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(default=now)  # the version that stands
    retired_at: Mapped[datetime | None]


class PromptWording(Model, Tenanted):
    """One version of a prompt of the practice: public words in clear, like its resources."""

    __tablename__ = "prompt_wording"
    __table_args__ = (
        UniqueConstraint("practice_id", "prompt_id", "version"),
        ForeignKeyConstraint(["practice_id", "prompt_id"], ["prompt.practice_id", "prompt.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    prompt_id: Mapped[UUID]
    therapist_id: Mapped[UUID]  # who worded it so
    version: Mapped[int]
    words: Mapped[str]  # JSON: text, theme, minutes, what lies beside it, whether it is not for somebody afraid
    written_at: Mapped[datetime] = mapped_column(default=now)
