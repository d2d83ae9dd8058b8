"""Questions: that a therapist asked one, and that a client keeps a book of theirs; what they say is in the vault."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("asked", "client_id"),
        _person("asked", "therapist_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
    )
    for columns in (["client_id"], ["therapist_id", "client_id"]):
        name = op.f(f"ix_asked_practice_id_{'_'.join(columns)}")
        op.create_index(name, "asked", ["practice_id", *columns], unique=False)
    protect("asked")
    op.create_table(
        "prompt_book",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        _person("prompt_book", "client_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_book")),
        sa.UniqueConstraint("practice_id", "client_id", name=op.f("uq_prompt_book_practice_id_client_id")),
    )
    protect("prompt_book")


def downgrade() -> None:
    op.drop_table("prompt_book")
    op.drop_table("asked")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id", column],
        ["person.practice_id", "person.id"],
        name=op.f(f"fk_{table}_practice_id_{column}_person"),
    )
