"""Lists of people to invite: how far each has come. What it holds is an item of the vault, sealed to who brought it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Roster(Model, Tenanted):
    """One list. The people invited from it have ids made from this one's."""

    __tablename__ = "roster"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "person_id", "made_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]  # the admin who brought it
    made_at: Mapped[datetime] = mapped_column(default=now)
    stage: Mapped[str]
    version: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # people that were ready when it was prepared
    done: Mapped[int] = mapped_column(default=0)  # of them
    mailed: Mapped[int] = mapped_column(default=0)  # of those who may be mailed
    job_id: Mapped[UUID | None]
    prepared_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]  # how long names and codes stay
    emptied_at: Mapped[datetime | None]  # when they went
