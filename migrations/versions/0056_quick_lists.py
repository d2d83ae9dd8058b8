"""Summaries about one client, and people of one role, are found without looking at those of everybody else."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

INDICES = (("summary", "client_id"), ("membership", "role"))


def upgrade() -> None:
    for table, column in INDICES:
        op.create_index(op.f(f"ix_{table}_practice_id_{column}"), table, ["practice_id", column])


def downgrade() -> None:
    for table, column in INDICES:
        op.drop_index(op.f(f"ix_{table}_practice_id_{column}"), table_name=table)
