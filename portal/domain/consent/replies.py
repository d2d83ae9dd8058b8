"""Answers of somebody the client trusts: one short one to each thing, a line or a kind phrase, sealed to the client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.text import can_be_kept, shows
from portal.domain import vault
from portal.domain.access import readable, usable
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.models.confidants import Reply
from portal.models.people import Person
from portal.models.vault import Item

KIND = "reply"
PURPOSE = "to answer you"
WORDING = "reply-1"
LONGEST = 280  # characters
PHRASES = (
    "I read this. Thank you for trusting me with it.",
    "I am here, whenever you like.",
    "Nothing to fix. I am glad you told me.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a thing."""

    thing_id: UUID
    by: str
    at: datetime
    words: str


def reply(actor: Actor, thing_id: UUID, words: str) -> None:
    """Answer a thing that is open to them; the first answer stands, sent twice or not.

    Args:
        actor: somebody the client trusts, with keys.
        thing_id: what it answers.
        words: one line, at most 280 characters.

    Raises:
        Invalid: on `words`.
        NotFound: not open to them: nobody can tell why.
    """
    if actor.role is not Role.CONFIDANT:
        raise Forbidden
    client_id, item_id = _open(actor, thing_id)
    words = _checked(words)
    row = Reply(
        id=uuid4(),
        practice_id=actor.practice_id,
        client_id=client_id,
        confidant_id=actor.person_id,
        thing_id=thing_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return
    vault.give(actor.unlocked(), vault.principal_of(client_id).id, KIND, PURPOSE, WORDING)
    vault.write(actor.unlocked(), KIND, words.encode(), row.id)
    record(actor, Event.REPLIED, thing_id, client_id, item=item_id)


def answers(actor: Actor, thing_ids: Iterable[UUID]) -> list[Answer]:
    """What was answered to these things, oldest first: to the client everybody's answers, to who answered their own."""
    rows = readable(Reply, actor).where(Reply.thing_id.in_(list(thing_ids)))
    rows = rows.join(Item, Item.thing_id == Reply.id).join(Person, Person.id == Reply.confidant_id)
    columns = rows.with_only_columns(Reply.thing_id, Person.name, Reply.at, Item.id).order_by(Reply.at, Reply.id)
    found = db.session.execute(columns).all()
    texts = vault.read(actor.unlocked(), [row.id for row in found])
    return [Answer(row.thing_id, row.name, row.at, texts[row.id].decode()) for row in found if row.id in texts]


def decline(actor: Actor, thing_id: UUID) -> None:
    """Somebody trusted would rather not have this: it closes for them. Needs no key.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    client_id, item_id = _open(actor, thing_id)
    given = standing.keys(standing.reader.person_id == actor.person_id, Item.thing_id == thing_id)
    for row in db.session.execute(select(given)):
        vault.unshare(row.owner_id, [row.item_id], row.grant_id)
    record(actor, Event.DECLINED, thing_id, client_id, item=item_id)


def _open(actor: Actor, thing_id: UUID) -> tuple[UUID, UUID]:
    """Whose this is, and the version they have."""
    given = standing.keys(standing.reader.person_id == actor.person_id, usable(), Item.thing_id == thing_id)
    found = standing.allowed(actor, db.session.execute(select(given).where(given.c.place == 1)))
    if not found:
        raise NotFound(thing_id)
    row, _ = found[0]
    return row.writer_id, row.item_id


def _checked(words: str) -> str:
    words = " ".join(words.split())
    if not can_be_kept(words):
        raise Invalid("words", "There is a sign in here that cannot be kept, often from pasting. Type it again.")
    if not shows(words):
        raise Invalid("words", "Write a line, or choose one of the phrases.")
    if len(words) > LONGEST:
        raise Invalid("words", f"An answer can have {LONGEST} characters; this one has {len(words)}.")
    return words
