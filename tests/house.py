"""The house's tables as tests find them: emptied quickly, and filled again with what was seen in them once.

One connection for a whole session, as whoever runs the server has it: no guard of rows, no order of keys.
"""

import contextlib
import sqlite3
from collections.abc import Iterator

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from config import Settings
from portal.core.db import db
from tests import services


@contextlib.contextmanager
def tables_of(settings: Settings) -> Iterator["Sqlite | Postgresql"]:
    """All tables of this installation; `rows` are what `fill` puts into empty ones."""
    url = make_url(settings.owner_database_url)
    if url.get_backend_name() == "sqlite":
        yield Sqlite(url.database)
        return
    where = {"host": url.query["host"], "dbname": url.database, "user": services.SUPERUSER}
    found = Postgresql(where | {"options": "-c session_replication_role=replica"})
    yield found
    found.leave()


class Sqlite:
    """A connection for each call: here it costs nothing, and one that stayed would keep the log of writes alive."""

    def __init__(self, file: str):
        self._file = file

    def empty(self) -> None:
        with self._opened() as connection:
            for name in _names():
                connection.execute(f'delete from "{name}"')

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        with self._opened() as connection:
            found = {name: connection.execute(f'select * from "{name}"').fetchall() for name in _names()}
        return {name: of_it for name, of_it in found.items() if of_it}

    def fill(self, rows: dict[str, list[tuple[object, ...]]]) -> None:
        with self._opened() as connection:
            for name, of_it in rows.items():
                places = ", ".join("?" * len(of_it[0]))
                connection.executemany(f'insert into "{name}" values ({places})', of_it)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._file, timeout=20)) as connection, connection:
            connection.execute("pragma synchronous = off")  # nothing here outlives the run
            yield connection


class Postgresql:
    """One question for all tables: what is asked in between tests is asked thousands of times."""

    def __init__(self, where: dict[str, str]):
        self._where = where
        self._come()

    def _come(self) -> None:
        self._connection = psycopg.connect(autocommit=True, **self._where)
        # Not TRUNCATE: it makes new files for every table. A function, so that all is planned once.
        one = sql.SQL("if exists (select from {0}) then delete from {0}; end if;")
        body = sql.SQL("begin {} end").format(sql.SQL(" ").join(one.format(name) for name in self._tables()))
        make = sql.SQL("create function pg_temp.empty() returns void language plpgsql as {}")
        self._connection.execute(make.format(sql.Literal(body.as_string(self._connection))))

    def leave(self) -> None:
        self._connection.close()

    def empty(self) -> None:
        try:
            self._connection.execute("select pg_temp.empty()")
        except psycopg.OperationalError:  # a test has sent everybody away from the database
            self.leave()
            self._come()
            self._connection.execute("select pg_temp.empty()")

    def rows(self) -> str:
        """Statements that insert them all: the server writes every row down itself, and reads it again."""
        one = sql.SQL("insert into {0} select * from json_populate_recordset(null::{0}, {1});")
        told = []
        for table in self._tables():
            (of_it,) = self._connection.execute(sql.SQL("select json_agg(t)::text from {} t").format(table)).fetchone()
            if of_it:
                told.append(one.format(table, sql.Literal(of_it)).as_string(self._connection))
        return "begin; {} commit;".format(" ".join(told))

    def fill(self, rows: str) -> None:
        self._connection.execute(rows)

    def _tables(self) -> list[sql.Identifier]:
        return [sql.Identifier(name) for name in _names()]


def _names() -> list[str]:
    return [table.name for table in reversed(db.metadata.sorted_tables)]
