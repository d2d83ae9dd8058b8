"""Parts of notes, as things of their own."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "excerpt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_excerpt_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excerpt")),
    )
    by_note = ["practice_id", "client_id", "entry_id"]
    op.create_index(op.f("ix_excerpt_practice_id_client_id_entry_id"), "excerpt", by_note, unique=False)
    protect("excerpt")


def downgrade() -> None:
    op.drop_table("excerpt")
