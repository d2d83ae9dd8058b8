"""What a client takes away: their notes on paper."""

from portal.domain.exports.printing import (
    PrintedNote,
    PrintedNotes,
    draw_pages,
    gather_pages,
    last_four_weeks,
    print_notes,
)

__all__ = [
    "PrintedNote",
    "PrintedNotes",
    "draw_pages",
    "gather_pages",
    "last_four_weeks",
    "print_notes",
]
