"""Until when the record of somebody stays who has gone; and the one way in which it can be erased."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

# The application may not take a line from the record. This may, with the rights of the tables' owner, and does so only
# of a client who is noted as gone.
ERASE = """
CREATE FUNCTION erase_record(of_practice uuid, of_client uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF of_practice IS DISTINCT FROM nullif(current_setting('app.practice', true), '')::uuid OR NOT EXISTS (
        SELECT 1 FROM retention
        WHERE practice_id = of_practice AND client_id = of_client AND gone_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the record stays' USING ERRCODE = '42501';
    END IF;
    DELETE FROM addendum USING summary WHERE summary.practice_id = of_practice AND summary.client_id = of_client
        AND addendum.practice_id = of_practice AND addendum.summary_id = summary.id;
    DELETE FROM summary_final USING summary WHERE summary.practice_id = of_practice AND summary.client_id = of_client
        AND summary_final.practice_id = of_practice AND summary_final.summary_id = summary.id;
    DELETE FROM progress_addendum WHERE practice_id = of_practice AND client_id = of_client;
    DELETE FROM progress_note WHERE practice_id = of_practice AND client_id = of_client;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("early_reason", sa.String(), nullable=True),
        sa.Column("early_by_id", sa.Uuid(), nullable=True),
        sa.Column("early_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_retention_practice_id_client_id_person"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "client_id", name=op.f("pk_retention")),
    )
    op.create_index(
        op.f("ix_retention_practice_id_gone_at_last_on"), "retention", ["practice_id", "gone_at", "last_on"]
    )
    protect("retention")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ERASE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION erase_record(uuid, uuid)")
    op.drop_table("retention")
