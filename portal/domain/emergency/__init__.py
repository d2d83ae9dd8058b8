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
    clients_named,
    decline,
    end,
    name_of,
    writers,
)
from portal.domain.emergency.reading import Paper, Record, own_notes, paper, read
from portal.domain.emergency.telling import Opened, opened_of_mine

__all__ = [
    "HOURS",
    "Case",
    "Covers",
    "Opened",
    "Paper",
    "Reason",
    "Record",
    "State",
    "allow",
    "ask",
    "case",
    "cases",
    "clients_named",
    "decline",
    "end",
    "name_of",
    "opened_of_mine",
    "own_notes",
    "paper",
    "read",
    "writers",
]
