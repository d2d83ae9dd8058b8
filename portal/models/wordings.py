"""What a practice writes for its clients to agree to, by version; and who agreed on joining, under which."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Wording(Model, Tenanted):
    """One version of a practice's own words. Only added, never changed: consents stand under it."""

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("practice_id", "page", "language", "number"),
        ForeignKeyConstraint(["practice_id", "written_by_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    page: Mapped[str]  # which page it stands on
    language: Mapped[str]  # BCP 47
    number: Mapped[int]  # from 1 up
    words: Mapped[str]  # everybody of the practice may read them; empty: the practice adds nothing any more
    written_at: Mapped[datetime] = mapped_column(default=now)
    written_by_id: Mapped[UUID]


class Agreement(Model, Tenanted):
    """That a client was asked, on joining, whether the practice may keep what is theirs; and their yes."""

    __tablename__ = "agreement"
    __table_args__ = (ForeignKeyConstraint(["practice_id", "client_id"], ["person.practice_id", "person.id"]),)

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    agreed_at: Mapped[datetime | None]
    wording: Mapped[str | None]  # version of the words agreed to
