"""The way back in: requests of browsers that wait, and when each way to the recovery key was last tried."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class RecoveryRequest(Model, Tenanted):
    """A signed-out browser that waits to be let back in. Only its own cookie opens what is sealed to it."""

    __tablename__ = "recovery_request"
    __table_args__ = (
        UniqueConstraint("practice_id", "cookie_hash"),
        Index(None, "practice_id", "person_id"),
        Index(None, "practice_id", "pairing"),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "approved_by"], ["person.practice_id", "person.id"]),
        ForeignKeyConstraint(["practice_id", "second_by"], ["person.practice_id", "person.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None]  # nobody here has the name that was typed: it waits all the same
    asked_at: Mapped[datetime] = mapped_column(default=now)
    cookie_hash: Mapped[bytes]
    pairing: Mapped[bytes]  # a keyed hash of the code that is read to the practice
    browser_public_key: Mapped[bytes]
    browser_key_box: Mapped[bytes]  # the private half, under a key that only the browser's cookie gives
    stamp: Mapped[bytes]  # by the pepper, over all that decides: a database writer can neither plant a key nor a date
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    second_by: Mapped[UUID | None]
    ready_at: Mapped[datetime | None]
    factors_lost_at: Mapped[datetime | None]  # when an officer said that the second step is lost, too
    anew_at: Mapped[datetime | None]  # when an officer agreed that they begin anew: nothing but they opens their keys
    sealed: Mapped[bytes | None]  # the person's own keys, sealed to the waiting browser; gone when over
    vetoed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class RecoveryDrill(Model, Tenanted):
    """When a way to the recovery key was last seen to work: an officer's own keys, or the kit on paper."""

    __tablename__ = "recovery_drill"
    __table_args__ = (ForeignKeyConstraint(["practice_id"], ["practice.id"]),)

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    way_id: Mapped[UUID] = mapped_column(primary_key=True)  # the officer; of the kit, the recovery key's principal
    done_at: Mapped[datetime] = mapped_column(default=now)
