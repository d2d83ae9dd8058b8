"""The list of what was taken back, kept beside the database: a restored backup must not give it again."""

import os
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from portal.core.clock import now
from portal.core.db import after_commit
from portal.core.keyring import ring
from portal.domain.vault.seals import here

FILE = "revocations.log"
What = Literal["ended", "unshared", "shredded"]


def note(what: What, ids: Iterable[UUID], under: UUID | None = None) -> None:
    """Add lines `time practice what id [grant]` once the unit of work is safe; ids only.

    Args:
        what: a consent ended, an item taken from under a consent, a principal shredded.
        ids: of the grants, items or principals.
        under: for items, the consent.
    """
    stem, tail = f"{now().isoformat(timespec='seconds')} {here()} {what}", f" {under}" if under else ""
    lines = "".join(f"{stem} {one}{tail}\n" for one in ids)
    if lines:
        after_commit(lambda: _append(lines))


def _append(lines: str) -> None:
    """One write to a file opened for appending: lines of two processes do not mix."""
    handle = os.open(ring().data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
