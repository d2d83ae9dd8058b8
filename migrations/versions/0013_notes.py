"""Notes are found by their day, pinned, put away for some days before they go; layouts are made for them."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("margin", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("entry", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("entry", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index(op.f("ix_entry_practice_id_client_id_written_at_id"), "entry")
    op.create_index(
        op.f("ix_entry_practice_id_client_id_on_day_written_at_id"),
        "entry",
        ["practice_id", "client_id", "on_day", "written_at", "id"],
        unique=False,
    )
    for columns in (["client_id", "pinned_at"], ["deleted_at"]):  # only the few rows that have the moment
        there = sa.text(f"{columns[-1]} IS NOT NULL")
        op.create_index(
            op.f(f"ix_entry_practice_id_{'_'.join(columns)}"),
            "entry",
            ["practice_id", *columns],
            unique=False,
            postgresql_where=there,
            sqlite_where=there,
        )
    op.create_table(
        "layout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_layout_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout")),
    )
    op.create_index(
        op.f("ix_layout_practice_id_client_id_made_at"), "layout", ["practice_id", "client_id", "made_at"], unique=False
    )
    protect("layout")


def downgrade() -> None:
    op.drop_table("layout")
    for columns in (["client_id", "on_day", "written_at", "id"], ["client_id", "pinned_at"], ["deleted_at"]):
        op.drop_index(op.f(f"ix_entry_practice_id_{'_'.join(columns)}"), "entry")
    op.create_index(
        op.f("ix_entry_practice_id_client_id_written_at_id"),
        "entry",
        ["practice_id", "client_id", "written_at", "id"],
        unique=False,
    )
    for name in ("deleted_at", "pinned_at", "margin"):
        op.drop_column("entry", name)
