"""How fast somebody may ask for what costs much."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.LargeBinary(), nullable=False),
        sa.Column("paid_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "door", name=op.f("pk_pace")),
    )
    protect("pace")


def downgrade() -> None:
    op.drop_table("pace")
