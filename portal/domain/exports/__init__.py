"""What a client takes away: everything as one archive, or notes on paper."""

from portal.domain.exports.everything import (
    PARTS,
    bundle,
    data,
    draw_everything,
    gather_everything,
    take_everything,
)
from portal.domain.exports.printing import (
    PrintedNote,
    PrintedNotes,
    draw_pages,
    gather_pages,
    last_four_weeks,
    print_notes,
)

__all__ = [
    "PARTS",
    "PrintedNote",
    "PrintedNotes",
    "bundle",
    "data",
    "draw_everything",
    "draw_pages",
    "gather_everything",
    "gather_pages",
    "last_four_weeks",
    "print_notes",
    "take_everything",
]
