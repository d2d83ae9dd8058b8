"""Row security in PostgreSQL: each tenanted table shows a transaction only the practice it named."""

from alembic import op
from flask import current_app
from sqlalchemy import make_url

HERE = "practice_id = nullif(current_setting('app.practice', true), '')::uuid"


def app_role() -> str:
    """The role the application connects as; it neither owns the tables nor bypasses row security."""
    return make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).username or ""


def protect(*tables: str) -> None:
    """ENABLE and FORCE row security, with a policy for reading and for writing, and give the application its rights."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f'alter table "{table}" enable row level security')
        op.execute(f'alter table "{table}" force row level security')
        op.execute(f'create policy practice on "{table}" using ({HERE}) with check ({HERE})')
        rights = "select, insert" if table == "audit" else "select, insert, update, delete"
        op.execute(f'grant {rights} on "{table}" to "{app_role()}"')


def open_to_app(*tables: str) -> None:
    """Tables without tenancy: plain rights."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            op.execute(f'grant select, insert, update, delete on "{table}" to "{app_role()}"')
