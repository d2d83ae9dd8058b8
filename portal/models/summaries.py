"""Session summaries and the notes they stand on."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Summary(Model, Tenanted):
    """A summary a therapist asked for. The file and the therapist's own note are items of the vault."""

    __tablename__ = "summary"
    __table_args__ = (
        UniqueConstraint("practice_id", "id"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    job_id: Mapped[UUID | None]
    period_from: Mapped[date]
    period_to: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]  # when the file was first opened by the therapist
    note_item_id: Mapped[UUID | None]
    file_item_id: Mapped[UUID | None]  # the pages and what they were laid out from; gone once the file is closed
    pages: Mapped[int | None]
    size: Mapped[int | None]  # kB, rounded up: the table is not to say more than the page
    left_out: Mapped[int] = mapped_column(default=0)


class Quotation(Model, Tenanted):
    """A note quoted in a summary: which item, under which consent, in which order."""

    __tablename__ = "quotation"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "summary_id"], ["summary.practice_id", "summary.id"], ondelete="CASCADE"),
        Index(None, "practice_id", "item_id"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    summary_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    grant_id: Mapped[UUID]
    place: Mapped[int]
    left_out_at: Mapped[datetime | None]
