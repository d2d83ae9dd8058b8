"""Progress notes, the practice's record of a session: that there is one, when it was signed, what was added since."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class ProgressNote(Model, Tenanted):
    """A progress note. Each of its versions is an item of the vault; what was signed is the last there will be."""

    __tablename__ = "progress_note"
    __table_args__ = (
        UniqueConstraint("practice_id", "id"),
        ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "therapist_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "therapist_id", "client_id", "on_day", "written_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    on_day: Mapped[date]
    zone: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)  # the newest
    signed_at: Mapped[datetime | None]  # it stands in the sealed words too, with the name


class ProgressAddendum(Model, Tenanted):
    """What was added to a signed note, numbered; an item of its own, never changed."""

    __tablename__ = "progress_addendum"
    __table_args__ = (
        UniqueConstraint("practice_id", "note_id", "number"),
        ForeignKeyConstraint(["practice_id", "note_id"], ["progress_note.practice_id", "progress_note.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    note_id: Mapped[UUID]
    client_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    number: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(default=now)
