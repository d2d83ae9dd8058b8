"""A practice that is to be removed stays open until then; words and hosts of one that was are nobody's for ever."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, open_to_app

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("practice", sa.Column("leaving_said_at", MOMENT, nullable=True))
    op.execute("update practice set paused_at = null where leaves_at is not null")
    with op.batch_alter_table("practice_slug") as table:
        table.alter_column("leads_to", existing_type=sa.Uuid(), nullable=True)
    op.create_table(
        "practice_host",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("leads_to", sa.Uuid(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["leads_to"], ["practice.id"], name=op.f("fk_practice_host_leads_to_practice")),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_practice_host")),
    )
    op.create_index(op.f("ix_practice_host_leads_to"), "practice_host", ["leads_to"], unique=False)
    op.execute(
        "insert into practice_host (host, leads_to, since)"
        " select host, id, made_at from practice where host is not null"
    )
    open_to_app("practice_host")
    if op.get_bind().dialect.name == "postgresql":  # a session that was proved again goes on under another cookie
        op.execute(f'grant update (cookie_hash) on operator_session to "{app_role()}"')


def downgrade() -> None:
    op.drop_table("practice_host")
    op.execute("delete from practice_slug where leads_to is null")
    with op.batch_alter_table("practice_slug") as table:
        table.alter_column("leads_to", existing_type=sa.Uuid(), nullable=False)
    op.drop_column("practice", "leaving_said_at")
