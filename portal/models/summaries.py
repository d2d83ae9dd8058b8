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
        Index(None, "practice_id", "client_id"),
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
    removed_at: Mapped[datetime | None]  # a draft that its author or its time took away; a line about it stays a while


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
    withdrawn_at: Mapped[datetime | None]  # noticed that it is no longer shared, after it was quoted


class Final(Model, Tenanted):
    """A summary that nobody can change any more. The application can add such a row, and neither change nor remove it.

    As long as it stands, neither the summary nor the sealed file can go: the database refuses.
    """

    __tablename__ = "summary_final"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "summary_id"], ["summary.practice_id", "summary.id"]),
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"]),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    summary_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    digest: Mapped[bytes]  # SHA-256 of the sealed file: it says nothing about the words
    at: Mapped[datetime] = mapped_column(default=now)


class Addendum(Model, Tenanted):
    """Words that a final was amended with. They and their pages are items of the vault."""

    __tablename__ = "addendum"
    __table_args__ = (
        UniqueConstraint("practice_id", "summary_id", "number"),
        ForeignKeyConstraint(["practice_id", "summary_id"], ["summary_final.practice_id", "summary_final.summary_id"]),
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    summary_id: Mapped[UUID]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    item_id: Mapped[UUID]
    job_id: Mapped[UUID]  # the one that lays out its page; a new one when that did not work
    page_item_id: Mapped[UUID]


class Given(Model, Tenanted):
    """A final that its author gave to the client it is about."""

    __tablename__ = "summary_given"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "summary_id"], ["summary_final.practice_id", "summary_final.summary_id"]),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "client_id", "given_at"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    summary_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID]
    given_at: Mapped[datetime] = mapped_column(default=now)
    put_away_at: Mapped[datetime | None]  # by the client; the therapist is not told
