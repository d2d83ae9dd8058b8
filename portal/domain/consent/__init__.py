"""Consent: sharing a note with one reader, stopping, and seeing what is open and who opened it."""

from portal.domain.consent.log import SENTENCES, File, Line, Log, Remains, files_made, files_made_by, log, what_remains
from portal.domain.consent.overview import Access, Audience, Card, OpenNote, audience, open_notes, open_to
from portal.domain.consent.sharing import (
    PURPOSE,
    WORDING,
    reader,
    readers,
    share_entry,
    stop_person,
    stop_sharing,
    until_end_of,
)

__all__ = [
    "PURPOSE",
    "SENTENCES",
    "WORDING",
    "Access",
    "Audience",
    "Card",
    "File",
    "Line",
    "Log",
    "OpenNote",
    "Remains",
    "audience",
    "files_made",
    "files_made_by",
    "log",
    "open_notes",
    "open_to",
    "reader",
    "readers",
    "share_entry",
    "stop_person",
    "stop_sharing",
    "until_end_of",
    "what_remains",
]
