"""Moves that a client is asked about, how many places a therapist has, and when an assignment ends by itself."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "places",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _of_person("places", "therapist_id"),
        sa.PrimaryKeyConstraint("practice_id", "therapist_id", name=op.f("pk_places")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(_of_person("handover", column) for column in ("client_id", "from_id", "therapist_id", "asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_handover_practice_id_id")),
    )
    op.create_table(
        "handover_stood",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _of_person("handover_stood", "client_id"),
        sa.ForeignKeyConstraint(
            ["practice_id", "handover_id"],
            ["handover.practice_id", "handover.id"],
            name=op.f("fk_handover_stood_practice_id_handover_id_handover"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_stood")),
    )
    for table, *columns in (
        ("handover", "practice_id", "client_id"),
        ("handover", "practice_id", "asked_at"),
        ("handover_stood", "practice_id", "client_id"),
        ("handover_stood", "practice_id", "handover_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    protect("places", "handover", "handover_stood")


def downgrade() -> None:
    for table in ("handover_stood", "handover", "places"):
        op.drop_table(table)
    op.drop_column("assignment", "ends_at")


def _of_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_practice_id_{column}_person")
    return sa.ForeignKeyConstraint(["practice_id", column], ["person.practice_id", "person.id"], name=name)
