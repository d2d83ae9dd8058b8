"""The database: one session, one transaction per unit of work, one practice at a time."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
    Uuid,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    registry,
    with_loader_criteria,
)
from sqlalchemy.sql.visitors import iterate

from portal.core.engines import writing
from portal.core.errors import NoTenant

LOST_RACES = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class names it
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class names it
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Base(DeclarativeBase):
    """Ground of every table: names for constraints from day one, one Python type per kind of column."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, bytes: LargeBinary, UUID: Uuid},
    )


class Tenanted:
    """A row that belongs to one practice and is invisible to every other."""

    practice_id: Mapped[UUID] = mapped_column()


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
Model = Base

log = logging.getLogger(__name__)


# ------------------------------------------------------------------ units of work


def begin(practice_id: UUID | None, *, writes: bool = True) -> None:
    """Start afresh for one practice (or none). A unit that writes takes SQLite's only write lock from the start."""
    db.session.rollback()
    db.session.expunge_all()
    db.session.info.clear()
    db.session.info["practice_id"] = practice_id
    writing.set(writes)


def commit() -> None:
    """Make it last; do what must stand before that, and then what was to happen only once the data is safe."""
    db.session.flush()
    for call in db.session.info.pop("before_commit", ()):
        call()
    db.session.commit()
    for of_this_unit in ("wrote", "held"):
        db.session.info.pop(of_this_unit, None)
    for call in db.session.info.pop("after_commit", ()):
        try:
            call()
        except Exception:
            log.exception("what was to follow a commit did not work")


def abandon() -> None:
    """Nothing of this unit happened."""
    db.session.rollback()
    db.session.expunge_all()
    for moment in ("wrote", "held", "before_commit", "after_commit"):
        db.session.info.pop(moment, None)


@contextmanager
def unit_of_work(practice_id: UUID | None, *, writes: bool = True) -> Iterator[None]:
    """Do everything or nothing, in one practice. One that only reads sees one moment, whatever it asks."""
    begin(practice_id, writes=writes)
    db.session.info["one_moment"] = not writes
    try:
        yield
        commit()
    except BaseException:
        abandon()
        raise


def before_commit(call: Callable[[], None]) -> None:
    """Have this done last of all before the unit of work is committed; what it raises undoes the unit."""
    db.session.info.setdefault("before_commit", []).append(call)


def after_commit(call: Callable[[], None]) -> None:
    """Have this done when, and only when, the unit of work has been committed."""
    db.session.info.setdefault("after_commit", []).append(call)


def let_go() -> None:
    """End the transaction before slow work (a password hash), so that it holds neither lock nor connection.

    Raises:
        RuntimeError: something was already written; half a unit would be made to last.
    """
    session = db.session
    if session.info.get("wrote") or session.new or session.dirty or session.deleted:
        raise RuntimeError("this unit has already written")
    session.commit()


def add_new(*rows: Base) -> bool:
    """Add rows; False, and nothing is added, where one of their ids or places is taken: sent twice, or two at once."""
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError:
        return False
    return True


def practice_id() -> UUID | None:
    """The practice this unit of work belongs to."""
    found: UUID | None = db.session.info.get("practice_id")
    return found


def check_role() -> None:
    """On PostgreSQL the application may neither own its tables nor pass by row security.

    Raises:
        NoTenant: it may; the second lock would stand open.
    """
    begin(None, writes=False)
    if db.engine.dialect.name == "postgresql" and db.session.scalar(_TOO_STRONG):
        raise NoTenant("The application's database role owns tables or bypasses row security: see docs/OPERATING.md.")
    abandon()


def lost_a_race(problem: BaseException) -> bool:
    """Whether a unit failed only because another was quicker, so that doing it again may succeed."""
    if not isinstance(problem, DBAPIError):
        return False
    return "database is locked" in str(problem.orig) or getattr(problem.orig, "sqlstate", None) in LOST_RACES


def is_away(problem: BaseException) -> bool:
    """Whether the database could not be reached or could not answer: stopped, full, out of connections, its file gone.

    A mistake in a statement is none of these: PostgreSQL has another class for it, SQLite a code.
    """
    if not isinstance(problem, DBAPIError):
        return isinstance(problem, NoConnectionLeft)
    code = getattr(problem.orig, "sqlite_errorcode", None)
    is_mistake = code is not None and code & 0xFF == sqlite3.SQLITE_ERROR  # the lowest byte names the kind
    return problem.connection_invalidated or (isinstance(problem, OperationalError) and not is_mistake)


# ------------------------------------------------------------------ one practice at a time


@event.listens_for(db.session, "do_orm_execute")
def _keep_to_the_practice(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info["wrote"] = True
    if not _names_a_tenanted_table(state.statement):
        return
    practice: Any = state.session.info.get("practice_id")
    if practice is None:
        raise NoTenant("a practice's rows were named outside any practice")
    if not state.is_orm_statement and not (state.is_select and state.bind_mapper):
        raise NoTenant("a practice's table was named without its model")
    if state.is_insert or state.is_update:
        _write_only_here(state, practice)
    if state.is_insert:
        return
    state.statement = state.statement.options(
        with_loader_criteria(Tenanted, lambda cls: cls.practice_id == practice, include_aliases=True)
    )


def _names_a_tenanted_table(statement: Any) -> bool:
    if isinstance(getattr(statement, "table", None), Table) and "practice_id" in statement.table.c:
        return True
    return any(isinstance(part, Table) and "practice_id" in part.c for part in iterate(statement))


def _write_only_here(state: ORMExecuteState, practice: UUID) -> None:
    """An insert names the practice in every row; an update does not name another."""
    given = state.parameters
    rows: list[Any] = list(given) if isinstance(given, list | tuple) else [given or _values(state.statement)]
    unnamed = None if state.is_insert else practice
    if not rows or any(row.get("practice_id", unnamed) != practice for row in rows):
        raise NoTenant("rows of another practice were about to be written")


def _values(statement: Any) -> dict[str, Any]:
    return {column.key: getattr(bound, "value", bound) for column, bound in (statement._values or {}).items()}  # noqa: SLF001 - no public door


@event.listens_for(db.session, "before_flush")
def _write_only_in_the_practice(session: Session, *_: Any) -> None:
    for row in (row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, Tenanted)):
        history = inspect(row).attrs.practice_id.history
        if {row.practice_id, *history.deleted} != {session.info.get("practice_id")}:
            raise NoTenant(f"a {type(row).__name__} of another practice was about to be written")


@event.listens_for(db.session, "after_flush")
def _remember_the_write(session: Session, *_: Any) -> None:
    session.info["wrote"] = True


@event.listens_for(db.session, "after_begin")
def _tell_the_database(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Second lock: row security in PostgreSQL reads this setting; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        if session.info.get("one_moment"):  # as SQLite does by itself; must be said before the first question
            connection.exec_driver_sql("set transaction isolation level repeatable read")
        connection.execute(_SET_PRACTICE, {"practice": str(session.info.get("practice_id") or "")})


_TOO_STRONG = text(
    "select rolsuper or rolbypassrls"
    " or exists (select from pg_class where relname = 'person' and relowner = pg_roles.oid)"
    " from pg_roles where rolname = current_user"
)
_SET_PRACTICE = text("select set_config('app.practice', :practice, true)")
