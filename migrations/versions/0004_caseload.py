"""Who looks after whom."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_assignment_practice_id_client_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "therapist_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_assignment_practice_id_therapist_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(
        op.f("ix_assignment_practice_id_client_id"), "assignment", ["practice_id", "client_id"], unique=False
    )
    op.create_index(
        op.f("ix_assignment_practice_id_therapist_id_client_id"),
        "assignment",
        ["practice_id", "therapist_id", "client_id"],
        unique=False,
    )
    protect("assignment")


def downgrade() -> None:
    op.drop_table("assignment")
