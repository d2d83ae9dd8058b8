"""What a page asks of the database: its statements, the rows they fetch, their plans, and how much work they are."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.engine import Engine

from portal.core.db import db, unit_of_work

NOT_A_QUESTION = re.compile(r"BEGIN|SAVEPOINT|RELEASE|ROLLBACK|select set_config|set transaction")
READS = re.compile(r"SELECT\b(?!.*\bFOR (NO KEY )?(UPDATE|SHARE|KEY SHARE))", re.DOTALL)
STEPS = 10  # SQLite tells us after so many instructions of its machine


@dataclass(frozen=True)
class Asked:
    statement: str
    values: object

    @property
    def reads(self):
        return bool(READS.match(self.statement))


@contextmanager
def questions():
    """`with questions() as asked:` ... each is a statement with its values, without the frame of the transaction."""
    asked = []

    def note(_connection, _cursor, statement, values, *_):
        if not NOT_A_QUESTION.match(statement):
            asked.append(Asked(statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def sqlite_steps():
    """`with sqlite_steps() as steps:` ... `steps.count`: instructions of SQLite's machine, whatever the clock says."""
    steps = _Steps()

    def look(connection, *_):
        connection.set_progress_handler(steps.add, STEPS)

    event.listen(Engine, "checkout", look)
    try:
        yield steps
    finally:
        event.remove(Engine, "checkout", look)
        db.engine.dispose()  # the connections that were looked at


def work_of(open_page):
    """The instructions a page takes when it is opened again."""
    open_page()
    with sqlite_steps() as steps:
        open_page()
    return steps.count


class _Steps:
    count = 0

    def add(self):
        self.count += STEPS


def rows(practice_id, asked):
    """How many rows the question fetches, by asking it again."""
    with unit_of_work(practice_id, writes=False):
        return len(db.session.connection().exec_driver_sql(asked.statement, asked.values).all())


@dataclass(frozen=True)
class Step:
    """A line such as "SEARCH entry USING INDEX ix_entry_id (practice_id=? AND ...)", and what it is part of."""

    line: str
    parent: int


def sqlite_plan(asked):
    """The steps of SQLite's plan."""
    with unit_of_work(None, writes=False):
        found = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.statement}", asked.values)
        return [Step(line, parent) for _, parent, _, line in found]


def postgresql_plan(practice_id, asked):
    """The nodes of PostgreSQL's plan, with the rows that each really looked at."""
    with unit_of_work(practice_id, writes=False):
        explain = f"explain (analyze, format json) {asked.statement}"
        found = db.session.connection().exec_driver_sql(explain, asked.values).scalar_one()
        return list(_nodes(found[0]["Plan"]))


def _nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
