"""The way back in: browsers that wait, when each way to the recovery key was tried, and whom each page tells of it."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

REQUEST = "recovery_request"


def upgrade() -> None:
    op.create_table(
        REQUEST,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        sa.Column("pairing", sa.LargeBinary(), nullable=False),
        sa.Column("browser_public_key", sa.LargeBinary(), nullable=False),
        sa.Column("browser_key_box", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("vetoed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", column],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_{REQUEST}_practice_id_{column}_person"),
            )
            for column in ("person_id", "approved_by", "second_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REQUEST}")),
        sa.UniqueConstraint("practice_id", "cookie_hash", name=op.f(f"uq_{REQUEST}_practice_id_cookie_hash")),
    )
    for column in ("person_id", "pairing"):
        op.create_index(op.f(f"ix_{REQUEST}_practice_id_{column}"), REQUEST, ["practice_id", column], unique=False)
    op.create_table(
        "recovery_drill",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("way_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_recovery_drill_practice_id_practice")),
        sa.PrimaryKeyConstraint("practice_id", "way_id", name=op.f("pk_recovery_drill")),
    )
    protect(REQUEST, "recovery_drill")
    op.add_column("person", sa.Column("told_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "told_until")
    op.drop_table("recovery_drill")
    op.drop_table(REQUEST)
