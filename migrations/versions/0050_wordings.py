"""A practice's own words for consent, and what clients agreed to on joining."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, protect

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "written_by_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_wording_practice_id_written_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint(
            "practice_id", "page", "language", "number", name=op.f("uq_wording_practice_id_page_language_number")
        ),
    )
    op.create_table(
        "agreement",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wording", sa.String(), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_agreement_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_agreement")),
    )
    protect("wording", "agreement")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'revoke update on "wording" from "{app_role()}"')  # consents stand under these words


def downgrade() -> None:
    op.drop_table("agreement")
    op.drop_table("wording")
