"""Session summaries and what they quote."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note_item_id", sa.Uuid(), nullable=True),
        sa.Column("file_item_id", sa.Uuid(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_summary_practice_id_client_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "therapist_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_summary_practice_id_therapist_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_summary_practice_id_id")),
    )
    op.create_index(
        op.f("ix_summary_practice_id_therapist_id_asked_at_id"),
        "summary",
        ["practice_id", "therapist_id", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "quotation",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id", "summary_id"],
            ["summary.practice_id", "summary.id"],
            name=op.f("fk_quotation_practice_id_summary_id_summary"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("practice_id", "summary_id", "item_id", name=op.f("pk_quotation")),
    )
    op.create_index(op.f("ix_quotation_practice_id_item_id"), "quotation", ["practice_id", "item_id"], unique=False)
    protect("summary", "quotation")


def downgrade() -> None:
    op.drop_table("quotation")
    op.drop_table("summary")
