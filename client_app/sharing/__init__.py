"""Sharing: look before you share, share, stop, everything that is open, who opened what; and whom one trusts."""

from client_app.sharing import excerpts, pages, pausing, people, receipts, streams
from client_app.sharing.badges import Badge, badge, panel, sharing_of, with_badges

__all__ = [
    "Badge",
    "badge",
    "excerpts",
    "pages",
    "panel",
    "pausing",
    "people",
    "receipts",
    "sharing_of",
    "streams",
    "with_badges",
]
