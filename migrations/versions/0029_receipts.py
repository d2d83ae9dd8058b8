"""Receipts of consent: one row for each, with its number; what it says is sealed."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_receipt_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("practice_id", "client_id", "number", name=op.f("uq_receipt_practice_id_client_id_number")),
    )
    protect("receipt")


def downgrade() -> None:
    op.drop_table("receipt")
