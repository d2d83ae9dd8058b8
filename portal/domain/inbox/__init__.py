"""The inbox: what is to be read, what waits until later, what is behind a reader; and when a look was an opening."""

from portal.domain.inbox.listing import (
    PAGE,
    Group,
    Listed,
    by_client,
    count,
    counts,
    listed,
    since,
)
from portal.domain.inbox.looking import LOOK, left, look, opened, sweep
from portal.domain.inbox.piles import Pile
from portal.domain.inbox.sentences import sentences
from portal.domain.inbox.triage import FARTHEST, act, later, pile_of, read, read_all, to_read, undo, when

__all__ = [
    "FARTHEST",
    "LOOK",
    "PAGE",
    "Group",
    "Listed",
    "Pile",
    "act",
    "by_client",
    "count",
    "counts",
    "later",
    "left",
    "listed",
    "look",
    "opened",
    "pile_of",
    "read",
    "read_all",
    "sentences",
    "since",
    "sweep",
    "to_read",
    "undo",
    "when",
]
