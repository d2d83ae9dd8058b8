"""Questionnaires: that one was answered, that one was asked for; which and what is in the vault."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_measure_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(
        op.f("ix_measure_practice_id_client_id_at_id"),
        "measure",
        ["practice_id", "client_id", "at", "id"],
        unique=False,
    )
    op.create_table(
        "measure_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", person],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_measure_asked_practice_id_{person}_person"),
            )
            for person in ("client_id", "therapist_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_asked")),
    )
    for columns in (["practice_id", "client_id"], ["practice_id", "therapist_id", "at", "id"]):
        name = op.f(f"ix_measure_asked_{'_'.join(columns)}")
        op.create_index(name, "measure_asked", columns, unique=False)
    protect("measure", "measure_asked")


def downgrade() -> None:
    op.drop_table("measure_asked")
    op.drop_table("measure")
