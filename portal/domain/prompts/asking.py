"""A therapist asks a client a question. The words go from one to the other; what becomes of them stays the client's."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID, uuid4, uuid5

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.text import can_be_kept, shows
from portal.domain.access import hold
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.prompts import sending
from portal.domain.prompts.library import library
from portal.domain.prompts.rhythm import ONCE, Rhythm
from portal.domain.prompts.sending import Form, Paper
from portal.domain.prompts.terms import PLAIN, Terms
from portal.models.prompts import Asked

FORM = Form("asked", "a question for you", "ask-question-1")
LONGEST = 600  # characters
MOST_OPEN = 30  # questions one therapist has open with one client


@dataclass(frozen=True, slots=True)
class Said:
    """What lies in the vault: the words, the slug of what they were made from, if any, and on which terms.

    `is_risky`: a prompt of the practice or of the therapist's own that urges an open talk at home; Harbour's say so
    themselves.
    """

    text: str
    made_from: str = ""
    terms: Terms = PLAIN
    is_risky: bool = False

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        return cls(found["text"], found["made_from"] or "", Terms.from_said(found), found.get("is_risky", False))

    def to_bytes(self) -> bytes:
        said = {"text": self.text, "made_from": self.made_from, **self.terms.to_said()}
        said |= {"is_risky": True} if self.is_risky else {}
        return json.dumps(said, ensure_ascii=False).encode()


def ask(  # noqa: PLR0913 - what a question is asked with
    actor: Actor,
    client_id: UUID,
    text: str,
    rhythm: Rhythm = ONCE,
    *,
    due_on: date | None = None,
    made_from: UUID | None = None,
    asked_id: UUID | None = None,
) -> UUID:
    """Ask a client a question. They and this therapist can read it, nobody else.

    Args:
        actor: a therapist, with keys.
        client_id: somebody they look after now.
        text: 1 to 600 characters.
        rhythm: how often it comes.
        due_on: the day the first answer is for; none with a weekday, which says it already.
        made_from: the question of the library it began as; the client then sees its follow-ups and why it is asked.
        asked_id: made when the form was shown: sent twice, it is asked once; other words, another rhythm or day are a
            second question.

    Raises:
        Invalid: `field` is "client", "text" or "due_on".
        NotFound: this id is somebody else's.
    """
    said = worded(actor, text, made_from, Terms(rhythm, due_on))
    sending.hold_mine(actor, [client_id], _("Choose one of your clients."))
    paper = paper_of(actor, client_id, said, asked_id or uuid4())
    if (is_known := sending.known(actor, [paper])) is not None:
        if is_known:
            return paper.row.id
        again = uuid5(paper.row.id, "again")  # says nothing of the words: a row's id lies in clear
        return ask(actor, client_id, text, rhythm, due_on=due_on, made_from=made_from, asked_id=again)
    sending.room_for(actor, Asked, [client_id], 1, MOST_OPEN, _("questions"))
    if not sending.keep(actor, client_id, [paper]):
        raise NotFound(paper.row.id)
    record(actor, Event.QUESTION_ASKED, paper.row.id, client_id)
    return paper.row.id


def worded(actor: Actor, text: str, made_from: UUID | None = None, terms: Terms = PLAIN) -> Said:
    """What is going to be sealed.

    Raises:
        Invalid: `field` is "text", "due_on" or "minutes".
    """
    began_as = library(actor.person_id).questions.get(made_from) if made_from else None
    text = checked(text, LONGEST)
    return Said(text, began_as.slug if began_as else "", terms.checked(today_of(actor)))


def paper_of(actor: Actor, client_id: UUID, said: Said, asked_id: UUID) -> Paper:
    """A question to give, not yet kept."""
    row = Asked(
        id=asked_id, practice_id=actor.practice_id, client_id=client_id, therapist_id=actor.person_id, given_at=now()
    )
    return Paper(row, FORM, said.to_bytes())


def end(actor: Actor, asked_id: UUID) -> None:
    """Ask it no longer. The client keeps the words; doing it twice changes nothing.

    Raises:
        NotFound: no such question, or not asked by this therapist of somebody they look after.
    """
    row = hold(Asked, actor, asked_id)
    if row.ended_at is None:
        row.ended_at = now()
        db.session.flush()
        record(actor, Event.QUESTION_ENDED, row.id, row.client_id)


def checked(text: str, most: int) -> str:
    """A question as somebody typed it, on one line.

    Raises:
        Invalid: empty, too long, or holding signs that are not text; `field` is "text".
    """
    text = " ".join(text.split())
    if not shows(text):
        raise Invalid("text", _("There is no question here yet."))
    if not can_be_kept(text):
        raise Invalid(
            "text", _("There is a sign in here that cannot be kept, often from pasting. Type that part again.")
        )
    if len(text) > most:
        raise Invalid(
            "text", _("A question can have %(most)s characters; this one has %(length)s.", most=most, length=len(text))
        )
    return text
