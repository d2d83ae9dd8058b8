"""Opening the record in an emergency."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

PEOPLE = ("client_id", "therapist_id", "asked_by", "answered_by")


def upgrade() -> None:
    op.create_table(
        "emergency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("covers", sa.String(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", person],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_emergency_practice_id_{person}_person"),
            )
            for person in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
    )
    for columns in (
        ["practice_id", "asked_at"],
        ["practice_id", "client_id", "asked_by"],
        ["practice_id", "therapist_id"],
    ):
        op.create_index(op.f(f"ix_emergency_{'_'.join(columns)}"), "emergency", columns, unique=False)
    protect("emergency")


def downgrade() -> None:
    op.drop_table("emergency")
