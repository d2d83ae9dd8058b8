"""Somebody has closed their account and can still change their mind."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "person_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_closing_practice_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_closing")),
    )
    protect("closing")


def downgrade() -> None:
    op.drop_table("closing")
