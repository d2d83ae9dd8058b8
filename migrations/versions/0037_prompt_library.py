"""The practice's own prompts, therapists' own ones, and programmes that can rest.

What a practice writes for its library stands in clear, for all of its therapists. A therapist's own are sealed; their
rows hold whose they are and how often they were changed.
"""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("asked", "measure_asked"):
        op.add_column(table, sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "prompt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("is_common", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "therapist_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_prompt_practice_id_therapist_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_prompt_practice_id_id")),
    )
    op.create_index(op.f("ix_prompt_practice_id_therapist_id"), "prompt", ["practice_id", "therapist_id"], unique=False)
    op.create_table(
        "prompt_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "prompt_id"],
            ["prompt.practice_id", "prompt.id"],
            name=op.f("fk_prompt_wording_practice_id_prompt_id_prompt"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "therapist_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_prompt_wording_practice_id_therapist_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_wording")),
        sa.UniqueConstraint(
            "practice_id", "prompt_id", "version", name=op.f("uq_prompt_wording_practice_id_prompt_id_version")
        ),
    )
    protect("prompt", "prompt_wording")


def downgrade() -> None:
    op.drop_table("prompt_wording")
    op.drop_table("prompt")
    for table in ("asked", "measure_asked"):
        op.drop_column(table, "paused_at")
