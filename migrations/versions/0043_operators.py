"""Operators, and what they arrange: a practice's own host, its pause, its end, and set-ups that can be resumed."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, open_to_app

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("practice", sa.Column("host", sa.String(), nullable=True))
    op.add_column("practice", sa.Column("country", sa.String(), nullable=True))
    op.add_column("practice", sa.Column("paused_at", MOMENT, nullable=True))
    op.add_column("practice", sa.Column("leaves_at", MOMENT, nullable=True))
    op.create_index("uq_practice_host", "practice", ["host"], unique=True)
    op.drop_table("set_up")  # a printed token is printed anew by the next start
    op.create_table(
        "set_up",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_set_up")),
    )
    open_to_app("set_up")
    _operators()
    _rights()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function remove_rows(uuid, text)")
    for table in ("operator_tries", "operator_session", "operator"):
        op.drop_table(table)
    for column in ("until", "answers", "what", "id"):
        op.drop_column("set_up", column)
    op.drop_index("uq_practice_host", "practice")
    for column in ("leaves_at", "paused_at", "country", "host"):
        op.drop_column("practice", column)


def _operators() -> None:
    op.create_table(
        "operator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("check", sa.LargeBinary(), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_operator_sign_in_name")),
    )
    op.create_table(
        "operator_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_operator_session_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_session")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_operator_session_cookie_hash")),
    )
    op.create_index(op.f("ix_operator_session_operator_id"), "operator_session", ["operator_id"])
    op.create_table(
        "operator_tries",
        sa.Column("door", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_operator_tries")),
    )


def _rights() -> None:
    """The application signs operators in and makes accounts. It deletes none, and changes of one only what it must.

    Some rows it may add and never delete. When a practice is removed, one function that runs as the owner takes them:
    only of a practice that is due, and the trail last of all, when the practice itself is no longer there.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    app = app_role()
    op.execute(f'grant select, insert on operator to "{app}"')
    op.execute(f'grant update (last_step, ended_at) on operator to "{app}"')
    op.execute(f'grant select, insert, delete on operator_session to "{app}"')
    op.execute(f'grant update (seen_at, proved_at) on operator_session to "{app}"')
    op.execute(f'grant select, insert, update, delete on operator_tries to "{app}"')
    op.execute("""
        create function remove_rows(gone uuid, named text) returns void language plpgsql security definer
        set search_path = public, pg_temp as $$
        begin
            if not exists (select 1 from information_schema.columns
                           where table_schema = 'public' and table_name = named and column_name = 'practice_id') then
                raise exception 'not a table of practices';
            end if;
            if named = 'audit' and exists (select 1 from practice where id = gone) then
                raise exception 'the practice is still there';
            end if;
            if named <> 'audit'
               and not exists (select 1 from practice where id = gone and leaves_at <= clock_timestamp()) then
                raise exception 'the practice is not due';
            end if;
            execute format('delete from %I where practice_id = $1', named) using gone;
        end $$""")
    op.execute("revoke all on function remove_rows(uuid, text) from public")
    op.execute(f'grant execute on function remove_rows(uuid, text) to "{app}"')
