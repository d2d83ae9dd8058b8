"""The audit trail and its heads."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "seq", name=op.f("pk_audit")),
    )
    op.create_index(
        op.f("ix_audit_practice_id_about_id_seq"), "audit", ["practice_id", "about_id", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_audit_practice_id_actor_id_seq"), "audit", ["practice_id", "actor_id", "seq"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_audit_head")),
    )
    protect("audit", "audit_head")


def downgrade() -> None:
    op.drop_table("audit_head")
    op.drop_table("audit")
