"""Emergency access: the practice's record is opened by two people, for a reason, for some hours; the client is told."""

from portal.domain.emergency.asking import (
    HOURS,
    Case,
    Covers,
    Reason,
    State,
    allow,
    ask,
    case,
    cases,
    decline,
    end,
    find,
    name_of,
    writers,
)
from portal.domain.emergency.reading import Paper, Record, own_notes, paper, read

__all__ = [
    "HOURS",
    "Case",
    "Covers",
    "Paper",
    "Reason",
    "Record",
    "State",
    "allow",
    "ask",
    "case",
    "cases",
    "decline",
    "end",
    "find",
    "name_of",
    "own_notes",
    "paper",
    "read",
    "writers",
]
