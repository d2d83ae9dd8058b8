"""What a client finds on their questions: those asked of them, those offered, their own, those put away."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import lazy
from portal.domain import vault
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of
from portal.domain.prompts.asking import Said
from portal.domain.prompts.book import ASIDE, REFUSED, Book, Mark, Own, item_of, opened
from portal.domain.prompts.library import ABUSE_RISK, Library, Question, Topic, library
from portal.domain.prompts.rhythm import ONCE
from portal.domain.prompts.suggesting import Suggestion, shown_under_themes, suggest
from portal.domain.prompts.terms import Beside
from portal.domain.prompts.way import Way
from portal.models.people import Person
from portal.models.prompts import Asked
from portal.models.vault import Item

IF_AFRAID = lazy(
    "It suggests an open talk. If you are ever afraid of how somebody may react, leave it for now; you can say so to "
    "your therapist when you are alone with them."
)
MOST_ASKED = 60  # that are looked at, the newest


@dataclass(frozen=True, slots=True)
class Asking:
    """A question from a therapist, as it stands for the client.

    `due_on`: the day the next answer is for; `rhythm` in words; `is_open`: it waits for an answer now; `way`: of a step
    of a programme; `rests`: that programme does, until its therapist lets it go on; `has_ended`: nobody asks it now.
    """

    question: Question
    therapist: str
    given_at: datetime
    due_on: date | None
    rhythm: str
    is_open: bool
    minutes: int = 0
    beside: Beside | None = None
    way: Way | None = None
    rests: bool = False
    has_ended: bool = False
    comes_again: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One question with all there is to say about it.

    `asking`: a therapist asked it; `own`: it is one's own; `because`: it is offered today, for this reason.
    """

    question: Question
    mark: Mark
    topic: Topic | None = None
    because: str = ""
    asking: Asking | None = None
    own: Own | None = None

    @property
    def asked_id(self) -> UUID | None:
        """What a note that answers it carries along, when somebody asked it of the writer."""
        return self.question.id if self.asking else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The page of questions. `listed` are those of the theme that is looked at; `resting`: programmes, by name."""

    asked: list[Asking]
    resting: list[str]
    suggested: list[Suggestion]
    topics: tuple[str, ...]
    own: list[Question]
    aside: list[Question]
    refused: list[Question]
    listed: list[Question]
    avoids_risk: bool


@dataclass(frozen=True, slots=True)
class ForToday:
    """The one question of the day. `therapist` is who asked it, or nobody; `due_on` the day it is for, if any."""

    id: UUID
    text: str
    therapist: str
    due_on: date | None


def shelf(actor: Actor, topic: Topic | None = None) -> Shelf:
    """Everything on the client's page; of a theme, its questions that were not put away."""
    book, asked, today = _gathered(actor, Asked.ended_at.is_(None))
    ours = library(actor.person_id)
    of_mine = {own.id: Question(own.id, own.text) for own in book.own}
    known = {**ours.questions, **of_mine, **{asking.question.id: asking.question for asking in asked}}
    put = {
        state: [known[one] for one, mark in book.marks.items() if mark.put == state and one in known]
        for state in (ASIDE, REFUSED)
    }
    about = ours.about(topic.id) if topic else []
    return Shelf(
        asked=[asking for asking in asked if asking.is_open],
        resting=list(dict.fromkeys(asking.way.name for asking in asked if asking.way and asking.rests)),
        suggested=suggest(book, actor.person_id, today, [asking.question.slug for asking in asked]),
        topics=book.topics,
        own=[question for question in of_mine.values() if not book.mark(question.id).put],
        aside=put[ASIDE],
        refused=put[REFUSED],
        listed=[
            question for question in about if shown_under_themes(question, book) and not book.mark(question.id).put
        ],
        avoids_risk=bool(book.avoids_risk),
    )


def find(actor: Actor, question_id: UUID) -> Found:
    """A question of the library, of one's own, or asked of one; also after it was put away or is no longer asked.

    Raises:
        NotFound: none of these.
    """
    book, asked, today = _gathered(actor, Asked.id == question_id)
    mark, ours = book.mark(question_id), library(actor.person_id)
    if question := ours.questions.get(question_id):
        topic = next(topic for topic in ours.topics if topic.id == question.topic)
        offered = {one.question.id: one.because for one in suggest(book, actor.person_id, today)}
        return Found(question, mark, topic, offered.get(question_id, ""))
    if own := next((own for own in book.own if own.id == question_id), None):
        return Found(Question(own.id, own.text), mark, own=own)
    if asked:
        return Found(asked[0].question, mark, asking=asked[0])
    raise NotFound(question_id)


