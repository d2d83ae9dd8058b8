"""What a reader sees of a note: the same for its preview, the therapist and somebody the writer trusts."""

from dataclasses import dataclass
from datetime import date

from portal.domain.journal.words import Words
from portal.models.journal import Entry


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a note for its reader. It holds no time of day."""

    on_day: date
    title: str
    body: str
    question: str  # what it answers, or nothing


def shown(entry: Entry, data: bytes) -> Shown:
    """What its reader sees of a version with these bytes."""
    words = Words.from_bytes(data)
    return Shown(words.on_day or entry.on_day, words.title, words.body, words.question)


def called(data: bytes) -> str:
    """How its writer knows it."""
    return Words.from_bytes(data).headline


def glimpse(data: bytes) -> tuple[str, str]:
    """Title and how it begins, for a reader's list; never all of it, which would be read without being opened."""
    words = Words.from_bytes(data)
    return words.title, words.glimpse
