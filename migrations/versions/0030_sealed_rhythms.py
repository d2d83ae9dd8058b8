"""How often a question comes, and for which day, is sealed with its words: the two columns go.

A migration holds no keys, so what stood in them cannot be sealed after the fact. A question asked before stays, and
reads as asked once, without a day; its therapist sees that on their page and can ask it again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("asked", "rhythm")
    op.drop_column("asked", "due_on")


def downgrade() -> None:
    op.add_column("asked", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("asked", sa.Column("rhythm", sa.String(), nullable=False, server_default=sa.text("'once'")))
