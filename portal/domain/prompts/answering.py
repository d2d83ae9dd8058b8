"""What a client does with a question. All of it lies in their book, and nobody else learns any of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _
from portal.domain.accounts.zones import today_of
from portal.domain.prompts.asking import checked
from portal.domain.prompts.book import ASIDE, HELPED, MOST_OWN, REFUSED, Book, Own, change_book, open_book
from portal.domain.prompts.library import LONGEST, library
from portal.domain.prompts.reading import find

A_WEEK = timedelta(days=7)


class ChangedElsewhere(Conflict):
    """A question of one's own was changed in another window meanwhile. Carries how it reads now."""

    def __init__(self, kept: Own) -> None:
        super().__init__(_("This question was changed in another window."))
        self.kept = kept


# ------------------------------------------------------------------ with any question


def answered(actor: Actor, question_id: UUID) -> None:
    """There is a note that answers it, as of today."""
    _done(actor, question_id, answered_on=today_of(actor), put="", not_before=None, helped="")


def say_helped(actor: Actor, question_id: UUID, said: str) -> None:
    """Whether it helped: a key of HELPED.

    Raises:
        Invalid: no such answer.
    """
    if said not in HELPED:
        raise Invalid("helped", _("Choose one of the three."))
    _mark(actor, question_id, helped=said)


def set_aside(actor: Actor, question_id: UUID) -> None:
    """It goes to the questions set aside, until it is brought back."""
    _done(actor, question_id, put=ASIDE)


def refuse(actor: Actor, question_id: UUID) -> None:
    """Not this one: it is never offered again, unless it is brought back."""
    _done(actor, question_id, put=REFUSED)


def not_this_week(actor: Actor, question_id: UUID) -> None:
    """It is quiet for seven days."""
    _mark(actor, question_id, not_before=today_of(actor) + A_WEEK)


def bring_back(actor: Actor, question_id: UUID) -> None:
    """Nothing stands in its way any more."""
    _mark(actor, question_id, put="", not_before=None, helped="")


def _done(actor: Actor, question_id: UUID, **changes: Any) -> None:
    """Done with, one way or another. In a programme the next step goes by the first day of that."""
    asking = find(actor, question_id).asking
    if asking is None or asking.way is None:
        change_book(actor, lambda book: book.marked(question_id, **changes))
    else:
        finish(actor, [question_id], **changes)


def finish(actor: Actor, step_ids: Iterable[UUID], **changes: Any) -> None:
    """The client is done with these steps of programmes as of today, unless they were before."""
    today, ids = today_of(actor), tuple(step_ids)

    def change(book: Book) -> Book:
        for step_id in ids:
            book = book.marked(step_id, done_on=book.done_on(step_id) or today, **changes)
        return book

    if ids:
        change_book(actor, change)


def _mark(actor: Actor, question_id: UUID, **changes: Any) -> None:
    """Raises NotFound for what is no question of this client's."""
    find(actor, question_id)
    change_book(actor, lambda book: book.marked(question_id, **changes))


# ------------------------------------------------------------------ with the whole book


def choose_topics(actor: Actor, topics: Iterable[str]) -> None:
    """The themes that matter now; those there are not are passed over."""
    wanted = set(topics)
    chosen = tuple(topic.id for topic in library(actor.person_id).topics if topic.id in wanted)
    change_book(actor, lambda book: replace(book, topics=chosen))


def avoid_risk(actor: Actor, avoid: bool | None) -> None:  # noqa: FBT001 - the answer to one question
    """What the client said to whether they are sometimes afraid at home.

    Args:
        actor: a client, with keys.
        avoid: True: questions that urge an open talk are neither offered nor listed. False: they may be offered. None,
            as before anybody asked: they are listed with their note, and never offered.
    """
    change_book(actor, lambda book: replace(book, avoids_risk=avoid))


def say_afraid(actor: Actor, *, is_afraid: bool) -> None:
    """What the client said before planning a talk with somebody. A No about one person never takes back a Yes."""

    def changed(book: Book) -> Book:
        return replace(book, avoids_risk=is_afraid or bool(book.avoids_risk))

    change_book(actor, changed)


def avoids_risk(actor: Actor) -> bool:
    """Whether the client said that they are sometimes afraid, and has not taken it back."""
    return bool(open_book(actor).avoids_risk)


# ------------------------------------------------------------------ one's own


def add_own(actor: Actor, text: str, own_id: UUID | None = None) -> UUID:
    """Keep a question of one's own; sent twice under the same id it is one.

    Raises:
        Invalid: the words cannot be a question, or there are sixty already; `field` is "text".
    """
    own = Own(own_id or uuid4(), checked(text, LONGEST))

    def change(book: Book) -> Book:
        if any(known.id == own.id for known in book.own):
            return book
        if len(book.own) >= MOST_OWN:
            raise Invalid(
                "text", _("There are %(most)s questions of your own already. Remove one first.", most=MOST_OWN)
            )
        return replace(book, own=(*book.own, own))

    change_book(actor, change)
    return own.id


def change_own(actor: Actor, own_id: UUID, number: int, text: str) -> None:
    """Word it anew.

    Args:
        actor: a client, with keys.
        own_id: the question.
        number: of the wording that stood on the page.
        text: 1 to 280 characters.

    Raises:
        NotFound: no such question.
        Invalid: the words cannot be a question.
        ChangedElsewhere: it reads differently by now.
    """
    text = checked(text, LONGEST)

    def change(book: Book) -> Book:
        kept = _own(book, own_id)
        if kept.text == text:
            return book
        if kept.number != number:
            raise ChangedElsewhere(kept)
        changed = Own(own_id, text, kept.number + 1)
        return replace(book, own=tuple(changed if own.id == own_id else own for own in book.own))

    change_book(actor, change)


def remove_own(actor: Actor, own_id: UUID) -> None:
    """Take it out of the book. Notes that answer it keep its words.

    Raises:
        NotFound: no such question.
    """

    def change(book: Book) -> Book:
        gone = _own(book, own_id)
        marks = {known: mark for known, mark in book.marks.items() if known != own_id}
        return replace(book, own=tuple(own for own in book.own if own is not gone), marks=marks)

    change_book(actor, change)


def _own(book: Book, own_id: UUID) -> Own:
    found = next((own for own in book.own if own.id == own_id), None)
    if found is None:
        raise NotFound(own_id)
    return found
