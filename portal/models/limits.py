"""How fast somebody may ask for work that costs much, or that reaches other people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Model, Tenanted


class Pace(Model, Tenanted):
    """One kind of act of one person. `paid_until` moves on with each; how far it may lie ahead is the limit."""

    __tablename__ = "pace"

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    door: Mapped[bytes] = mapped_column(primary_key=True)  # a keyed hash of who and what: it names nobody
    paid_until: Mapped[datetime]
