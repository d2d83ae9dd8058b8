"""What operators do is written down: a trail of the installation's own, to which the application can only add."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, open_to_app

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

TABLE, HEAD = "operator_act", "operator_act_head"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{TABLE}")),
    )
    op.create_table(
        HEAD,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{HEAD}")),
    )
    open_to_app(TABLE, HEAD)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'revoke update, delete on "{TABLE}" from "{app_role()}"')
        op.execute(f'revoke delete on "{HEAD}" from "{app_role()}"')


def downgrade() -> None:
    op.drop_table(HEAD)
    op.drop_table(TABLE)
