"""The journal: writing notes, reading one's own, reading those shared."""

from portal.domain.journal.reading import FOUND, Header, Page, Shelf, Version, read, search, shelf, versions
from portal.domain.journal.shared import (
    SharedHeader,
    SharedShelf,
    read_shared,
    remember_opening,
    shared_shelf,
    was_opened,
)
from portal.domain.journal.words import KIND, LONGEST_BODY, LONGEST_TITLE, Words
from portal.domain.journal.writing import BothChanged, edit, write

__all__ = [
    "FOUND",
    "KIND",
    "LONGEST_BODY",
    "LONGEST_TITLE",
    "BothChanged",
    "Header",
    "Page",
    "SharedHeader",
    "SharedShelf",
    "Shelf",
    "Version",
    "Words",
    "edit",
    "read",
    "read_shared",
    "remember_opening",
    "search",
    "shared_shelf",
    "shelf",
    "versions",
    "was_opened",
    "write",
]
