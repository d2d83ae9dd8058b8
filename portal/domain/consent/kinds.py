"""Everything that can be shared, and what is known about each kind of it. One entry, and pages for it exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.core.actor import Actor
from portal.core.language import _, lazy
from portal.domain import agenda, goals, journal, measures, mood, steady
from portal.models.agenda import AfterSession, Agenda
from portal.models.goals import Goal
from portal.models.journal import Entry, Excerpt
from portal.models.measures import Measure
from portal.models.mood import Checkin
from portal.models.steady import Card


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be shared.

    `item`: of its items in the vault; `model`: its row, with `client_id` and the newest `version`;
    `word`: what it is called in a list; `called`: how its writer knows it, from its bytes; `glimpse`: title and how it
    begins, for a reader's list, never all of it; `shown`: what the macro reading_<kind> draws, from the row and the
    bytes: whatever a reader is to see must be in there, and nothing else. `beside`: the thing of its own that goes with
    it by a choice of its own; `shown` has its bytes then, where they are open too, and `with_it` is what a receipt then
    adds to the word. `parts`: what means nothing without it and closes with it: the numbers of a goal. `is_for_others`:
    by the bytes, where not everything of a kind can be shared.
    """

    item: str
    model: Any
    word: str
    called: Callable[[bytes], str]
    glimpse: Callable[[bytes], tuple[str, str]]
    shown: Callable[..., Any]
    beside: Callable[[UUID], UUID] | None = None
    with_it: str = ""
    parts: Callable[[Actor, UUID], list[UUID]] = lambda _actor, _thing_id: []
    is_for_others: Callable[[bytes], bool] = lambda _data: True


def _goal(data: bytes) -> str:
    return goals.Reading.from_bytes(data).headline


def _agenda(data: bytes) -> str:
    return agenda.Reading.from_bytes(data).first_line


ALL = (
    Kind(journal.KIND, Entry, lazy("note"), journal.called, journal.glimpse, journal.shown),
    Kind(
        journal.EXCERPT,
        Excerpt,
        lazy("part of a note"),
        journal.part_called,
        journal.part_glimpse,
        journal.part_shown,
    ),
    Kind(
        goals.KIND,
        Goal,
        lazy("goal"),
        _goal,
        lambda data: (_goal(data), ""),
        lambda _row, data: goals.Reading.from_bytes(data),
        parts=goals.look_ids,
    ),
    Kind(
        measures.KIND,
        Measure,
        lazy("questionnaire"),
        measures.called,
        measures.glimpse,
        measures.shown,
    ),
    Kind(
        agenda.KIND,
        Agenda,
        lazy("agenda"),
        _agenda,
        lambda data: (_("For the session"), _agenda(data)),
        lambda _row, data: agenda.Reading.from_bytes(data),
    ),
    Kind(
        agenda.AFTER_KIND,
        AfterSession,
        lazy("look back on a session"),
        agenda.after_called,
        lambda data: (_("After the session"), agenda.after_called(data)),
        lambda _row, data: agenda.After.from_bytes(data),
        is_for_others=lambda data: bool(agenda.After.from_bytes(data)),
    ),
    Kind(
        steady.KIND,
        Card,
        lazy("card"),
        steady.called,
        lambda data: (steady.called(data), ""),
        lambda row, data: steady.opened(row.id, data, row.version).words,
        is_for_others=steady.is_for_others,
    ),
    Kind(
        mood.KIND,
        Checkin,
        lazy("check-in"),
        mood.called,
        lambda data: (_("Check-in"), mood.called(data)),
        mood.shown,
        beside=mood.words_of,
        with_it=lazy(", with its words"),
    ),
)
KINDS: Mapping[str, Kind] = {kind.item: kind for kind in ALL}
