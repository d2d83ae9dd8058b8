"""The list of what was taken back, kept beside the database: a restored backup must not give it again."""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from portal.core.clock import now
from portal.core.db import before_commit
from portal.core.keyring import ring
from portal.domain.vault.seals import here

FILE = "revocations.log"
What = Literal["ended", "unshared", "forgotten", "shredded", "unheld", "gone", "removed"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the list. `at` is cut to the second."""

    at: datetime
    practice_id: UUID
    what: What
    id: UUID
    under: UUID | None


def note(what: What, ids: Iterable[UUID], under: UUID | None = None) -> None:
    """Add lines `time practice what id [grant]` just before the unit of work is committed; ids only.

    Before and not after: a process killed between the two then leaves a line too many, which takes back what its owner
    meant to take back, and never one too few, which would give it again.

    Args:
        what: a consent ended, an item taken from under a consent, a thing erased, a principal shredded or not held any
            more by another; a person whose account went for good, a practice that was removed.
        ids: of the grants, items, things, principals, people or practices.
        under: for items, the consent; for principals, whoever held them.
    """
    stem, tail = f"{now().isoformat(timespec='seconds')} {here()} {what}", f" {under}" if under else ""
    lines = "".join(f"{stem} {one}{tail}\n" for one in ids)
    if lines:
        before_commit(lambda: _append(lines))


def noted_since(moments: Mapping[UUID, datetime]) -> Iterator[Noted]:
    """The lines of each of these practices from its moment on, in order. A torn line says nothing."""
    path = ring().data_dir / FILE
    if not path.exists():
        return
    begins = {str(practice_id): moment.isoformat(timespec="seconds") for practice_id, moment in moments.items()}
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            at, practice, *rest = line.split()[:5] or ("", "")
            if at >= begins.get(practice, "~") and (found := _read(at, practice, rest)):
                yield found


def _read(at: str, practice: str, rest: list[str]) -> Noted | None:
    with suppress(ValueError):
        what, one, *under = rest
        known: What | None = next((each for each in get_args(What) if each == what), None)
        if known:
            return Noted(
                datetime.fromisoformat(at), UUID(practice), known, UUID(one), UUID(under[0]) if under else None
            )
    return None


def _append(lines: str) -> None:
    """One write to a file opened for appending: lines of two processes do not mix.

    Where it cannot be written, what was to be taken back is taken back all the same, and the log says what is missing.
    """
    try:
        handle = os.open(ring().data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        log.exception("%s could not be written; these lines are missing from it: %s", FILE, lines)
