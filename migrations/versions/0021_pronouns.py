"""The pronouns somebody would like to be spoken of with, if they say any."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("pronouns", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("person", "pronouns")
