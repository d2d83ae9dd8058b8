"""Sharing: look before you share, share, stop, everything that is open, who opened what; and whom one trusts."""

from client_app.sharing import excerpts, handovers, looking, pages, pausing, people, receipts, streams
from client_app.sharing.badges import (
    Badge,
    Sharing,
    badge,
    badges_of,
    goes_to,
    kept,
    page_of,
    panel,
    part_badge,
    readers_of,
    rhythms,
    sharing_of,
    stream_readers,
    with_badges,
)

__all__ = [
    "Badge",
    "Sharing",
    "badge",
    "badges_of",
    "excerpts",
    "goes_to",
    "handovers",
    "kept",
    "looking",
    "page_of",
    "pages",
    "panel",
    "part_badge",
    "pausing",
    "people",
    "readers_of",
    "receipts",
    "rhythms",
    "sharing_of",
    "stream_readers",
    "streams",
    "with_badges",
]
