"""What a client was told when something began to wait: who covers, and from when on that one is told; and pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

NEW = ("pass_on_at", "paused_at")


def upgrade() -> None:
    for column in NEW:
        op.add_column("signal", sa.Column(column, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in NEW:
        op.drop_column("signal", column)
