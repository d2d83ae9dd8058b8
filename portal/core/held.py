"""What a unit of work has found out and need not ask again. Nothing of it outlives the unit: see `portal.core.db`."""

from collections.abc import Hashable
from typing import Any

from portal.core.db import db


def held(about: Hashable) -> dict[Any, Any]:
    """What this unit has found out about this: empty at first, and to be filled by whoever asks.

    Args:
        about: what, and of whom; one person's must never be found under another's.
    """
    found: dict[Any, Any] = db.session.info.setdefault("held", {}).setdefault(about, {})
    return found
