"""Which questions are offered: the same ones all day, by rules that can be told in a sentence. No note is looked at."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.core.language import lazy
from portal.domain.prompts.book import Book
from portal.domain.prompts.library import ABUSE_RISK, DEEP, Question, library

RESTS = timedelta(days=60)  # after an answer
OFFERED = 3  # a day
NOT_FOR_ME = "not-for-me"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and why it is this one."""

    question: Question
    because: str


def suggest(
    book: Book, person_id: UUID, today: date, asked: Collection[str] = (), most: int = OFFERED
) -> list[Suggestion]:
    """Of chosen themes first, then of themes that helped, then of the others.

    Within each the questions take turns from day to day, in an order that is this person's alone. Those that a
    therapist asks already, by their slugs, are not offered besides.
    """
    ours = library(person_id)
    may = [
        question
        for question in ours.questions.values()
        if question.slug not in asked and _may_be_suggested(question, book, today)
    ]
    questions = ours.questions
    helped = {
        questions[known].topic for known, mark in book.marks.items() if known in questions and _did_help(mark.helped)
    }
    names = {topic.id: topic.name for topic in ours.topics}
    found: list[Suggestion] = []
    for of_this, because in (
        ([question for question in may if question.topic in book.topics], lazy("You chose the theme “{}”.")),
        (
            [question for question in may if question.topic in helped - set(book.topics)],
            lazy("A question about “{}” helped you."),
        ),
        (
            [question for question in may if question.topic not in helped | set(book.topics)],
            lazy("It is its turn. Theme: “{}”."),
        ),
    ):
        turn = _in_turn(of_this, person_id, today)[: most - len(found)]
        found += [Suggestion(question, str(because).format(names[question.topic])) for question in turn]
    return found


def shown_under_themes(question: Question, book: Book) -> bool:
    """Somebody who is sometimes afraid is not shown what urges an open talk at home."""
    return not (book.avoids_risk and ABUSE_RISK in question.risks)


def _may_be_suggested(question: Question, book: Book, today: date) -> bool:
    """Deep ones are chosen or asked, never offered; those with risks only when it is known that they do no harm."""
    mark = book.mark(question.id)
    is_safe = not question.risks or (question.risks == {ABUSE_RISK} and book.avoids_risk is False)
    is_put = bool(mark.put) or mark.helped == NOT_FOR_ME
    rests = mark.answered_on is not None and today - mark.answered_on < RESTS
    waits = mark.not_before is not None and today < mark.not_before
    return is_safe and question.depth < DEEP and not (is_put or rests or waits)


def _did_help(said: str) -> bool:
    return said not in ("", NOT_FOR_ME)


def _in_turn(questions: list[Question], person_id: UUID, today: date) -> list[Question]:
    mixed = sorted(questions, key=lambda question: hashlib.sha256(person_id.bytes + question.id.bytes).digest())
    if not mixed:
        return []
    step = OFFERED if len(mixed) > OFFERED else 1
    start = today.toordinal() * step % len(mixed)
    return mixed[start:] + mixed[:start]
