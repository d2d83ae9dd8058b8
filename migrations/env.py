"""How migrations run: as the role that owns the tables, one at a time, with a short wait for locks."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, text

from migrations.statistics import tell_sqlite
from portal import models  # noqa: F401 - fills the metadata
from portal.core.db import db

LOCK = 720_113  # any number, the same for every node


def run() -> None:
    owner_url = current_app.config["OWNER_DATABASE_URL"]
    engine = create_engine(owner_url)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.execute(text("set lock_timeout = '10s'"))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            tell_sqlite(connection)
            connection.commit()
    engine.dispose()


run()
