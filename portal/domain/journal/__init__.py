"""The journal: writing notes and what stands beside them, reading and searching one's own, what a reader sees."""

from portal.domain.journal.deleting import (
    KEPT_FOR,
    Deleted,
    bring_back,
    delete_entry,
    deleted_entries,
    erase,
    sweep,
)
from portal.domain.journal.margin import LONGEST_TAG, MOST_TAGS, Beside, Margin, MarginChanged, beside, margins
from portal.domain.journal.reading import (
    Header,
    Month,
    Page,
    Shelf,
    Version,
    month,
    on_this_day,
    pinned,
    read,
    shelf,
    versions,
)
from portal.domain.journal.searching import FOUND, Filters, search
from portal.domain.journal.shown import Shown, called, glimpse, shown
from portal.domain.journal.words import KIND, LONGEST_BODY, LONGEST_TITLE, Words
from portal.domain.journal.writing import BothChanged, edit, pin, restore, write

__all__ = [
    "FOUND",
    "KEPT_FOR",
    "KIND",
    "LONGEST_BODY",
    "LONGEST_TAG",
    "LONGEST_TITLE",
    "MOST_TAGS",
    "Beside",
    "BothChanged",
    "Deleted",
    "Filters",
    "Header",
    "Margin",
    "MarginChanged",
    "Month",
    "Page",
    "Shelf",
    "Shown",
    "Version",
    "Words",
    "beside",
    "bring_back",
    "called",
    "delete_entry",
    "deleted_entries",
    "edit",
    "erase",
    "glimpse",
    "margins",
    "month",
    "on_this_day",
    "pin",
    "pinned",
    "read",
    "restore",
    "search",
    "shelf",
    "shown",
    "sweep",
    "versions",
    "write",
]
