"""Safe contact: whether and how somebody may be mailed. Where to and when is sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Contact(Model, Tenanted):
    """A person's choice. Their own copy of what is sealed here is an item of the vault whose `thing_id` is this id."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("practice_id", "person_id"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    mode: Mapped[str]  # none | plain | normal: the setting's name, which the practice may see
    reach_sealed: Mapped[bytes | None]  # address, hours and weekdays, to the worker alone; NULL without mail
    version: Mapped[int] = mapped_column(default=1)  # so that two windows notice one another
    changed_at: Mapped[datetime] = mapped_column(default=now)
    stopped_at: Mapped[datetime | None]  # when mail was last switched off: what was asked for before never goes out
