"""A second step is offered to a client once: when they put the offer aside, or had one, is noted."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("offer_ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update person set offer_ended_at = joined_at where id in (select person_id from factor)")


def downgrade() -> None:
    op.drop_column("person", "offer_ended_at")
