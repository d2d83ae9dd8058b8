"""Marks that wait with a therapist, and after how many hours the cover is told."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_signal_practice_id_{column}_person"),
            )
            for column in ("client_id", "therapist_id", "cover_id", "answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    for columns in (["client_id"], ["therapist_id", "answered_at"], ["cover_id"]):
        name = op.f(f"ix_signal_practice_id_{'_'.join(columns)}")
        op.create_index(name, "signal", ["practice_id", *columns], unique=False)
    protect("signal")
    op.add_column("practice", sa.Column("cover_hours", sa.Integer(), nullable=False, server_default=sa.text("24")))


def downgrade() -> None:
    op.drop_column("practice", "cover_hours")
    op.drop_table("signal")
