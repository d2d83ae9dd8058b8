"""Resources: books, podcasts, sites and groups that the practice keeps for its clients. Public words, in clear."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Resource(Model, Tenanted):
    """One of them. What a client saved or finished is theirs, and not here."""

    __tablename__ = "resource"
    __table_args__ = (
        UniqueConstraint("practice_id", "slug"),
        ForeignKeyConstraint(["practice_id"], ["practice.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str]  # of the starter set, or the id of one the practice added
    kind: Mapped[str]  # book | podcast | site | group
    title: Mapped[str]
    by: Mapped[str]
    about: Mapped[str]
    url: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]  # taken off the shelf; somebody may have saved it
