"""Marks: words a therapist has marked in what a client shares, for a summary. A place in a version, never a copy.

The words are read anew each time, so that a mark is gone for its maker the moment the consent is.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from portal.core import dates
from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.core.markdown import plain
from portal.core.text import clusters, shows
from portal.domain import agenda, caseload, consent, journal, vault
from portal.domain.access import hold, readable, writable
from portal.models.marks import Mark as Row

MOST = 300  # of one client that a therapist keeps at a time
MOST_LISTED = 1_000  # rows looked at: those of versions that closed again are among them
LONGEST = 5_000  # characters of one mark
BEGINNING = 240  # characters, as a person sees them

_SPACE, _END = " ", "\0"


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words of one version, as they stand there: from the first character to the one after the last.

    `until`: when the sharing ends; None: no end is set.
    """

    id: UUID
    thing_id: UUID
    item_id: UUID
    words: str = field(repr=False)
    on_day: date | None
    until: datetime | None
    first: int
    last: int

    @property
    def beginning(self) -> str:
        """How they begin, for a list, cut between two characters and never within one."""
        signs = clusters(self.words[: BEGINNING * 4])
        return self.words if len(signs) <= BEGINNING else "".join(signs[:BEGINNING]).rstrip() + "\u2026"


def _agenda(data: bytes) -> str:
    said = agenda.Reading.from_bytes(data)
    parts = (*(pin.words for pin in said.pins), plain(said.words.body), said.words.wish)
    return "\n".join(part for part in parts if part)


def _after(data: bytes) -> str:
    said = agenda.After.from_bytes(data)
    return "\n".join(part for part in (plain(said.takeaways), said.next_step) if part)


def body_of_part(data: bytes) -> str:
    """The words of a part of a note, with their structure."""
    body: str = json.loads(data)["body"]
    return body


# What words can be marked in, by the kind of item: the plain text of its bytes, without the signs of its structure.
TEXTS: Mapping[str, Callable[[bytes], str]] = {
    journal.KIND: lambda data: plain(journal.Words.from_bytes(data).body),
    journal.EXCERPT: lambda data: plain(body_of_part(data)),
    agenda.KIND: _agenda,
    agenda.AFTER_KIND: _after,
}


def add(actor: Actor, item_id: UUID, words: str) -> UUID:
    """Mark these words in a version that is open to the therapist now. Its writer can see that it was opened.

    Args:
        actor: a therapist, with keys.
        item_id: the version that stood on the page.
        words: as they were chosen there. Spaces and line ends may differ, and so may the form of composed letters; a
            letter is never parted from the signs that belong to it.

    Returns:
        the mark's id; the same words of the same version are one mark.

    Raises:
        NotFound: not open to them, or nothing that has words to mark.
        Invalid: on `words`: none, too many, not in this version, or so many marks already that one must go first.
    """
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    found = consent.open_versions(actor, [item_id]).get(item_id)
    if found is None or found.kind not in TEXTS:
        raise NotFound(item_id)
    if len(words) > LONGEST:
        problem = _(
            "A part can have %(longest)s characters; this one has %(length)s. Choose less.",
            longest=dates.number(LONGEST),
            length=dates.number(len(words)),
        )
        raise Invalid("words", problem)
    text = TEXTS[found.kind](vault.read_one(actor.unlocked(), item_id))
    first, last = _place(text, words)
    caseload.hold(actor.person_id)  # pressed twice at once, it is one mark, and no more than there may be
    mine = writable(Row, actor).where(Row.client_id == found.client_id)
    same = mine.where(Row.item_id == item_id, Row.first == first, Row.last == last)
    if kept := db.session.scalar(same):
        return kept.id
    if (db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
        problem = _("There are %(most)s marked parts of this client already. One of them can make room.", most=MOST)
        raise Invalid("words", problem)
    row = Row(
        id=uuid4(),
        practice_id=actor.practice_id,
        client_id=found.client_id,
        therapist_id=actor.person_id,
        item_id=item_id,
        first=first,
        last=last,
    )
    db.session.add(row)
    db.session.flush()
    consent.remember_opening(actor, item_id)
    return row.id


def of(actor: Actor, client_id: UUID) -> list[Mark]:
    """The words this therapist has marked, by the days and places they stand at, while the consents stand."""
    query = readable(Row, actor).where(Row.client_id == client_id).order_by(Row.made_at, Row.id).limit(MOST_LISTED)
    rows = db.session.scalars(query).all()
    open_now = consent.open_versions(actor, {row.item_id for row in rows})
    texts = vault.read(actor.unlocked(), open_now)
    said = {item_id: TEXTS[open_now[item_id].kind](data) for item_id, data in texts.items()}
    marks = [
        Mark(
            id=row.id,
            thing_id=open_now[row.item_id].thing_id,
            item_id=row.item_id,
            words=said[row.item_id][row.first : row.last],
            on_day=consent.day_of(open_now[row.item_id], texts[row.item_id]),
            until=open_now[row.item_id].until,
            first=row.first,
            last=row.last,
        )
        for row in sorted(rows, key=lambda row: (row.item_id, row.first))
        if row.item_id in said
    ]
    return sorted(marks, key=lambda mark: mark.on_day or date.min)


def drop(actor: Actor, mark_id: UUID) -> None:
    """Take a mark away; the words stay where they are.

    Raises:
        NotFound: no such mark, or not theirs.
    """
    row = hold(Row, actor, mark_id)
    db.session.delete(row)
    db.session.flush()


def _place(text: str, words: str) -> tuple[int, int]:
    """From where to where these words stand in the text, whole characters as a person sees them."""
    if not shows(words):
        raise Invalid("words", _("Choose some words first."))
    signs, starts = _signs(text)
    wanted, _starts = _signs(words.strip())
    at = _found(signs, wanted)
    if at is None:
        raise Invalid("words", _("These words are not in what is open now. Choose them on the page again."))
    return starts[at], starts[at + len(wanted)]


def _signs(text: str) -> tuple[list[str], list[int]]:
    """Each character as a person sees it, spaces in a row as one; where each begins, and where the text ends."""
    signs: list[str] = []
    starts: list[int] = []
    at = 0
    for sign in clusters(text):
        seen = _SPACE if sign.isspace() else unicodedata.normalize("NFC", sign)
        if seen != _SPACE or signs[-1:] != [_SPACE]:
            signs.append(seen)
            starts.append(at)
        at += len(sign)
    return signs, [*starts, at]


def _found(signs: list[str], wanted: list[str]) -> int | None:
    """Where the one row of characters begins in the other; the end of a character is marked, so that none is parted."""
    before, found, _ = f"{_END}{_END.join(signs)}{_END}".partition(f"{_END}{_END.join(wanted)}{_END}")
    return before.count(_END) if found else None
