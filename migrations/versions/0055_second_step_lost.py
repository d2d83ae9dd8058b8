"""Whoever is helped back in may have lost their second step, too: an officer's word, under the request's stamp."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recovery_request", sa.Column("factors_lost_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("recovery_request", "factors_lost_at")
