"""Summaries that are final, what amends them, and to whom they were given; drafts that were removed."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, protect

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

NEW = (("summary", "removed_at"), ("quotation", "withdrawn_at"))


def upgrade() -> None:
    for table, column in NEW:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "summary_final",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("summary_final", ["summary_id"], "summary", ["id"]),
        _points("summary_final", ["item_id"], "item", ["id"]),
        sa.PrimaryKeyConstraint("practice_id", "summary_id", name=op.f("pk_summary_final")),
    )
    op.create_table(
        "addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("page_item_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _points("addendum", ["summary_id"], "summary_final", ["summary_id"]),
        _points("addendum", ["item_id"], "item", ["id"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
        sa.UniqueConstraint(
            "practice_id", "summary_id", "number", name=op.f("uq_addendum_practice_id_summary_id_number")
        ),
    )
    op.create_table(
        "summary_given",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_away_at", sa.DateTime(timezone=True), nullable=True),
        _points("summary_given", ["summary_id"], "summary_final", ["summary_id"]),
        _points("summary_given", ["client_id"], "person", ["id"]),
        sa.PrimaryKeyConstraint("practice_id", "summary_id", name=op.f("pk_summary_given")),
    )
    op.create_index(
        op.f("ix_summary_given_practice_id_client_id_given_at"),
        "summary_given",
        ["practice_id", "client_id", "given_at"],
    )
    protect("summary_final", "addendum", "summary_given")
    _only_added_to()


def downgrade() -> None:
    for table in ("summary_given", "addendum", "summary_final"):
        op.drop_table(table)
    for table, column in NEW:
        op.drop_column(table, column)


def _points(table: str, columns: list[str], to: str, there: list[str]) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_practice_id_{columns[0]}_{to}"
    own, other = ["practice_id", *columns], [f"{to}.practice_id", *(f"{to}.{column}" for column in there)]
    return sa.ForeignKeyConstraint(own, other, name=op.f(name))


def _only_added_to() -> None:
    """As the audit: what is final is neither changed nor removed; of an addendum only its page is made once more."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'revoke update, delete on summary_final, addendum from "{app_role()}"')
        op.execute(f'grant update (job_id, page_item_id) on addendum to "{app_role()}"')
