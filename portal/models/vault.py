"""The vault's tables: who can hold keys, how their keys open, what was consented to, and the sealed words."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Model, Tenanted


class Principal(Model, Tenanted):
    """Whoever can hold keys: a person, the practice's recovery key or its records key."""

    __tablename__ = "principal"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id"], ["practice.id"]),
        ForeignKeyConstraint(["practice_id", "person_id"], ["person.practice_id", "person.id"]),
        Index(None, "practice_id", "person_id"),
        Index(
            "uq_principal_live_person",
            "practice_id",
            "person_id",
            unique=True,
            postgresql_where=literal_column("retired_at IS NULL AND person_id IS NOT NULL"),
            sqlite_where=literal_column("retired_at IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "uq_principal_live_of_practice",
            "practice_id",
            "kind",
            unique=True,
            postgresql_where=literal_column("retired_at IS NULL AND person_id IS NULL"),
            sqlite_where=literal_column("retired_at IS NULL AND person_id IS NULL"),
        ),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None]
    kind: Mapped[str]  # person | recovery | records
    suite: Mapped[int]
    public_key: Mapped[bytes]
    stamp: Mapped[bytes]  # by the pepper, over all the rest of the row: a database writer cannot put in a key of theirs
    retired_at: Mapped[datetime | None]  # kept after a fresh start: its old password may yet be remembered


class Lock(Model, Tenanted):
    """One way to open a principal's private key. A password or code is held by the principal itself."""

    __tablename__ = "lock"
    __table_args__ = (
        ForeignKeyConstraint(
            ["practice_id", "principal_id"], ["principal.practice_id", "principal.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["practice_id", "holder_id"], ["principal.practice_id", "principal.id"], ondelete="CASCADE"
        ),
        Index(None, "practice_id", "holder_id"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # password | code | held-by
    holder_id: Mapped[UUID] = mapped_column(primary_key=True)
    salt: Mapped[bytes | None]
    memory_kib: Mapped[int | None]  # what the words were stretched with: the settings may change later
    passes: Mapped[int | None]
    check: Mapped[bytes | None]
    box: Mapped[bytes]


class Grant(Model, Tenanted):
    """One consent, and the key that carries it out. The journal itself is a grant from me to me."""

    __tablename__ = "grant_"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "owner_id"], ["principal.practice_id", "principal.id"]),
        ForeignKeyConstraint(["practice_id", "reader_id"], ["principal.practice_id", "principal.id"]),
        CheckConstraint("ended_at IS NULL OR reader_seal IS NULL", name="ended_is_unsealed"),
        Index(None, "practice_id", "owner_id", "reader_id"),
        Index(None, "practice_id", "reader_id"),
        Index(
            "uq_grant__own",
            "practice_id",
            "owner_id",
            unique=True,
            postgresql_where=literal_column("scope = 'own'"),
            sqlite_where=literal_column("scope = 'own'"),
        ),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID]
    reader_id: Mapped[UUID]
    scope: Mapped[str]  # own | chosen | or the kind of item a standing consent covers
    purpose: Mapped[str]
    wording: Mapped[str]  # version of the words the person agreed to
    given_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    owner_seal: Mapped[bytes | None]
    reader_seal: Mapped[bytes | None]  # NULL once ended: this is the revocation


class Item(Model, Tenanted):
    """One version of one private text. It never changes: an edit is a new item of the same thing."""

    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "owner_id"], ["principal.practice_id", "principal.id"]),
        UniqueConstraint("practice_id", "thing_id", "version"),
        Index(None, "practice_id", "owner_id", "kind", "created_at"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID]
    kind: Mapped[str]
    thing_id: Mapped[UUID]  # the note, check-in, summary this is a version of
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    body: Mapped[bytes | None]  # NULL while only promised: the words of a file still being made


class ItemKey(Model, Tenanted):
    """The item's key under a consent's key: this row is the sharing."""

    __tablename__ = "item_key"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "item_id"], ["item.practice_id", "item.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["practice_id", "grant_id"], ["grant_.practice_id", "grant_.id"], ondelete="CASCADE"),
        Index(None, "practice_id", "grant_id"),
    )

    practice_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    grant_id: Mapped[UUID] = mapped_column(primary_key=True)
    given_at: Mapped[datetime] = mapped_column(default=now)  # from when on its reader finds it; bound into the box
    box: Mapped[bytes]
