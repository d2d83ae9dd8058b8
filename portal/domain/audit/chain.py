"""The seal of each line, made from the one before it: a line that is changed, taken out or put in does not fit."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.core.keyring import ring

START = b"\0" * 32
CHAINED = ("practice_id", "seq", "at", "actor_id", "event", "subject_id", "about_id")  # and the detail
FOR_THE_OFFICE = ("place", "kind")


def seal(before: bytes, row: dict[str, Any]) -> bytes:
    """The seal of a line that follows the one with the seal `before`."""
    return _seal(before, row, CHAINED if row["place"] is None else (*CHAINED, *FOR_THE_OFFICE))


def fits(before: bytes, row: dict[str, Any]) -> bool:
    """Whether a line carries the seal it must have here. One older than the office's log has no place in its seal."""
    if hmac.compare_digest(seal(before, row), row["mac"]):
        return True
    return row["place"] is not None and hmac.compare_digest(_seal(before, row, CHAINED), row["mac"])


def _seal(before: bytes, row: dict[str, Any], keys: tuple[str, ...]) -> bytes:
    about = {key: _plain(row[key]) for key in keys}
    canonical = json.dumps({**about, "detail": row["detail"]}, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(ring().audit_key, before + hashlib.sha256(canonical).digest(), "sha256")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
