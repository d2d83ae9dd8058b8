"""A client's book of questions: themes, their own questions, what they did with each. One sealed text of bounded size.

It is one, so that a copy of the database tells neither themes nor answers, nor which question was set aside.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self
from uuid import UUID, uuid4

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Forbidden
from portal.core.language import lazy
from portal.domain import vault
from portal.domain.access import readable, writable
from portal.models.prompts import PromptBook
from portal.models.vault import Item

KIND = "prompt-book"
MOST_MARKS = 400  # questions something was done with; the oldest that nobody needs give way
MOST_OWN = 60  # questions of one's own
ASIDE, REFUSED = "aside", "refused"
HELPED = {"yes": lazy("Yes"), "a-little": lazy("A little"), "not-for-me": lazy("Not for me")}


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody did with one question.

    `put`: aside, refused, or nothing; `not_before`: they said "not this week"; `helped`: a key of HELPED, or nothing;
    `done_on`: of a step of a programme, the first day they were done with it, whichever way. The next one goes by it.
    """

    answered_on: date | None = None
    put: str = ""
    not_before: date | None = None
    helped: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """A question of one's own. `number` grows with each change, so that two windows notice one another."""

    id: UUID
    text: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Book:
    """The whole of it. `avoids_risk`: questions that urge an open talk at home are left out; None: not known."""

    topics: tuple[str, ...] = ()
    avoids_risk: bool | None = None
    own: tuple[Own, ...] = ()
    marks: Mapping[UUID, Mark] = field(default_factory=dict)

    def mark(self, question_id: UUID) -> Mark:
        return self.marks.get(question_id, Mark())

    def done_on(self, step_id: UUID) -> date | None:
        """The day its owner was done with a step of a programme, if they are."""
        return self.mark(step_id).done_on

    def marked(self, question_id: UUID, **changes: Any) -> "Book":
        """With this mark changed; it is the youngest then.

        A refusal, and a step that others wait for, never gives way before what was only answered.
        """
        marks = {known: mark for known, mark in self.marks.items() if known != question_id}
        changed = replace(self.mark(question_id), **changes)
        if changed != Mark():
            marks[question_id] = changed
        too_many = max(0, len(marks) - MOST_MARKS)
        for known in sorted(marks, key=lambda one: marks[one].put == REFUSED or bool(marks[one].done_on))[:too_many]:
            del marks[known]
        return replace(self, marks=marks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        said = json.loads(data)
        return cls(
            topics=tuple(said["topics"]),
            avoids_risk=said["avoids_risk"],
            own=tuple(Own(UUID(part["id"]), part["text"], part["number"]) for part in said["own"]),
            marks={UUID(known): _mark(part) for known, part in said["marks"].items()},
        )

    def to_bytes(self) -> bytes:
        said = {
            "topics": self.topics,
            "avoids_risk": self.avoids_risk,
            "own": [asdict(own) for own in self.own],
            "marks": {str(known): {k: v for k, v in asdict(mark).items() if v} for known, mark in self.marks.items()},
        }
        return json.dumps(said, ensure_ascii=False, default=str).encode()


def _mark(said: dict[str, str]) -> Mark:
    days = {name: date.fromisoformat(said[name]) for name in ("answered_on", "not_before", "done_on") if name in said}
    return Mark(put=said.get("put", ""), helped=said.get("helped", ""), **days)


def item_of(actor: Actor) -> UUID | None:
    """The item that the client's book is, if there is one yet."""
    query = readable(PromptBook, actor).join(Item, Item.thing_id == PromptBook.id)
    newest = query.where(Item.version == PromptBook.version).with_only_columns(Item.id)
    return db.session.scalar(newest)


def opened(text: bytes | None) -> Book:
    """The book of these words; without any, a new one. After a fresh start the old one does not open any more."""
    return Book() if text is None else Book.from_bytes(text)


def open_book(actor: Actor) -> Book:
    """The client's book as it stands."""
    item_id = item_of(actor)
    return opened(vault.read(actor.unlocked(), [item_id]).get(item_id) if item_id else None)


def change_book(actor: Actor, change: Callable[[Book], Book]) -> Book:
    """Change the client's book. Who changes it at the same moment comes after and begins from what is then there.

    Args:
        actor: a client, with keys.
        change: gives the new book; may raise, and nothing is changed.

    Returns:
        the book as it stands now.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    row = _held(actor)
    before = open_book(actor)
    after = change(before)
    if after != before:
        row.version += 1
        db.session.flush()
        vault.drop(actor.unlocked(), row.id)
        vault.write(actor.unlocked(), KIND, after.to_bytes(), row.id, row.version)
    return after


def _held(actor: Actor) -> PromptBook:
    """The row, made when there is none, and held until the transaction ends."""
    query = writable(PromptBook, actor).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        first = PromptBook(id=uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, version=0)
        add_new(first)
        row = db.session.scalars(query).one()
    return row
