"""Which language somebody reads in, and which a practice offers. Empty: what their browser asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("language", sa.String(), nullable=False, server_default=""))
    op.add_column("practice_settings", sa.Column("languages", sa.String(), nullable=False, server_default="en de"))


def downgrade() -> None:
    op.drop_column("practice_settings", "languages")
    op.drop_column("person", "language")
