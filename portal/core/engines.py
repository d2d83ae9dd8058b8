"""The manners of the two databases: what each connection is told before anybody asks it anything."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-4000",
    "temp_store=MEMORY",
    "mmap_size=33554432",
)
writing: ContextVar[bool] = ContextVar("writing", default=True)  # whether what begins now is going to write


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Plan each question for who asks it: a plan kept from a small practice can take seconds in a large one."""
    if type(connection).__module__.startswith("psycopg"):
        connection.prepare_threshold = None


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
