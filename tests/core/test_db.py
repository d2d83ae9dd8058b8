"""The ground under every right: one practice at a time, all or nothing, whatever kind of statement asks."""

import threading
from datetime import datetime
from uuid import uuid4

import pytest
from flask import current_app
from sqlalchemy import Table, delete, exists, func, insert, select, union_all, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.core import db as database
from portal.core.db import db, unit_of_work
from portal.core.errors import NoTenant
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.practices import Practice

READS = {
    "rows": lambda: len(db.session.scalars(select(Person)).all()),
    "columns": lambda: len(db.session.execute(select(Person.name)).all()),
    "count of a table": lambda: db.session.scalar(select(func.count()).select_from(Person)),
    "count of a column": lambda: db.session.scalar(select(func.count(Person.id))),
    "exists": lambda: (
        len(db.session.execute(select(Practice.id).where(exists().where(Person.name == "there"))).all()) + 1
    ),
    "union": lambda: len(db.session.execute(union_all(select(Person.name), select(Person.name))).all()) // 2,
    "subquery": lambda: db.session.scalar(select(func.count()).select_from(select(Person.id).subquery())),
    "legacy query": lambda: db.session.query(Person).count(),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_every_kind_of_read_stays_in_its_practice(two, read):
    with unit_of_work(two[0]):
        assert read() == 1


def test_a_row_of_another_practice_is_not_found_by_its_id(two):
    with unit_of_work(two[1]):
        foreign = db.session.scalars(select(Person)).one().id
    with unit_of_work(two[0]):
        assert db.session.get(Person, foreign) is None


def test_nothing_is_remembered_from_the_practice_before(two):
    with unit_of_work(two[1]):
        foreign = db.session.scalars(select(Person)).one()
    with unit_of_work(two[0]):
        assert db.session.get(Person, foreign.id) is None


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_no_read_works_outside_every_practice(two, read):
    with pytest.raises(NoTenant), unit_of_work(None):
        read()


def test_a_table_named_without_its_model_is_refused(two):
    table = Person.__table__
    assert isinstance(table, Table)
    for statement in (
        select(table),
        select(table.c.name),
        table.insert().values(id=uuid4()),
        table.delete(),
        table.update(),
    ):
        with pytest.raises(NoTenant), unit_of_work(two[0]):
            db.session.execute(statement)


def test_a_bare_exists_is_refused_rather_than_answered_for_everybody(two):
    with pytest.raises(NoTenant), unit_of_work(two[0]):
        db.session.scalar(select(exists().where(Person.name == "there")))


def test_updates_and_deletes_touch_only_the_practice_at_work(two):
    with unit_of_work(two[0]):
        assert db.session.execute(update(Person).values(name="changed")).rowcount == 1
    with unit_of_work(two[1]):
        assert db.session.scalar(select(Person.name)) == "there"
    with unit_of_work(two[0]):
        assert db.session.execute(delete(Person)).rowcount == 1
    with unit_of_work(two[1]):
        assert db.session.scalar(select(func.count(Person.id))) == 1


def foreign_person(practice_id):
    return {"id": uuid4(), "practice_id": practice_id, "name": "x", "sign_in_name": str(uuid4())}


def test_a_row_for_another_practice_cannot_be_written(two):
    here, there = two
    with pytest.raises(NoTenant), unit_of_work(here):
        db.session.add(Person(**foreign_person(there)))
        db.session.flush()
    for statement in (insert(Person).values(**foreign_person(there)), insert(Person).values([foreign_person(there)])):
        with pytest.raises(NoTenant), unit_of_work(here):
            db.session.execute(statement)
    with pytest.raises(NoTenant), unit_of_work(here):
        db.session.execute(insert(Person), [foreign_person(here), foreign_person(there)])
    with pytest.raises(NoTenant), unit_of_work(here):
        db.session.execute(insert(Person), [{"id": uuid4(), "name": "x", "sign_in_name": "y"}])


def test_a_row_cannot_be_moved_to_another_practice(two):
    here, there = two
    with pytest.raises(NoTenant), unit_of_work(here):
        db.session.scalars(select(Person)).one().practice_id = there
        db.session.flush()
    with pytest.raises(NoTenant), unit_of_work(here):
        db.session.execute(update(Person).values(practice_id=there))


def test_raising_undoes_everything_and_forgets_what_was_to_follow(two):
    done = []
    with pytest.raises(ZeroDivisionError), unit_of_work(two[0]):
        db.session.execute(update(Person).values(name="changed"))
        database.after_commit(lambda: done.append(1))
        raise ZeroDivisionError
    with unit_of_work(two[0]):
        assert db.session.scalar(select(Person.name)) == "here"
    assert done == []


def test_what_follows_a_commit_happens_after_it(two):
    seen = []
    with unit_of_work(two[0]):
        db.session.execute(update(Person).values(name="changed"))
        database.after_commit(lambda: seen.append(db.session().in_transaction()))
    assert seen == [False]


def test_letting_go_ends_the_transaction_but_never_half_a_unit(two):
    with unit_of_work(two[0]):
        db.session.scalars(select(Person)).all()
        database.let_go()
        assert not db.session().in_transaction()
        assert db.session.scalar(select(Person.name)) == "here"
    with pytest.raises(RuntimeError), unit_of_work(two[0]):
        db.session.execute(update(Person).values(name="changed"))
        database.let_go()


def test_a_moment_without_a_zone_is_refused(two):
    with pytest.raises(Exception, match="without a time zone"), unit_of_work(two[0]):
        db.session.execute(update(Person).values(joined_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the fault under test


def test_every_unique_index_begins_with_the_practice():
    """A duplicate error must not tell what another practice holds; ids are random and tell nothing."""
    for table in db.metadata.tables.values():
        if "practice_id" not in table.c:
            continue
        groups = [
            list(constraint.columns)
            for constraint in table.constraints
            if type(constraint).__name__ == "UniqueConstraint"
        ]
        groups += [list(index.columns) for index in table.indexes]
        for columns in groups:
            assert columns[0].name == "practice_id", (table.name, [column.name for column in columns])


def test_a_pool_of_connections_never_crosses_practices(two):
    """Many requests of two practices in turn and at once; each sees its own."""
    seen, names = [], {two[0]: "here", two[1]: "there"}
    app = current_app._get_current_object()

    def visit(practice_id):
        with app.app_context():
            for _ in range(25):
                try:
                    with unit_of_work(practice_id, writes=False):
                        seen.append(db.session.scalar(select(Person.name)) == names[practice_id])
                        if len(seen) % 7 == 0:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
            db.session.remove()

    threads = [threading.Thread(target=visit, args=(two[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert all(seen)


def test_a_unit_that_only_reads_sees_one_moment(house, two):
    """Else a look at an audit chain finds a gap wherever somebody writes meanwhile, and an archive is of no moment."""

    def meanwhile(app):
        with app.app_context(), unit_of_work(two[0]):
            db.session.execute(update(Person).values(name="quicker"))

    with unit_of_work(two[0], writes=False):
        before = db.session.scalar(select(Person.name))
        thread = threading.Thread(target=meanwhile, args=(current_app._get_current_object(),))
        thread.start()
        thread.join()
        assert db.session.scalar(select(Person.name)) == before
    with unit_of_work(two[0], writes=False):
        assert db.session.scalar(select(Person.name)) == "quicker"


@pytest.mark.on("sqlite")
def test_a_reader_that_lost_a_race_is_recognised(house, two):
    """SQLite refuses to let a reader write after somebody else wrote; the request runs again as a writer."""
    database.begin(two[0], writes=False)
    db.session.scalars(select(Person)).all()

    def meanwhile(app):
        with app.app_context(), unit_of_work(two[0]):
            db.session.execute(update(Person).values(name="quicker"))

    other = threading.Thread(target=meanwhile, args=(house,))
    other.start()
    other.join()
    with pytest.raises(DBAPIError) as lost:
        db.session.execute(update(Person).values(name="slower"))
    assert database.lost_a_race(lost.value)
    assert not database.lost_a_race(IntegrityError("x", None, Exception("duplicate")))
    database.abandon()


def test_audit_rows_are_tenanted_too(two):
    with unit_of_work(two[0]):
        assert db.session.scalars(select(AuditRow)).all() == []
