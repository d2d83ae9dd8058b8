"""A practice's own help numbers."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORDS = ("name", "whom", "call", "text", "word", "hours", "speaks")


def upgrade() -> None:
    op.create_table(
        "help_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "verified_by_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_help_line_practice_id_verified_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_line")),
    )
    op.create_index(op.f("ix_help_line_practice_id"), "help_line", ["practice_id"], unique=False)
    protect("help_line")


def downgrade() -> None:
    op.drop_table("help_line")
