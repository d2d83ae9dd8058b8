"""The list of what was taken back, kept beside the database: a restored backup must not give it again."""

import logging
import os
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from portal.core.clock import now
from portal.core.db import before_commit
from portal.core.keyring import ring
from portal.domain.vault.seals import here

FILE = "revocations.log"
What = Literal["ended", "unshared", "forgotten", "shredded"]
log = logging.getLogger(__name__)


def note(what: What, ids: Iterable[UUID], under: UUID | None = None) -> None:
    """Add lines `time practice what id [grant]` just before the unit of work is committed; ids only.

    Before and not after: a process killed between the two then leaves a line too many, which takes back what its owner
    meant to take back, and never one too few, which would give it again.

    Args:
        what: a consent ended, an item taken from under a consent, a thing erased, a principal shredded.
        ids: of the grants, items, things or principals.
        under: for items, the consent.
    """
    stem, tail = f"{now().isoformat(timespec='seconds')} {here()} {what}", f" {under}" if under else ""
    lines = "".join(f"{stem} {one}{tail}\n" for one in ids)
    if lines:
        before_commit(lambda: _append(lines))


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
