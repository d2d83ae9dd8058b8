"""Agendas: what must be asked for in clear."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_agenda_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda")),
    )
    op.create_index(
        op.f("ix_agenda_practice_id_client_id_closed_at_id"),
        "agenda",
        ["practice_id", "client_id", "closed_at", "id"],
        unique=False,
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        op.f("uq_agenda_open"),
        "agenda",
        ["practice_id", "client_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    protect("agenda")


def downgrade() -> None:
    op.drop_table("agenda")
