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
from portal.domain.exports.receipts import PrintedReceipts, draw_receipts, gather_receipts, print_receipts

__all__ = [
    "PARTS",
    "PrintedNote",
    "PrintedNotes",
    "PrintedReceipts",
    "bundle",
    "data",
    "draw_everything",
    "draw_pages",
    "draw_receipts",
    "gather_everything",
    "gather_pages",
    "gather_receipts",
    "last_four_weeks",
    "print_notes",
    "print_receipts",
    "take_everything",
]
