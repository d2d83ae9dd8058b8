"""What the practice hands out: its log as a file, and on request all that it holds about one person."""

from portal.domain.disclosures.about import NOT_IN_IT, PER_FILE, Gathered, log_part
from portal.domain.disclosures.asking import Card, ask, card, fetch, gather, keep, remove, shelf, sweep
from portal.domain.disclosures.packing import Pack
from portal.domain.disclosures.trail import FORMS, MOST_LINES, Made, log_file

__all__ = [
    "FORMS",
    "MOST_LINES",
    "NOT_IN_IT",
    "PER_FILE",
    "Card",
    "Gathered",
    "Made",
    "Pack",
    "ask",
    "card",
    "fetch",
    "gather",
    "keep",
    "log_file",
    "log_part",
    "remove",
    "shelf",
    "sweep",
]
