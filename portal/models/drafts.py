"""Drafts: that somebody is writing something. The words themselves live in the vault."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Draft(Model, Tenanted):
    """Words that were typed and not kept yet. They are an item of the vault whose `thing_id` is this id."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("practice_id", "person_id", "about_id"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    kind: Mapped[str]  # what it will be: one of KINDS of the domain
    about_id: Mapped[UUID]  # the thing it will be, or will be a later version of
    base_version: Mapped[int]  # the version the writing began from; 0 for something new
    number: Mapped[int]  # grows with each save, so that two windows notice one another
    window: Mapped[UUID]  # made when the form was shown: whose save this was
    saved_at: Mapped[datetime] = mapped_column(default=now)
