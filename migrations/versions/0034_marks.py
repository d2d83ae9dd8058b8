"""What a therapist has marked in a shared version: from where to where, and never a word of it."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_mark_practice_id_{column}_person"),
            )
            for column in ("client_id", "therapist_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "item_id"],
            ["item.practice_id", "item.id"],
            name=op.f("fk_mark_practice_id_item_id_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    for columns in (["practice_id", "therapist_id", "client_id"], ["practice_id", "item_id"]):
        op.create_index(op.f("ix_mark_" + "_".join(columns)), "mark", columns, unique=False)
    protect("mark")


def downgrade() -> None:
    op.drop_table("mark")
