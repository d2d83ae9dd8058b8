"""The size of a summary in kB, as its page says it: to the byte, the table would tell more than the page."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _all_rows("update summary set size = (size + 1023) / 1024 where size is not null")


def downgrade() -> None:
    _all_rows("update summary set size = size * 1024 where size is not null")


def _all_rows(statement: str) -> None:
    """In every practice: row security would hide them all from whoever migrates."""
    is_forced = op.get_bind().dialect.name == "postgresql"
    if is_forced:
        op.execute("alter table summary no force row level security")
    op.execute(statement)
    if is_forced:
        op.execute("alter table summary force row level security")
