"""Everything that can be shared, and what is known about each kind of it. One entry, and pages for it exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain import journal
from portal.models.journal import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be shared.

    `item`: of its items in the vault; `model`: its row, with `client_id` and the newest `version`;
    `word`: what it is called in a list; `called`: how its writer knows it, from its bytes; `glimpse`: title and how it
    begins, for a reader's list, never all of it; `shown`: what the macro reading_<kind> draws, from the row and the
    bytes: whatever a reader is to see must be in there, and nothing else.
    """

    item: str
    model: Any
    word: str
    called: Callable[[bytes], str]
    glimpse: Callable[[bytes], tuple[str, str]]
    shown: Callable[[Any, bytes], Any]


KINDS: Mapping[str, Kind] = {
    kind.item: kind for kind in (Kind(journal.KIND, Entry, "note", journal.called, journal.glimpse, journal.shown),)
}