def find_own(actor: Actor, question_id: UUID) -> Own:
    """A question of one's own.

    Raises:
        NotFound: no such question; also one of the library or of a therapist, for those are not theirs to change.
    """
    own = find(actor, question_id).own
    if own is None:
        raise NotFound(question_id)
    return own


def for_today(actor: Actor) -> ForToday | None:
    """At most one question: what a therapist asks, the nearest day first; else one offered, unless one was answered."""
    book, asked, today = _gathered(actor, Asked.ended_at.is_(None))
    if first := next((asking for asking in asked if asking.is_open), None):
        return ForToday(first.question.id, first.question.text, first.therapist, first.due_on)
    if any(mark.answered_on == today for mark in book.marks.values()):
        return None
    offered = suggest(book, actor.person_id, today, most=1)
    return ForToday(offered[0].question.id, offered[0].question.text, "", None) if offered else None


def who_asked(actor: Actor, question_id: UUID) -> UUID | None:
    """The therapist who asked this client this question; None when nobody did: it is of the library, or their own."""
    query = readable(Asked, actor).where(Asked.id == question_id)
    return db.session.scalar(query.with_only_columns(Asked.therapist_id))


# ------------------------------------------------------------------ rows


def _gathered(actor: Actor, *where: ColumnElement[bool]) -> tuple[Book, list[Asking], date]:
    """The book, these questions of therapists, and the client's day. What does not open any more is left out."""
    rows = _asked(actor, *where)
    book_item, today = item_of(actor), today_of(actor)
    wanted = [row.item_id for row in rows] + ([book_item] if book_item else [])
    texts = vault.read(actor.unlocked(), wanted) if wanted else {}
    book = opened(texts.get(book_item) if book_item else None)
    ours = library(actor.person_id)
    asked = [_asking(row, texts[row.item_id], book, ours, today) for row in rows if row.item_id in texts]
    return book, sorted(asked, key=_order), today


def _asked(actor: Actor, *where: ColumnElement[bool]) -> list[Any]:
    query = readable(Asked, actor).where(*where).join(Item, Item.thing_id == Asked.id)
    columns = query.join(Person, Person.id == Asked.therapist_id).with_only_columns(
        Asked.id, Asked.given_at, Asked.ended_at, Asked.paused_at, Item.id.label("item_id"), Person.name
    )
    return list(db.session.execute(columns.order_by(Asked.given_at.desc(), Asked.id).limit(MOST_ASKED)))


def _asking(row: Any, text: bytes, book: Book, ours: Library, today: date) -> Asking:
    said, mark = Said.from_bytes(text), book.mark(row.id)
    question, terms = Question(row.id, said.text), said.terms
    if known := ours.made_from(said.made_from):
        words = known.text if ours.is_unchanged(known.slug, said.text) else said.text
        question = replace(known, id=row.id, text=words)
    elif said.is_risky:
        question = replace(question, risks=frozenset({ABUSE_RISK}), safety_note=IF_AFRAID)
    waits = mark.not_before is not None and today < mark.not_before
    stands = row.ended_at is None and row.paused_at is None and not mark.put and not waits
    is_its_turn = terms.way is None or terms.way.is_open(today, book.done_on)
    return Asking(
        question=question,
        therapist=row.name,
        given_at=row.given_at,
        due_on=terms.rhythm.next_day(today, terms.due_on, mark.answered_on),
        rhythm=terms.rhythm.told(),
        comes_again=terms.rhythm != ONCE,
        is_open=stands and is_its_turn and terms.rhythm.is_open(today, mark.answered_on),
        minutes=terms.minutes,
        beside=terms.beside,
        way=terms.way,
        rests=row.ended_at is None and row.paused_at is not None,
        has_ended=row.ended_at is not None,
    )


def _order(asking: Asking) -> tuple[Any, ...]:
    """The nearest day first, then the newest; steps of one programme in its order."""
    return asking.due_on or date.max, -asking.given_at.timestamp(), asking.way.place if asking.way else 0
