"""What a practice sets for itself, and the words that lead to it."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import open_to_app

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leave_url", sa.String(), nullable=False),
        sa.Column("record_years", sa.Integer(), nullable=False),
        sa.Column("keep_closed_days", sa.Integer(), nullable=False),
        sa.Column("invitation_days", sa.Integer(), nullable=False),
        sa.Column("staff_factor", sa.String(), nullable=False),
        sa.Column("clients_factor_required", sa.Boolean(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("reads_on", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["practice.id"], name=op.f("fk_practice_settings_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_settings")),
    )
    op.create_table(
        "practice_slug",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("leads_to", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["leads_to"], ["practice.id"], name=op.f("fk_practice_slug_leads_to_practice")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_practice_slug")),
    )
    op.create_index(op.f("ix_practice_slug_leads_to"), "practice_slug", ["leads_to"], unique=False)
    op.execute("insert into practice_slug (slug, leads_to, since) select slug, id, made_at from practice")
    open_to_app("practice_settings", "practice_slug")


def downgrade() -> None:
    op.drop_table("practice_slug")
    op.drop_table("practice_settings")
