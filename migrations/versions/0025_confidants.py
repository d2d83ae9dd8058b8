"""Who a client trusts, and that somebody answered; the answer is in the vault."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id", column],
        ["person.practice_id", "person.id"],
        name=op.f(f"fk_{table}_practice_id_{column}_person"),
    )


def upgrade() -> None:
    op.create_table(
        "trust",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("confidant_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("trust", "client_id"),
        _person("trust", "confidant_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust")),
        sa.UniqueConstraint(
            "practice_id", "client_id", "confidant_id", name=op.f("uq_trust_practice_id_client_id_confidant_id")
        ),
    )
    op.create_index(op.f("ix_trust_practice_id_confidant_id"), "trust", ["practice_id", "confidant_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("confidant_id", sa.Uuid(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("reply", "client_id"),
        _person("reply", "confidant_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint(
            "practice_id", "thing_id", "confidant_id", name=op.f("uq_reply_practice_id_thing_id_confidant_id")
        ),
    )
    op.create_index(
        op.f("ix_reply_practice_id_client_id_at"), "reply", ["practice_id", "client_id", "at"], unique=False
    )
    protect("trust", "reply")


def downgrade() -> None:
    op.drop_table("reply")
    op.drop_table("trust")
