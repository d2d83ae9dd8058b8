"""Everything that can be shared, and what is known about each kind of it. One entry, and pages for it exist."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain import goals, journal, measures
from portal.models.goals import Goal
from portal.models.journal import Entry, Excerpt
from portal.models.measures import Measure


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


def _goal(data: bytes) -> str:
    return goals.Reading.from_bytes(data).headline


def _measure(data: bytes) -> str:
    return str(json.loads(data)["short"])


ALL = (
    Kind(journal.KIND, Entry, "note", journal.called, journal.glimpse, journal.shown),
    Kind(
        journal.EXCERPT,
        Excerpt,
        "part of a note",
        journal.part_called,
        journal.part_glimpse,
        journal.part_shown,
    ),
    Kind(
        goals.KIND,
        Goal,
        "goal",
        _goal,
        lambda data: (_goal(data), ""),
        lambda _row, data: goals.Reading.from_bytes(data),
    ),
    Kind(
        measures.KIND,
        Measure,
        "questionnaire",
        _measure,
        lambda data: (_measure(data), ""),
        lambda row, data: measures.page_of(measures.record_from(data, row)),
    ),
)
KINDS: Mapping[str, Kind] = {kind.item: kind for kind in ALL}
