"""A request to be let back in can say that its person begins anew, with new keys."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recovery_request", sa.Column("anew_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("recovery_request", "anew_at")
