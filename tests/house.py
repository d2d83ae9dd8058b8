"""The house's tables as tests find them: emptied quickly, and filled again with what was seen in them once."""

from sqlalchemy import create_engine, insert, select, text

from config import Settings
from portal.core.db import db
from tests import services

Rows = dict[str, list[dict[str, object]]]


def empty(settings: Settings) -> None:
    """Take every row away, whoever guards it."""
    engine = _engine(settings)
    with engine.begin() as connection:
        full = [name for name in _tables() if connection.execute(text(f'select 1 from "{name}" limit 1')).first()]
        for name in full:  # not TRUNCATE: on PostgreSQL it makes new files for every table
            connection.execute(text(f'delete from "{name}"'))
    engine.dispose()


def rows(settings: Settings) -> Rows:
    """Every row of every table."""
    engine = _engine(settings)
    with engine.begin() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in db.metadata.sorted_tables
        }
    engine.dispose()
    return {name: of_it for name, of_it in found.items() if of_it}


def fill(settings: Settings, lived: Rows) -> None:
    """Put these rows into empty tables."""
    engine = _engine(settings)
    with engine.begin() as connection:
        for name, of_it in lived.items():
            connection.execute(insert(db.metadata.tables[name]), of_it)
    engine.dispose()


def _tables() -> list[str]:
    return [table.name for table in reversed(db.metadata.sorted_tables)]


def _engine(settings: Settings):
    """The database as whoever runs the server has it: no guard of rows, no order of keys."""
    if not settings.owner_database_url.startswith("postgresql"):
        return create_engine(settings.owner_database_url)
    address = settings.owner_database_url.replace(services.OWNER, services.SUPERUSER, 1)
    return create_engine(address, connect_args={"options": "-c session_replication_role=replica"})
