"""What the practice gathers about a person is made by the worker, and lies here for days."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "disclosure",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "person_id", "about_id", "job_id", "item_id")),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("kept_until", MOMENT, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", name],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_disclosure_practice_id_{name}_person"),
            )
            for name in ("person_id", "about_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    name = op.f("ix_disclosure_practice_id_person_id_about_id_asked_at")
    op.create_index(name, "disclosure", ["practice_id", "person_id", "about_id", "asked_at"], unique=False)
    protect("disclosure")


def downgrade() -> None:
    op.drop_table("disclosure")
