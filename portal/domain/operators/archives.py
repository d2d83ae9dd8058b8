"""An archive of one practice, as it is stored: each table as lines of JSON, what is sealed still sealed; a manifest.

It holds what the database holds, so it is as private as a backup: names and dates in clear, words as ciphertext that
opens only with the people's own keys and this installation's pepper, which is not in it.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import Base, Tenanted, db, unit_of_work
from portal.core.errors import NotFound
from portal.core.keyring import ring
from portal.domain.audit import Event
from portal.domain.operators.care import note, one
from portal.domain.operators.coming_in import OnDuty
from portal.models.practices import Practice

FOLDER = "archives"
STAMP = len("2026-01-31-235959")
ROWS_AT_ONCE = 500
FORMAT = "harbour-practice-1"


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that was made: its name, when, its size in bytes. `number`: the moment in its name, as digits."""

    name: str
    number: int
    made_at: datetime
    size: int


def make(who: OnDuty, practice_id: UUID) -> Archive:
    """Write the archive of a practice into the data folder, and a line into its trail.

    Raises:
        NotFound: no such practice.
    """
    cared = one(practice_id)
    moment = now()
    folder = _folder(practice_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{cared.slug}-{moment:%Y-%m-%d-%H%M%S}.zip"
    with unit_of_work(practice_id):
        note(who, practice_id, Event.PRACTICE_ARCHIVED)
    begun = path.with_suffix(".part")
    try:
        with unit_of_work(practice_id, writes=False), zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as file:
            _as_one_moment()
            _fill(file, practice_id, moment)
        begun.chmod(0o600)
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
    return _seen(path)


def of(practice_id: UUID) -> list[Archive]:
    """The archives of a practice that lie here, the newest first."""
    return sorted(
        (_seen(path) for path in _folder(practice_id).glob("*.zip")), key=lambda each: each.name, reverse=True
    )


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
    """Delete what lies here of practices that are gone: whoever removed one was killed before the last step."""
    with unit_of_work(None, writes=False):
        stay = {str(practice_id) for practice_id in db.session.scalars(select(Practice.id))}
    for folder in (ring().data_dir / FOLDER).glob("*"):
        if folder.name not in stay:
            forget(UUID(folder.name))


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


def _as_one_moment() -> None:
    """All tables as they were at one moment: a reader of SQLite sees that anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


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
    return int("".join(sign for sign in path.stem[-STAMP:] if sign.isdigit()) or 0)
