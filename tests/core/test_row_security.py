"""The second lock, on PostgreSQL alone: row security under the guard, and a role that cannot lift it."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.core.db import db, unit_of_work
from portal.core.errors import NoTenant
from portal.models.people import Person

READS, ADDS, CHANGES, DELETES = ["SELECT", "INSERT", "UPDATE", "DELETE"]
WITHOUT_TENANCY = {  # no policy stands on these: what the application may do with the whole table
    "practice": {READS, ADDS, CHANGES, DELETES},
    "practice_host": {READS, ADDS, CHANGES, DELETES},
    "practice_settings": {READS, ADDS, CHANGES, DELETES},
    "practice_slug": {READS, ADDS, CHANGES, DELETES},
    "set_up": {READS, ADDS, CHANGES, DELETES},
    "operator": {READS, ADDS},  # and change `last_step` and `ended_at`
    "operator_session": {READS, ADDS, DELETES},  # and change `cookie_hash`, `seen_at` and `proved_at`
    "operator_act": {READS, ADDS},
    "operator_act_head": {READS, ADDS, CHANGES},
    "operator_tries": {READS, ADDS, CHANGES, DELETES},
}
pytestmark = pytest.mark.on("postgresql")


def raw(statement, practice_id=None):
    """A statement past the session and its guard, as an injected one would be."""
    with db.engine.begin() as connection:
        if practice_id:
            connection.execute(text("select set_config('app.practice', :p, true)"), {"p": str(practice_id)})
        return (
            connection.execute(text(statement)).all()
            if statement.startswith("select")
            else connection.execute(text(statement))
        )


def test_row_security_holds_when_the_guard_is_gone(house, two):
    assert raw("select * from person") == []
    assert [row.name for row in raw("select name from person", two[0])] == ["here"]
    with pytest.raises(ProgrammingError):
        raw(
            "insert into person (id, practice_id, name, sign_in_name, time_zone, made_at)"
            f" values ('{uuid4()}', '{two[1]}', 'x', 'x', 'UTC', now())",
            two[0],
        )


def test_the_setting_does_not_outlive_its_transaction(house, two):
    with unit_of_work(two[0]):
        db.session.scalars(select(Person)).all()
    for _ in range(5):
        assert raw("select * from person") == []


def test_every_tenanted_table_forces_row_security_with_a_check(house):
    tenanted = {table.name for table in db.metadata.tables.values() if "practice_id" in table.c}
    forced = {row.relname for row in raw("select relname from pg_class where relrowsecurity and relforcerowsecurity")}
    policies = {
        row.tablename
        for row in raw(
            "select tablename from pg_policies where qual is not null and with_check is not null and cmd = 'ALL'"
        )
    }
    assert tenanted <= forced
    assert tenanted <= policies
    assert {table.name for table in db.metadata.tables.values()} - tenanted == set(WITHOUT_TENANCY)


def test_the_application_is_neither_owner_nor_above_row_security(house):
    (role,) = raw(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
    )
    assert not any(role)
    assert raw("select 1 from pg_tables where schemaname = 'public' and tableowner = current_user") == []
    assert raw("select 1 from pg_matviews") == []
    for statement in (
        "drop table person",
        "alter table person disable row level security",
        "truncate person",
        "create table x (y int)",
    ):
        with pytest.raises(ProgrammingError):
            raw(statement)


def test_the_application_may_only_add_to_the_audit_trail(house, two):
    for statement in ("update audit set event = 'x'", "delete from audit", "truncate audit"):
        with pytest.raises(ProgrammingError):
            raw(statement, two[0])


def test_the_house_refuses_to_open_as_a_role_that_is_too_strong(house, another_app, settings):
    with pytest.raises(NoTenant):
        another_app(database_url=settings.owner_database_url)


def test_the_application_may_do_with_tables_without_tenancy_only_what_it_must(house):
    for table, rights in WITHOUT_TENANCY.items():
        (row,) = raw(
            "select "
            + ", ".join(f"has_table_privilege('{table}', '{each}')" for each in (READS, ADDS, CHANGES, DELETES))
        )
        assert {each for each, may in zip((READS, ADDS, CHANGES, DELETES), row, strict=True) if may} == rights
    changeable = raw(
        "select table_name, column_name from information_schema.column_privileges"
        " where grantee = current_user and privilege_type = 'UPDATE' and table_name in ('operator', 'operator_session')"
    )
    assert {tuple(row) for row in changeable} == {
        ("operator", "last_step"),
        ("operator", "ended_at"),
        ("operator_session", "cookie_hash"),
        ("operator_session", "seen_at"),
        ("operator_session", "proved_at"),
    }


def test_the_function_that_removes_a_practice_touches_none_that_is_not_due(house, two):
    for statement in (
        f"select remove_rows('{two[0]}', 'audit')",
        f"select remove_rows('{two[0]}', 'person')",
        f"select remove_rows('{two[0]}', 'practice')",
        f"select remove_rows('{two[0]}', 'operator')",
    ):
        with pytest.raises(DBAPIError):
            raw(statement, two[0])
