"""Who opened what."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "item_id"],
            ["item.practice_id", "item.id"],
            name=op.f("fk_opening_practice_id_item_id_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "reader_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_opening_practice_id_reader_id_person"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "item_id", "reader_id", name=op.f("pk_opening")),
    )
    protect("opening")


def downgrade() -> None:
    op.drop_table("opening")
