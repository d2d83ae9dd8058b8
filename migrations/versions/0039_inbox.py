"""What a reader has done with each version that is open to them. What therapists had opened counts as read."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENTS = ("read_at", "later_until", "shown_at", "was_read_at", "was_later_until")


def upgrade() -> None:
    op.create_table(
        "triage",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        *(sa.Column(moment, sa.DateTime(timezone=True), nullable=True) for moment in MOMENTS),
        sa.ForeignKeyConstraint(
            ["practice_id", "item_id"],
            ["item.practice_id", "item.id"],
            name=op.f("fk_triage_practice_id_item_id_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "reader_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_triage_practice_id_reader_id_person"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "reader_id", "item_id", name=op.f("pk_triage")),
    )
    op.create_index(op.f("ix_triage_practice_id_item_id"), "triage", ["practice_id", "item_id"])
    op.create_index(op.f("ix_triage_practice_id_reader_id_act_id"), "triage", ["practice_id", "reader_id", "act_id"])
    op.create_index(op.f("ix_triage_practice_id_shown_at"), "triage", ["practice_id", "shown_at"])
    _row_security("no force")
    op.execute(OPENED_IS_READ)
    _row_security("force")
    protect("triage")


def downgrade() -> None:
    op.drop_table("triage")


def _row_security(how: str) -> None:
    """It would hide every row from whoever migrates."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("opening", "membership"):
            op.execute(f"alter table {table} {how} row level security")


OPENED_IS_READ = """
    INSERT INTO triage (practice_id, reader_id, item_id, read_at)
    SELECT opening.practice_id, opening.reader_id, opening.item_id, opening.last_at
    FROM opening JOIN membership ON membership.practice_id = opening.practice_id
        AND membership.person_id = opening.reader_id AND membership.role = 'therapist'
"""
