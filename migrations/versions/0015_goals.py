"""Goals and the looks at them: what must be asked for in clear."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_goal_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_goal_practice_id_id")),
    )
    op.create_index(
        op.f("ix_goal_practice_id_client_id_touched_at_id"),
        "goal",
        ["practice_id", "client_id", "touched_at", "id"],
        unique=False,
    )
    op.create_table(
        "goal_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_goal_rating_practice_id_client_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "goal_id"],
            ["goal.practice_id", "goal.id"],
            name=op.f("fk_goal_rating_practice_id_goal_id_goal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_rating")),
    )
    op.create_index(
        op.f("ix_goal_rating_practice_id_goal_id_at_id"),
        "goal_rating",
        ["practice_id", "goal_id", "at", "id"],
        unique=False,
    )
    protect("goal", "goal_rating")


def downgrade() -> None:
    op.drop_table("goal_rating")
    op.drop_table("goal")
