"""For which name a passkey was made: under another one it answers nothing.

Those that are there count under the host their practice has now; nothing means the installation's own name, which no
migration knows. On their next use it is noted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

FILL = """
update factor set rp_id = (select host from practice where practice.id = factor.practice_id) where kind = 'passkey'
"""


def upgrade() -> None:
    op.add_column("factor", sa.Column("rp_id", sa.String(), nullable=True))
    is_forced = op.get_bind().dialect.name == "postgresql"  # row security would hide them all from whoever migrates
    if is_forced:
        op.execute("alter table factor no force row level security")
    op.execute(FILL)
    if is_forced:
        op.execute("alter table factor force row level security")


def downgrade() -> None:
    op.drop_column("factor", "rp_id")
