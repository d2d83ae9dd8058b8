"""Drafts: that somebody is writing something; the words are in the vault."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("window", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "person_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_draft_practice_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "practice_id", "person_id", "about_id", name=op.f("uq_draft_practice_id_person_id_about_id")
        ),
    )
    protect("draft")


def downgrade() -> None:
    op.drop_table("draft")
