"""People, what they are in their practice, how they were invited, and how often somebody guessed at a door."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Person(Model, Tenanted):
    """An account. It belongs to one practice; the same address elsewhere is somebody else."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("practice_id", "id"),
        UniqueConstraint("practice_id", "sign_in_name"),
        ForeignKeyConstraint(["practice_id"], ["practice.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    sign_in_name: Mapped[str]  # an e-mail address or a name, folded for comparison; never part of a salt
    pronouns: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="UTC")
    day_begins: Mapped[int] = mapped_column(default=0)  # the hour, 0 to 6: what is done before is of the day before
    language: Mapped[str] = mapped_column(default="")  # BCP 47; empty: none was chosen
    preferences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # how they like to read; only what differs
    made_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    offer_ended_at: Mapped[datetime | None]  # when they put the offer of a second step aside, or had one
    told_until: Mapped[datetime | None]  # how long each page tells that somebody was helped back in as them


class Membership(Model, Tenanted):
    """A person holds a role in the practice, from when until when."""

    __tablename__ = "membership"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "role"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class Closing(Model, Tenanted):
    """Somebody has closed their account and can still change their mind, by signing in."""

    __tablename__ = "closing"
    __table_args__ = (ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),)

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    gone_at: Mapped[datetime]  # said when it was asked; no setting changes it afterwards


class Invitation(Model, Tenanted):
    """A way to join: a link and a spoken code. Neither is kept; the pair opens the person's first key pair."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("practice_id", "token_hash"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Tries(Model, Tenanted):
    """How often a door was tried in vain, by account and by address, so that the wait can grow."""

    __tablename__ = "tries"

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    door: Mapped[bytes] = mapped_column(primary_key=True)  # a keyed hash: no address or name stands in the table
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=now)
