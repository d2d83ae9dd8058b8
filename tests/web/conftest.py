"""A database that can be taken away and brought back, as an update or a full disk does it."""

import os

import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from portal.core.db import db
from tests.services import POSTGRES, Postgres


class Database:
    """The database of this house. `leave` makes it unreachable, with every open connection; `come_back` mends that."""

    def __init__(self, settings, apps):
        self.settings, self.apps = settings, apps
        self.folder, self.aside = settings.data_dir, settings.data_dir.with_suffix(".away")

    def leave(self):
        if self.settings.database_url.startswith("sqlite"):
            self._forget_connections()
            self.folder.rename(self.aside)
        else:
            self._allow(connections=False)

    def come_back(self):
        if self.settings.database_url.startswith("sqlite"):
            self.aside.rename(self.folder)
        else:
            self._allow(connections=True)

    def make_sure_it_is_there(self):
        if not self.settings.database_url.startswith("sqlite"):
            self._allow(connections=True)
        elif self.aside.exists():
            self.come_back()
        self._forget_connections()

    def _forget_connections(self):
        for app in self.apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()

    def _allow(self, *, connections):
        name = make_url(self.settings.database_url).database
        with Postgres(os.environ[POSTGRES]).superuser() as server:
            permit = sql.SQL("alter database {} allow_connections {}")
            server.execute(permit.format(sql.Identifier(name), sql.Literal(connections)))
            if not connections:
                server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])


@pytest.fixture
def database(house, settings):
    found = Database(settings, [house])
    yield found
    found.make_sure_it_is_there()


@pytest.fixture
def no_connections_left(settings):
    """PostgreSQL that takes no more connections of the application: it answers, and says no."""
    name = make_url(settings.database_url).database

    def limit(number):
        with Postgres(os.environ[POSTGRES]).superuser() as server:
            words = sql.SQL("alter database {} connection limit {}")
            server.execute(words.format(sql.Identifier(name), sql.Literal(number)))

    limit(0)
    yield
    limit(-1)
