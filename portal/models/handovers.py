"""Hand-overs: somebody else is to look after a client, who says what that one can open. The answer is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Handover(Model, Tenanted):
    """One move of one client. What the client chose is an item of the vault whose `thing_id` is this id, theirs alone.

    The letter is the practice's own words to everybody it asks, and so stands in clear.
    """

    __tablename__ = "handover"
    __table_args__ = (
        *(
            ForeignKeyConstraint(["practice_id", column], ["person.practice_id", "person.id"])
            for column in ("client_id", "from_id", "therapist_id", "asked_by_id")
        ),
        UniqueConstraint("practice_id", "id"),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    from_id: Mapped[UUID]  # who looks after them, until `ends_at`
    therapist_id: Mapped[UUID]  # who is to look after them
    reason: Mapped[str]  # one of our own; about the practice, never about the client
    letter: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]  # until then the one before keeps what they have
    ended_at: Mapped[datetime | None]  # when that was carried out
    answered_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]


class Stood(Model, Tenanted):
    """What was open to the one before when that ended and the client had not answered yet: ids, until they have.

    A row with an item is something open; one without is a standing consent, which opens nothing later by itself.
    """

    __tablename__ = "handover_stood"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "handover_id"], ["handover.practice_id", "handover.id"]),
        Index(None, "practice_id", "client_id"),
        Index(None, "practice_id", "handover_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    handover_id: Mapped[UUID]
    scope: Mapped[str]
    until: Mapped[datetime | None]
    item_id: Mapped[UUID | None]
    given_at: Mapped[datetime | None]
