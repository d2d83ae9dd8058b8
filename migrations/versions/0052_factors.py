"""Second factors, half sessions, and devices that are known again."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

NEW = ("factor", "spare_code", "challenge", "half_session", "device")


def _moment(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id", "person_id"],
        ["person.practice_id", "person.id"],
        name=op.f(f"fk_{table}_practice_id_person_id_person"),
    )


def upgrade() -> None:
    op.create_table(
        "factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        _moment("made_at"),
        _moment("used_at", optional=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("factor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    op.create_index(op.f("ix_factor_practice_id_person_id"), "factor", ["practice_id", "person_id"])
    op.create_table(
        "spare_code",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        _person("spare_code"),
        sa.PrimaryKeyConstraint("practice_id", "person_id", "code_hash", name=op.f("pk_spare_code")),
    )
    op.create_table(
        "challenge",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        _person("challenge"),
        sa.PrimaryKeyConstraint("practice_id", "session_id", name=op.f("pk_challenge")),
    )
    op.create_table(
        "half_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _moment("started_at"),
        sa.Column("keys_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("half_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_session")),
        sa.UniqueConstraint("practice_id", "cookie_hash", name=op.f("uq_half_session_practice_id_cookie_hash")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        _moment("seen_at"),
        _moment("looked_at", optional=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("device"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint(
            "practice_id", "person_id", "cookie_hash", name=op.f("uq_device_practice_id_person_id_cookie_hash")
        ),
    )
    op.add_column("session", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column("session", sa.Column("browser", sa.String(), nullable=False, server_default=""))
    protect(*NEW)


def downgrade() -> None:
    with op.batch_alter_table("session") as session:
        session.drop_column("browser")
        session.drop_column("device_id")
    for table in reversed(NEW):
        op.drop_table(table)
