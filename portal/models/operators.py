"""Operators: whoever runs the installation. Their accounts, sessions and tries belong to no practice."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model


class Operator(Model):
    """An account of the installation. It holds no key of anybody: what is sealed stays sealed to it."""

    __tablename__ = "operator"
    __table_args__ = (UniqueConstraint("sign_in_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sign_in_name: Mapped[str]  # folded for comparison
    made_at: Mapped[datetime] = mapped_column(default=now)
    salt: Mapped[bytes]
    memory_kib: Mapped[int]
    passes: Mapped[int]
    check: Mapped[bytes]
    seed_sealed: Mapped[bytes]  # of the second factor, boxed under a key that the password gives
    last_step: Mapped[int] = mapped_column(default=0)  # of the codes: none is good twice
    ended_at: Mapped[datetime | None]


class OperatorSession(Model):
    """One browser an operator is signed in on. The cookie itself is kept nowhere."""

    __tablename__ = "operator_session"
    __table_args__ = (
        UniqueConstraint("cookie_hash"),
        Index(None, "operator_id"),
        ForeignKeyConstraint(["operator_id"], ["operator.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cookie_hash: Mapped[bytes]
    operator_id: Mapped[UUID]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    proved_at: Mapped[datetime] = mapped_column(default=now)  # when password and code were last given


class OperatorAct(Model):
    """What an operator did, or tried in vain: the installation's own trail, which belongs to no practice."""

    __tablename__ = "operator_act"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    operator_id: Mapped[UUID | None]  # none: by nobody known, at the machine, or by itself
    what: Mapped[str]
    subject_id: Mapped[UUID | None]  # of the practice, the account or the job; it may be gone by now
    mac: Mapped[bytes]


class OperatorActHead(Model):
    """The end of that trail, in one row; locked by whoever adds to it."""

    __tablename__ = "operator_act_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    mac: Mapped[bytes]


class OperatorTries(Model):
    """How often the operators' door was tried in vain, by account and by address."""

    __tablename__ = "operator_tries"

    door: Mapped[bytes] = mapped_column(primary_key=True)  # a keyed hash: no address or name stands in the table
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=now)
