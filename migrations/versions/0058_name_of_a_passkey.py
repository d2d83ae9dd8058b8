"""For which name a passkey was made: under another one it answers nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("factor", sa.Column("rp_id", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("factor", "rp_id")
