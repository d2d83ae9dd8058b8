"""Answers of readers: one short one to each thing, in own words or by a kind phrase, sealed to the client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid
from portal.core.language import _, kept_as, lazy
from portal.core.text import can_be_kept, shows
from portal.domain import receipts, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.domain.consent.versions import version_of
from portal.models.confidants import Reply
from portal.models.people import Person
from portal.models.vault import Item

KIND = "reply"
PURPOSE = kept_as("to answer you")
WORDING = "reply-1"
LONGEST = {Role.CONFIDANT: 280, Role.THERAPIST: 600}  # characters; the lines of a therapist stay lines
WITHDRAW = timedelta(minutes=1)
STANDS = lazy("There is an answer of yours already, and it stands. These words were not sent.")
PHRASES = {
    Role.CONFIDANT: (
        lazy("I read this. Thank you for trusting me with it."),
        lazy("I am here, whenever you like."),
        lazy("Nothing to fix. I am glad you told me."),
    ),
    Role.THERAPIST: (
        lazy("I have read this. Thank you for writing it down."),
        lazy("Thank you. I would like to hear more about it when we meet."),
        lazy("I have read this, and I keep it in mind for our session."),
        lazy("Thank you for telling me. There is no need to add anything."),
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a thing."""

    thing_id: UUID
    by: str
    at: datetime
    words: str

    @property
    def can_be_withdrawn(self) -> bool:
        """For a minute, by whoever gave it."""
        return now() <= self.at + WITHDRAW


def reply(actor: Actor, thing_id: UUID, words: str) -> None:
    """Answer a thing that is open to them; the first answer stands. The very same words sent twice are one answer.

    Args:
        actor: somebody the client trusts, or a therapist of theirs; with keys.
        thing_id: what it answers.
        words: at most LONGEST characters.

    Raises:
        Invalid: on `words`; also where another answer stands already.
        NotFound: not open to them: nobody can tell why.
    """
    if actor.role not in LONGEST:
        raise Forbidden
    given = version_of(actor, thing_id)
    words = _checked(words, actor.role)
    row = Reply(
        id=uuid4(),
        practice_id=actor.practice_id,
        client_id=given.client_id,
        reader_id=actor.person_id,
        thing_id=thing_id,
    )
    if not add_new(row):
        if [words] == [one.words for one in answers(actor, [thing_id])]:
            return
        raise Invalid("words", STANDS)
    keys = actor.unlocked()
    grant = vault.give(
        keys, vault.principal_of(given.client_id).id, vault.CHOSEN, PURPOSE, receipts.in_language(WORDING)
    )
    vault.share(keys, [vault.write(keys, KIND, words.encode(), row.id)], grant)  # to this client: others answer, too
    record(actor, Event.REPLIED, thing_id, given.client_id, item=given.item_id)


def withdraw(actor: Actor, thing_id: UUID) -> bool:
    """Take one's own answer back, within a minute. Whoever it was given to can see that there was one.

    Returns:
        whether it is gone: after a minute it stays.

    Raises:
        NotFound: the thing is not open to them any more.
    """
    given = version_of(actor, thing_id)
    mine = writable(Reply, actor).where(Reply.thing_id == thing_id, Reply.at >= now() - WITHDRAW)
    row = db.session.scalar(mine.with_for_update())
    if row is None:
        return False
    vault.forget([row.id])
    db.session.delete(row)
    db.session.flush()
    record(actor, Event.REPLY_WITHDRAWN, thing_id, given.client_id, item=given.item_id)
    return True


def answers(actor: Actor, thing_ids: Iterable[UUID]) -> list[Answer]:
    """What was answered to these things, oldest first: to the client everybody's answers, to who answered their own."""
    rows = readable(Reply, actor).where(Reply.thing_id.in_(list(thing_ids)))
    rows = rows.join(Item, Item.thing_id == Reply.id).join(Person, Person.id == Reply.reader_id)
    columns = rows.with_only_columns(Reply.thing_id, Person.name, Reply.at, Item.id).order_by(Reply.at, Reply.id)
    found = db.session.execute(columns).all()
    texts = vault.read(actor.unlocked(), [row.id for row in found])
    return [Answer(row.thing_id, row.name, row.at, texts[row.id].decode()) for row in found if row.id in texts]


def decline(actor: Actor, thing_id: UUID) -> None:
    """Somebody trusted would rather not have this: it closes for them. Needs no key.

    Raises:
        NotFound: not open to them: nobody can tell why.
    """
    given = version_of(actor, thing_id)
    keys = standing.keys(standing.reader.person_id == actor.person_id, Item.thing_id == thing_id)
    for row in db.session.execute(select(keys)):
        vault.unshare(row.owner_id, [row.item_id], row.grant_id)
    record(actor, Event.DECLINED, thing_id, given.client_id, item=given.item_id)


def _checked(words: str, role: Role) -> str:
    lines = (" ".join(line.split()) for line in words.splitlines())
    words = "\n".join(line for line in lines if line) if role is Role.THERAPIST else " ".join(words.split())
    if not can_be_kept(words):
        raise Invalid("words", _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
    if not shows(words):
        raise Invalid("words", _("Write a line, or choose one of the phrases."))
    if len(words) > LONGEST[role]:
        raise Invalid(
            "words",
            _(
                "An answer can have %(most)s characters; this one has %(length)s.",
                most=LONGEST[role],
                length=len(words),
            ),
        )
    return words
