"""An archive of one practice, as it is stored: each table as lines of JSON, what is sealed still sealed; a manifest.

It holds what the database holds, so it is as private as a backup: names and dates in clear, words as ciphertext that
opens only with the people's own keys and this installation's pepper, which is not in it.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import Base, Tenanted, db, unit_of_work
from portal.core.errors import NotFound
from portal.core.jobs import Job
from portal.core.keyring import ring
from portal.domain import limits, outbox
from portal.domain.audit import Event, record
from portal.domain.operators import acts
from portal.domain.operators.acts import Act
from portal.domain.operators.care import one
from portal.domain.operators.coming_in import OnDuty
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.models.operators import Operator
from portal.models.practices import Practice

FOLDER = "archives"
STAMP = len("2026-01-31-235959")
ROWS_AT_ONCE = 500
PART = ".part"  # how the name of one that is not whole ends
SLOW_AFTER = timedelta(minutes=2)
LEFT_AFTER = timedelta(hours=4)  # longer than three tries can take
FORMAT = "harbour-practice-1"


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that was made: its name, when, its size in bytes. `number`: the moment in its name, as digits."""

    name: str
    number: int
    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Making:
    """An archive that was asked for. `number`: of the file, once it is there."""

    job_id: UUID
    stage: State
    asked_at: datetime
    number: int
    is_slow: bool

    @property
    def is_under_way(self) -> bool:
        return self.stage not in (State.READY, State.FAILED)


def ask(who: OnDuty, practice_id: UUID) -> UUID:
    """Have the archive of a practice made, also of one that is closed. Asked while one is being made, it is that one.

    Returns:
        the job's id.

    Raises:
        NotFound: no such practice.
        TooSoon: many were asked for.
    """
    one(practice_id)
    with unit_of_work(practice_id):
        found = outbox.newest(Job.ARCHIVE_PRACTICE)
        if found and found[1].state not in (State.READY, State.FAILED):
            return found[0]
        limits.use_of(practice_id, who.operator_id, limits.Act.PRACTICE_ARCHIVE)
        acts.note(who.operator_id, Act.ARCHIVE_ASKED, practice_id)
        return outbox.later_for_operator(who.operator_id, practice_id, Job.ARCHIVE_PRACTICE)


def newest(practice_id: UUID) -> Making | None:
    """The archive that was asked for last, and how it stands."""
    with unit_of_work(practice_id, writes=False):
        found = outbox.newest(Job.ARCHIVE_PRACTICE)
    if found is None:
        return None
    job_id, at = found
    return Making(job_id, at.state, at.asked_at, _digits(_moment(at.asked_at)), now() - at.asked_at > SLOW_AFTER)


