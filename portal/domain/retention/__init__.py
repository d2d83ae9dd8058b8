"""Retention: a client's account deleted by the practice, the record kept until its date, and erased then."""

from portal.domain.retention.deleting import EARLY, REASONS, delete_client, may_delete, stop
from portal.domain.retention.erasing import RECORDS, ask_early, confirm_early, stop_early, sweep
from portal.domain.retention.listing import Kept, Leaving, Shelf, shelf

__all__ = [
    "EARLY",
    "REASONS",
    "RECORDS",
    "Kept",
    "Leaving",
    "Shelf",
    "ask_early",
    "confirm_early",
    "delete_client",
    "may_delete",
    "shelf",
    "stop",
    "stop_early",
    "sweep",
]
