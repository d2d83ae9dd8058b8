"""The servers of the tests themselves: what they promise to every other test."""

import os

import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from tests import services


@pytest.fixture
def addresses(worker_id):
    """A database of its own on the server of this run; skipped where this run was asked for SQLite only."""
    if services.POSTGRES not in os.environ:
        pytest.skip(os.environ.get(services.POSTGRES_MISSING, "this run was asked for SQLite only"))
    yield services.new_database(f"services_{worker_id}")
    with services.Postgres(os.environ[services.POSTGRES]).superuser() as connection:
        connection.execute(f"drop database services_{worker_id} with (force)")


def ask(address, question):
    """What the database answers; nothing when it was told to do something."""
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            answer = connection.execute(text(question))
            return answer.all() if answer.returns_rows else None
    finally:
        engine.dispose()


def test_the_application_neither_owns_nor_bypasses_anything(addresses):
    rights = "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"

    assert ask(addresses[1], rights) == [(False, False, False, False)]


def test_the_owner_may_migrate_and_see_all_rows_and_no_more(addresses):
    rights = "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"

    assert ask(addresses[0], rights) == [(False, True, False, False)]


def test_the_application_cannot_make_a_table(addresses):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(addresses[1], "create table mine (id int)")


def test_a_new_database_is_a_copy_of_its_template_and_forgets_what_had_its_name(addresses, worker_id):
    server = services.Postgres(os.environ[services.POSTGRES])
    ask(addresses[0], "create table kept (id int)")
    copy = f"copy_{worker_id}"

    owner, _ = services.new_database(copy, template=f"services_{worker_id}")
    assert ask(owner, "select count(*) from kept") == [(0,)]
    owner, _ = services.new_database(copy)
    assert ask(owner, "select count(*) from pg_tables where tablename = 'kept'") == [(0,)]

    with server.superuser() as connection:
        connection.execute(f"drop database {copy} with (force)")


def test_no_server_listens_on_the_network(addresses):
    assert ask(addresses[0], "show listen_addresses") == [("",)]
    with redis.Redis.from_url(os.environ[services.REDIS]) as client:
        assert client.config_get("port") == {"port": "0"}


def test_the_binaries_the_developer_names_come_first(monkeypatch, tmp_path):
    for name in ("initdb", "postgres"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    assert services.postgres_binaries() == tmp_path


def test_a_server_that_does_not_start_says_why(tmp_path):
    with (
        pytest.raises(services.NoServer, match="no such folder"),
        services._serving(["/bin/sh", "-c", "echo no such folder; exit 1"], tmp_path / "log", 15) as process,
    ):
        services._wait(process, lambda: False, tmp_path / "log")


def test_a_database_left_open_by_somebody_is_replaced_all_the_same(addresses, worker_id):
    engine = create_engine(addresses[1])
    with engine.connect() as connection:
        connection.execute(text("select 1"))
        services.new_database(f"services_{worker_id}")
        with pytest.raises(OperationalError, match="terminat"):
            connection.execute(text("select 1"))
    engine.dispose()
