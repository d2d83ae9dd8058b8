"""What can go along with a thing, by a choice of its own: a note's check-in, and the words of a check-in."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from portal.core.errors import NotFound
from portal.core.language import lazy
from portal.domain import consent, journal, mood
from portal.domain.consent import Shared
from portal.web.session import me


class Along(StrEnum):
    """How much goes along. What is chosen stands in the address, so that a page always draws just what would go."""

    NOTHING = "nothing"
    LEVEL = "level"
    WORDS = "words"


CHOICES = {  # for a note, and for a check-in by itself: from what goes now to what could, in words
    "entry": {
        (Along.NOTHING, Along.LEVEL): lazy("Also show my check-in"),
        (Along.NOTHING, Along.WORDS): lazy("Also show my check-in, with its words"),
        (Along.LEVEL, Along.WORDS): lazy("Also its words"),
        (Along.LEVEL, Along.NOTHING): lazy("Leave my check-in out"),
        (Along.WORDS, Along.LEVEL): lazy("Leave its words out"),
        (Along.WORDS, Along.NOTHING): lazy("Leave my check-in out"),
    },
    "checkin": {
        (Along.NOTHING, Along.WORDS): lazy("With its words"),
        (Along.WORDS, Along.NOTHING): lazy("Without its words"),
    },
}


@dataclass(frozen=True, slots=True)
class Going:
    """Just what a reader will see. `things`: the thing itself, then its check-in, if that goes along.

    `others`: the other choices there are, in words. `seen`: version of the check-in; 0 when there is none.
    """

    things: tuple[Shared, ...]
    along: Along
    others: dict[Along, str]
    seen: int

    @property
    def thing(self) -> Shared:
        return self.things[0]


def going(thing_id: UUID, reader_id: UUID, wanted: Along) -> Going:
    """A thing of the client's own, with as much of what was asked for as can go along.

    Raises:
        NotFound: no such thing, or nothing that can be shared.
    """
    thing = consent.as_reader(me(), thing_id, beside=True)
    checkin = thing if thing.kind == mood.KIND else _checkin_of(thing, reader_id)
    if checkin is None:
        return Going((thing,), Along.NOTHING, {}, 0)
    choices = CHOICES[thing.kind]
    there = [each for each in Along if any(each in pair for pair in choices)]
    if checkin.shown.words is None:
        there.remove(Along.WORDS)
    along = wanted if wanted in there else Along.LEVEL if Along.LEVEL in there else Along.NOTHING
    sees_words = along is Along.WORDS or consent.words_are_open(me(), checkin.id, reader_id)
    shown = checkin if sees_words else replace(checkin, shown=replace(checkin.shown, words=None))
    things = (shown,) if checkin is thing else (thing,) if along is Along.NOTHING else (thing, shown)
    others = {to: words for (now, to), words in choices.items() if now is along and to in there}
    return Going(things, along, others, checkin.version)


def _checkin_of(thing: Shared, reader_id: UUID) -> Shared | None:
    """The check-in beside a note, with its words, where this reader is somebody to whom one can be shown."""
    checkin_id = journal.beside(me(), thing.id).margin.checkin_id if thing.kind == journal.KIND else None
    if checkin_id is None or reader_id not in [known.id for known in consent.readers(me(), mood.KIND)]:
        return None
    try:
        return consent.as_reader(me(), checkin_id, beside=True)
    except NotFound:
        return None
