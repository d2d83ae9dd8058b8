"""What was noted after a session: that there is something, to be shared as a thing of its own."""

from uuid import uuid5

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KIND = "after-session"
AGENDA = sa.table("agenda", *(sa.column(name, sa.Uuid()) for name in ("id", "practice_id", "client_id")))
ITEM = sa.table(
    "item", sa.column("thing_id", sa.Uuid()), sa.column("kind", sa.String()), sa.column("version", sa.Integer())
)


def upgrade() -> None:
    table = op.create_table(
        "after_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_after_session_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_session")),
    )
    op.create_index(
        op.f("ix_after_session_practice_id_client_id"), "after_session", ["practice_id", "client_id"], unique=False
    )
    rows = _noted_so_far()
    if rows:
        op.bulk_insert(table, rows)
    protect("after_session")


def downgrade() -> None:
    op.drop_table("after_session")


def _noted_so_far() -> list[dict[str, object]]:
    """Of every practice: row security would hide them all from whoever migrates."""
    connection = op.get_bind()
    _row_security("no force")
    newest = sa.select(ITEM.c.thing_id, sa.func.max(ITEM.c.version).label("version")).where(ITEM.c.kind == KIND)
    versions = {row.thing_id: row.version for row in connection.execute(newest.group_by(ITEM.c.thing_id))}
    agendas = connection.execute(sa.select(AGENDA)).all() if versions else []
    _row_security("force")
    return [
        {
            "id": uuid5(row.id, KIND),
            "client_id": row.client_id,
            "agenda_id": row.id,
            "version": versions[uuid5(row.id, KIND)],
            "practice_id": row.practice_id,
        }
        for row in agendas
        if uuid5(row.id, KIND) in versions
    ]


def _row_security(how: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("item", "agenda"):
            op.execute(f"alter table {table} {how} row level security")
