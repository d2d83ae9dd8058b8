"""Asking for what was shared before a fresh start."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

TABLE = "hand_back"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_{TABLE}_practice_id_{column}_person"),
            )
            for column in ("client_id", "reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "practice_id", "client_id", "reader_id", name=op.f(f"uq_{TABLE}_practice_id_client_id_reader_id")
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_practice_id_reader_id"), TABLE, ["practice_id", "reader_id"], unique=False)
    protect(TABLE)


def downgrade() -> None:
    op.drop_table(TABLE)
