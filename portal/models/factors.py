"""Second factors: that somebody has one, and when it was last used. Seeds, keys and names are in the vault."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Factor(Model, Tenanted):
    """One app that makes codes, or one passkey. What it is called and how it is checked lies sealed to its owner."""

    __tablename__ = "factor"
    __table_args__ = (
        Index(None, "practice_id", "person_id"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    kind: Mapped[str]  # app | passkey
    rp_id: Mapped[str | None]  # of a passkey: the one name it answers for, asked for before any key; None: our own
    counter: Mapped[int] = mapped_column(default=0)  # the last one accepted: nothing is taken twice
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class SpareCode(Model, Tenanted):
    """A code on paper in place of a factor. Only a keyed hash is kept, and only until it is used."""

    __tablename__ = "spare_code"
    __table_args__ = (ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),)

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class Challenge(Model, Tenanted):
    """What a passkey is asked to sign: random, for one session, taken once. It means nothing to anybody else."""

    __tablename__ = "challenge"
    __table_args__ = (ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),)

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    value: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(default=now)
