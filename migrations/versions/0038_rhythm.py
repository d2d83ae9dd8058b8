"""When a therapist reads, who covers for them, when they are away."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rhythm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("reads", sa.String(), nullable=False),
        sa.Column("works", sa.String(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "therapist_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_rhythm_practice_id_therapist_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "cover_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_rhythm_practice_id_cover_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm")),
        sa.UniqueConstraint("practice_id", "therapist_id", name=op.f("uq_rhythm_practice_id_therapist_id")),
    )
    protect("rhythm")


def downgrade() -> None:
    op.drop_table("rhythm")
