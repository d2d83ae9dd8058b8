"""The vault: principals, locks, grants, items, item keys."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "principal",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("suite", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id", "person_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_principal_practice_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_principal_practice_id_practice")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("pk_principal")),
    )
    op.create_index(op.f("ix_principal_practice_id_person_id"), "principal", ["practice_id", "person_id"])
    op.create_index(
        "uq_principal_live_of_practice",
        "principal",
        ["practice_id", "kind"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL AND person_id IS NULL"),
        sqlite_where=sa.text("retired_at IS NULL AND person_id IS NULL"),
    )
    op.create_index(
        "uq_principal_live_person",
        "principal",
        ["practice_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL AND person_id IS NOT NULL"),
        sqlite_where=sa.text("retired_at IS NULL AND person_id IS NOT NULL"),
    )
    op.create_table(
        "lock",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("memory_kib", sa.Integer(), nullable=True),
        sa.Column("passes", sa.Integer(), nullable=True),
        sa.Column("check", sa.LargeBinary(), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "holder_id"],
            ["principal.practice_id", "principal.id"],
            name=op.f("fk_lock_practice_id_holder_id_principal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "principal_id"],
            ["principal.practice_id", "principal.id"],
            name=op.f("fk_lock_practice_id_principal_id_principal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "principal_id", "kind", "holder_id", name=op.f("pk_lock")),
    )
    op.create_index(op.f("ix_lock_practice_id_holder_id"), "lock", ["practice_id", "holder_id"], unique=False)
    op.create_table(
        "grant_",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_seal", sa.LargeBinary(), nullable=True),
        sa.Column("reader_seal", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR reader_seal IS NULL", name=op.f("ck_grant__ended_is_unsealed")),
        sa.ForeignKeyConstraint(
            ["practice_id", "owner_id"],
            ["principal.practice_id", "principal.id"],
            name=op.f("fk_grant__practice_id_owner_id_principal"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "reader_id"],
            ["principal.practice_id", "principal.id"],
            name=op.f("fk_grant__practice_id_reader_id_principal"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("pk_grant_")),
    )
    op.create_index(
        op.f("ix_grant__practice_id_owner_id_reader_id"),
        "grant_",
        ["practice_id", "owner_id", "reader_id"],
        unique=False,
    )
    op.create_index(op.f("ix_grant__practice_id_reader_id"), "grant_", ["practice_id", "reader_id"], unique=False)
    op.create_index(
        "uq_grant__own",
        "grant_",
        ["practice_id", "owner_id"],
        unique=True,
        postgresql_where=sa.text("scope = 'own'"),
        sqlite_where=sa.text("scope = 'own'"),
    )
    op.create_table(
        "item",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id", "owner_id"],
            ["principal.practice_id", "principal.id"],
            name=op.f("fk_item_practice_id_owner_id_principal"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("pk_item")),
        sa.UniqueConstraint("practice_id", "thing_id", "version", name=op.f("uq_item_practice_id_thing_id_version")),
    )
    op.create_index(
        op.f("ix_item_practice_id_owner_id_kind_created_at"),
        "item",
        ["practice_id", "owner_id", "kind", "created_at"],
        unique=False,
    )
    op.create_table(
        "item_key",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "grant_id"],
            ["grant_.practice_id", "grant_.id"],
            name=op.f("fk_item_key_practice_id_grant_id_grant_"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "item_id"],
            ["item.practice_id", "item.id"],
            name=op.f("fk_item_key_practice_id_item_id_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "item_id", "grant_id", name=op.f("pk_item_key")),
    )
    op.create_index(op.f("ix_item_key_practice_id_grant_id"), "item_key", ["practice_id", "grant_id"], unique=False)
    protect("principal", "lock", "grant_", "item", "item_key")


def downgrade() -> None:
    op.drop_table("item_key")
    op.drop_table("item")
    op.drop_table("grant_")
    op.drop_table("lock")
    op.drop_table("principal")
