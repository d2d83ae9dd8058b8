"""Removing a practice with everything of it: each row of each table that belongs to it, its keys, and its archives.

Rows that the application may only add (the trail, what is final) are taken by one function of the database, which runs
as the owner, and only for a practice that is due. The trail goes last, when the practice itself is gone: nobody can cut
the trail of one that lives on. What stays are ids in `checkpoints.log` and `revocations.log`, and its words and hosts
as nobody's, so that what lies on paper never leads to another practice.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from portal.core.clock import now
from portal.core.db import Base, Tenanted, db, unit_of_work
from portal.core.errors import NotFound
from portal.domain import settings, vault
from portal.domain.operators import acts, archives, setting_up
from portal.domain.operators.acts import Act
from portal.models.audit import AuditHead, AuditRow
from portal.models.practices import Practice

DUE = timedelta(minutes=1)  # that a moment ago is the past on the database's own clock, too


def due() -> list[UUID]:
    """Practices whose grace is over."""
    with unit_of_work(None, writes=False):
        return list(db.session.scalars(select(Practice.id).where(Practice.leaves_at <= now() - DUE)))


def remove_made_up(practice_id: UUID, operator_id: UUID | None = None) -> None:
    """Remove a made-up practice at once: nobody's words are in it. Raises NotFound: it is a real one, or gone.

    Args:
        practice_id: which.
        operator_id: of the operator who does it; none, where its own made-up admin does.
    """
    with unit_of_work(None):
        query = update(Practice).where(Practice.id == practice_id, Practice.is_made_up)
        if not db.session.execute(query.values(leaves_at=now() - 2 * DUE)).rowcount:  # type: ignore[attr-defined]
            raise NotFound
        acts.note(operator_id, Act.MADE_UP_REMOVED, practice_id)
    remove(practice_id)


def remove_again(practice_id: UUID) -> None:
    """Remove at once a practice that was removed before, and came back with a backup."""
    with unit_of_work(None):
        db.session.execute(update(Practice).where(Practice.id == practice_id).values(leaves_at=now() - 2 * DUE))
    remove(practice_id)


def remove(practice_id: UUID) -> None:
    """Remove a practice that is due, in one transaction: all of it, or nothing.

    Raises:
        NotFound: there is none that is due.
    """
    with unit_of_work(practice_id):
        is_due = select(Practice.is_made_up).where(Practice.id == practice_id, Practice.leaves_at <= now() - DUE)
        is_made_up = db.session.scalar(is_due.with_for_update())
        if is_made_up is None:
            raise NotFound
        settings.spend(practice_id, for_ever=not is_made_up)
        vault.note("removed", [practice_id])
        acts.note(None, Act.PRACTICE_REMOVED, practice_id)
        setting_up.forget(practice_id)
        for model in _models():
            if model not in (AuditRow, AuditHead):
                _take(model, practice_id)
        for model, column in archives.without_tenancy():
            db.session.execute(delete(model).where(column == practice_id).execution_options(synchronize_session=False))
        db.session.execute(delete(Practice).where(Practice.id == practice_id))
        for trail in (AuditRow, AuditHead):
            _take(trail, practice_id)
    archives.forget(practice_id)


def _models() -> Iterator[Any]:
    """Every class of rows that belong to a practice, so that none goes before what points at it."""
    by_table: dict[str, Any] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for table in reversed(Base.metadata.sorted_tables):
        model = by_table.get(table.name)
        if model is not None and issubclass(model, Tenanted):
            yield model


def _take(model: Any, practice_id: UUID) -> None:
    if model is not AuditHead and db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.remove_rows(practice_id, model.__tablename__)))
    else:
        db.session.execute(delete(model).execution_options(synchronize_session=False))
