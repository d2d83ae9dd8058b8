"""A therapist asks a client a question. The words go from one to the other; what becomes of them stays the client's."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.text import can_be_kept, shows
from portal.domain import caseload, vault
from portal.domain.access import readable, writable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.prompts.library import library
from portal.domain.prompts.rhythm import Rhythm
from portal.models.people import Person
from portal.models.prompts import Asked
from portal.models.vault import Item

KIND = "asked"
SCOPE = "chosen"
PURPOSE = "a question for you"
WORDING = "ask-question-1"
LONGEST = 600  # characters
MOST_OPEN = 30  # questions one therapist has open with one client
ONCE = Rhythm()


@dataclass(frozen=True, slots=True)
class Given:
    """A question a therapist has open with a client. It tells nothing of what the client does with it."""

    id: UUID
    client_id: UUID
    client: str
    text: str
    given_at: datetime
    due_on: date | None
    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class Said:
    """What lies in the vault: the words, how often, for which day, and the slug of what they were made from, if any."""

    text: str
    made_from: str = ""
    rhythm: Rhythm = ONCE
    due_on: date | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> "Said":
        found = json.loads(data)
        due_on = date.fromisoformat(found["due_on"]) if found.get("due_on") else None
        return cls(found["text"], found["made_from"] or "", Rhythm.from_text(found.get("rhythm", "once")), due_on)

    def to_bytes(self) -> bytes:
        said = {
            "text": self.text,
            "made_from": self.made_from,
            "rhythm": self.rhythm.to_text(),
            "due_on": self.due_on and self.due_on.isoformat(),
        }
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
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    began_as = library(actor.person_id).questions.get(made_from) if made_from else None
    due_on = None if rhythm.weekday is not None else due_on
    said = Said(checked(text, LONGEST), began_as.slug if began_as else "", rhythm, due_on)
    if due_on is not None and due_on < today_of(actor):
        raise Invalid("due_on", "This day has gone by.")
    caseload.hold(client_id)
    if db.session.scalar(readable(Person, actor).where(Person.id == client_id, Person.closed_at.is_(None))) is None:
        raise Invalid("client", "Choose one of your clients.")
    row = Asked(
        id=asked_id or uuid4(), practice_id=actor.practice_id, client_id=client_id, therapist_id=actor.person_id
    )
    _not_too_many(actor, row)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        known = _known(actor, row.id)
        if _says(actor, known) == said:
            return known
        again = uuid5(known, "again")  # says nothing of the words: a row's id lies in clear
        return ask(actor, client_id, text, rhythm, due_on=due_on, made_from=made_from, asked_id=again)
    keys = actor.unlocked()
    item_id = vault.write(keys, KIND, said.to_bytes(), row.id)
    vault.share(keys, [item_id], vault.give(keys, vault.principal_of(client_id).id, SCOPE, PURPOSE, WORDING))
    record(actor, Event.QUESTION_ASKED, row.id, client_id)
    return row.id


def end(actor: Actor, asked_id: UUID) -> None:
    """Ask it no longer. The client keeps the words; doing it twice changes nothing.

    Raises:
        NotFound: no such question, or not asked by this therapist of somebody they look after.
    """
    row = db.session.scalar(writable(Asked, actor).where(Asked.id == asked_id).with_for_update())
    if row is None:
        raise NotFound(asked_id)
    if row.ended_at is None:
        row.ended_at = now()
        db.session.flush()
        record(actor, Event.QUESTION_ENDED, row.id, row.client_id)


def given(actor: Actor) -> list[Given]:
    """What this therapist has open now, by the client's name, the newest of each first."""
    rows = _open(actor).join(Item, Item.thing_id == Asked.id).join(Person, Person.id == Asked.client_id)
    found = db.session.execute(rows.add_columns(Item.id, Person.name).order_by(Asked.given_at.desc(), Asked.id)).all()
    texts = vault.read(actor.unlocked(), [item_id for _, item_id, _ in found])
    open_now = [_given(row, name, texts[item_id]) for row, item_id, name in found if item_id in texts]
    return sorted(open_now, key=lambda one: (one.client.casefold(), one.client_id))


def checked(text: str, most: int) -> str:
    """A question as somebody typed it, on one line.

    Raises:
        Invalid: empty, too long, or holding signs that are not text; `field` is "text".
    """
    text = " ".join(text.split())
    if not shows(text):
        raise Invalid("text", "There is no question here yet.")
    if not can_be_kept(text):
        raise Invalid("text", "There is a sign in here that cannot be kept, often from pasting. Type that part again.")
    if len(text) > most:
        raise Invalid("text", f"A question can have {most} characters; this one has {len(text)}.")
    return text


def _open(actor: Actor, *where: Any) -> Any:
    return readable(Asked, actor).where(Asked.ended_at.is_(None), *where)


def _not_too_many(actor: Actor, row: Asked) -> None:
    others: Iterable[Any] = (Asked.client_id == row.client_id, Asked.id != row.id)
    count = db.session.scalar(_open(actor, *others).with_only_columns(func.count(Asked.id))) or 0
    if count >= MOST_OPEN:
        raise Invalid("client", f"There are {count} questions open here already. End one first.")


def _known(actor: Actor, asked_id: UUID) -> UUID:
    """The form came a second time."""
    found = db.session.scalar(writable(Asked, actor).where(Asked.id == asked_id))
    if found is None:
        raise NotFound(asked_id)
    return found.id


def _says(actor: Actor, asked_id: UUID) -> Said:
    item_id = db.session.scalars(select(Item.id).where(Item.thing_id == asked_id)).one()
    return Said.from_bytes(vault.read_one(actor.unlocked(), item_id))


def _given(row: Asked, name: str, text: bytes) -> Given:
    said = Said.from_bytes(text)
    return Given(row.id, row.client_id, name, said.text, row.given_at, said.due_on, said.rhythm)