def begin(task: Task) -> Path:
    """In the worker: where this archive will lie; the same for each try, so that a second one takes the first's place.

    Raises:
        GivenUp: whoever asked does not run this any more.
        Overtaken: the job is no longer this worker's.
    """
    if db.session.scalar(select(Operator.id).where(Operator.id == task.asked_by, Operator.ended_at.is_(None))) is None:
        raise GivenUp(Problem.NOT_YOURS)
    outbox.go_on(task, State.DRAWING)
    asked_at = outbox.progress([task.id])[task.id].asked_at
    folder = _folder(task.practice_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{one(task.practice_id).slug}-{_moment(asked_at)}.zip"


def write(task: Task, path: Path) -> None:
    """Write it beside its place, from one look at the database; each try a file of its own, as an earlier may wake."""
    with zipfile.ZipFile(_begun(task, path), "w", zipfile.ZIP_DEFLATED) as file:
        _fill(file, task.practice_id, now())


def keep(task: Task, path: Path) -> None:
    """It is whole: put it in its place, and end the job, with a line in the practice's trail. Raises Overtaken."""
    outbox.finish(task)
    record(None, Event.PRACTICE_ARCHIVED, task.practice_id, operator=task.asked_by)
    begun = _begun(task, path)
    begun.chmod(0o600)
    begun.replace(path)
    for left in path.parent.glob(f"{path.stem}.*{PART}"):
        left.unlink(missing_ok=True)


def of(practice_id: UUID) -> list[Archive]:
    """The archives of a practice that lie here, the newest first."""
    return sorted(
        (_seen(path) for path in _folder(practice_id).glob("*.zip")), key=lambda each: each.name, reverse=True
    )


def fetch(who: OnDuty, practice_id: UUID, number: int) -> Path:
    """Where an archive lies, for the operator who takes it along. Raises NotFound: there is none of that number."""
    path = path_of(practice_id, number)
    acts.note_alone(who.operator_id, Act.ARCHIVE_FETCHED, practice_id)
    return path


def path_of(practice_id: UUID, number: int) -> Path:
    """Where an archive lies. Raises NotFound: there is none of that number."""
    found = next((path for path in _folder(practice_id).glob("*.zip") if _number(path) == number), None)
    if found is None:
        raise NotFound
    return found


def forget(practice_id: UUID) -> None:
    """Delete every archive of a practice."""
    folder = _folder(practice_id)
    for path in folder.glob("*"):
        path.unlink()
    if folder.exists():
        folder.rmdir()


def sweep() -> None:
    """Delete what lies here of practices that are gone, and files that were begun and never became whole."""
    with unit_of_work(None, writes=False):
        stay = {str(practice_id) for practice_id in db.session.scalars(select(Practice.id))}
    for folder in (ring().data_dir / FOLDER).glob("*"):
        if folder.name not in stay:
            with suppress(ValueError):  # a folder that somebody else put there
                forget(UUID(folder.name))
    for begun in (ring().data_dir / FOLDER).glob(f"*/*{PART}"):
        if now().timestamp() - begun.stat().st_mtime > LEFT_AFTER.total_seconds():
            begun.unlink(missing_ok=True)


def _begun(task: Task, path: Path) -> Path:
    return path.with_suffix(f".{task.attempt}{PART}")


def _fill(file: zipfile.ZipFile, practice_id: UUID, moment: datetime) -> None:
    tables, others = {}, {Practice: Practice.id, **dict(without_tenancy())}
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__tablename__):
        model: Any = mapper.class_
        if issubclass(model, Tenanted) or model in others:
            tables[model.__tablename__] = _table(file, model, others.get(model), practice_id)
    manifest = {
        "format": FORMAT,
        "practice": str(practice_id),
        "made_at": moment.isoformat(),
        "sealed": "Words are ciphertext; their keys open with people's passwords and this installation's pepper.",
        "tables": tables,
    }
    file.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))


def without_tenancy() -> Iterator[tuple[Any, Any]]:
    """Classes of rows that say whose they are in another way than by tenancy, and by which column."""
    for mapper in Base.registry.mappers:
        columns: Any = mapper.class_.__table__.c
        if "practice_id" in columns:
            continue
        for column in columns:
            if any(key.target_fullname == "practice.id" for key in column.foreign_keys):
                yield mapper.class_, getattr(mapper.class_, column.key)


def _table(file: zipfile.ZipFile, model: Any, whose: Any, practice_id: UUID) -> dict[str, Any]:
    """Write a table's rows of this practice; how many there were, and the digest of the file."""
    names, rows, told = [attribute.key for attribute in model.__mapper__.column_attrs], 0, hashlib.sha256()
    with file.open(f"{model.__tablename__}.jsonl", "w") as lines:
        for row in _rows(model, names, whose, practice_id):
            line = json.dumps(dict(zip(names, row, strict=True)), default=_plain, ensure_ascii=True).encode() + b"\n"
            told.update(line)
            lines.write(line)
            rows += 1
    return {"rows": rows, "sha256": told.hexdigest()}


def _rows(model: Any, names: list[str], whose: Any, practice_id: UUID) -> Iterator[Any]:
    query = select(*(getattr(model, name) for name in names))
    query = query if whose is None else query.where(whose == practice_id)
    keys = [model.__mapper__.get_property_by_column(column) for column in model.__mapper__.primary_key]
    yield from db.session.execute(query.order_by(*keys).execution_options(yield_per=ROWS_AT_ONCE))


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)


def _seen(path: Path) -> Archive:
    found = path.stat()
    return Archive(path.name, _number(path), datetime.fromtimestamp(found.st_mtime, now().tzinfo), found.st_size)


def _folder(practice_id: UUID) -> Path:
    return ring().data_dir / FOLDER / str(practice_id)


def _number(path: Path) -> int:
    """The moment in a file's name, as digits: its last part."""
    return _digits(path.stem[-STAMP:])


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d-%H%M%S}"


def _digits(words: str) -> int:
    return int("".join(sign for sign in words if sign.isdigit()) or 0)
