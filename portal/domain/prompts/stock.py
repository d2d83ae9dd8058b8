"""Prompts that therapists write: for the practice, or for themselves alone. Every wording stays readable.

A prompt of the practice is for every therapist there, those who come later among them, so its words stand in clear,
like the practice's books and podcasts: no key could be sealed to somebody who is not there yet. That is why the form
says that nothing of a client belongs in it. A therapist's own prompts have no other reader, and often begin as what
somebody said in the room; they are sealed to that therapist's own key, and so are their theme and all the rest.

Every therapist may word a prompt of the practice anew: it is the practice's, and whoever began it may have left. What
was given to a client keeps the words it had, for those are sealed with it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4, uuid5

from sqlalchemy import and_, delete, func, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import resources, vault
from portal.domain.access import hold, readable
from portal.domain.audit import Event, record
from portal.domain.prompts.asking import LONGEST, checked
from portal.domain.prompts.library import Topic, library
from portal.domain.prompts.terms import MOST_MINUTES
from portal.models.people import Person
from portal.models.prompts import Prompt, PromptWording
from portal.models.vault import Item

KIND = "own-prompt"
MOST = 200  # prompts of a practice, and as many of one therapist's own


@dataclass(frozen=True, slots=True)
class Wording:
    """What is written. topic: a theme's id, or none; minutes: 0 where nobody said; beside: a resource's slug, or none.

    `is_risky`: it urges an open talk at home, so it is not for somebody who may be afraid there.
    """

    text: str
    topic: str = ""
    minutes: int = 0
    beside: str = ""
    is_risky: bool = False

    @classmethod
    def from_bytes(cls, data: bytes | str) -> Self:
        return cls(**json.loads(data))

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Written:
    """A prompt as it reads now. writer: who worded it so, of the practice's; nobody, where it is one's own."""

    id: UUID
    wording: Wording
    is_common: bool
    version: int
    written_at: datetime
    writer: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Older:
    """How a prompt read before."""

    version: int
    wording: Wording
    written_at: datetime
    writer: str


class WrittenElsewhere(Conflict):
    """It was changed in another window, or by somebody else, meanwhile. Carries how it reads now."""

    def __init__(self, kept: Written) -> None:
        super().__init__("This prompt was changed elsewhere.")
        self.kept = kept


def stock(actor: Actor) -> list[Written]:
    """The practice's prompts and this therapist's own, their own first, by their words; retired ones too."""
    found = _written(actor)
    return sorted(found, key=lambda one: (one.is_common, one.wording.text.casefold(), one.id))


def find_written(actor: Actor, prompt_id: UUID) -> Written:
    """One of them.

    Raises:
        NotFound: not there, or somebody else's own.
    """
    found = _written(actor, Prompt.id == prompt_id)
    if not found:
        raise NotFound(prompt_id)
    return found[0]


def older(actor: Actor, prompt_id: UUID) -> list[Older]:
    """How it read before, the newest first.

    Raises:
        NotFound: as `find_written`.
    """
    one = find_written(actor, prompt_id)
    if one.is_common:
        before = readable(PromptWording, actor).where(PromptWording.prompt_id == prompt_id)
        rows = before.join(Person, Person.id == PromptWording.therapist_id).add_columns(Person.name)
        kept = [
            Older(row.version, Wording.from_bytes(row.words), row.written_at, name)
            for row, name in db.session.execute(rows)
        ]
    else:
        items = select(Item.id, Item.version, Item.created_at).where(Item.thing_id == prompt_id, Item.kind == KIND)
        items_of = {row.id: row for row in db.session.execute(items)}
        kept = [
            Older(items_of[item_id].version, Wording.from_bytes(data), items_of[item_id].created_at, "")
            for item_id, data in vault.read(actor.unlocked(), items_of).items()
        ]
    return sorted((each for each in kept if each.version < one.version), key=lambda each: -each.version)


def compose(actor: Actor, wording: Wording, prompt_id: UUID | None = None, *, is_common: bool) -> UUID:
    """Keep a prompt.

    Args:
        actor: a therapist, with keys.
        wording: what is written.
        prompt_id: made when the form was shown: sent twice, it is kept once; other words are a later version of it.
        is_common: for every therapist of the practice, in clear; else for this one alone.

    Raises:
        Invalid: `field` is "text", "topic", "minutes" or "beside".
        NotFound: this id is somebody else's.
    """
    _only_who_may(actor)
    wording = _checked(actor, wording)
    row = Prompt(
        id=prompt_id or uuid4(), practice_id=actor.practice_id, therapist_id=actor.person_id, is_common=is_common
    )
    many = readable(Prompt, actor).where(Prompt.is_common.is_(is_common), Prompt.id != row.id)
    if db.session.scalar(select(func.count()).select_from(many.subquery())) >= MOST:  # type: ignore[operator]
        raise Invalid(
            "text", _("There are %(most)s prompts already. Delete one that is no longer used first.", most=MOST)
        )
    if not add_new(row):
        known = find_written(actor, row.id)
        if known.is_common is not is_common:
            return compose(actor, wording, uuid5(row.id, "again"), is_common=is_common)
        reword(actor, row.id, known.version, wording)
        return row.id
    _keep(actor, row, wording)
    return row.id


def reword(actor: Actor, prompt_id: UUID, number: int, wording: Wording) -> None:
    """Word it anew; how it read before stays.

    Args:
        actor: a therapist, with keys.
        prompt_id: which.
        number: of the version that stood on the page.
        wording: what is written now.

    Raises:
        Invalid: as `compose`.
        NotFound: not there, or somebody else's own.
        WrittenElsewhere: it reads differently by now.
    """
    wording = _checked(actor, wording)
    row, kept = hold(Prompt, actor, prompt_id), find_written(actor, prompt_id)
    if kept.wording == wording:
        return
    if kept.version != number:
        raise WrittenElsewhere(kept)
    row.version += 1
    row.written_at = now()
    db.session.flush()
    _keep(actor, row, wording)


def retire(actor: Actor, prompt_id: UUID) -> None:
    """It is offered no longer. What was given stays as it is; twice changes nothing.

    Raises:
        NotFound: as `find_written`.
    """
    row = hold(Prompt, actor, prompt_id)
    if row.retired_at is None:
        row.retired_at = now()
        db.session.flush()
        record(actor, Event.PROMPT_RETIRED, row.id)


def take_up(actor: Actor, prompt_id: UUID) -> None:
    """A retired one is offered again.

    Raises:
        NotFound: as `find_written`.
    """
    row = hold(Prompt, actor, prompt_id)
    if row.retired_at is not None:
        row.retired_at = None
        db.session.flush()
        record(actor, Event.PROMPT_BROUGHT_BACK, row.id)


def delete_written(actor: Actor, prompt_id: UUID) -> None:
    """Every wording of a retired one is gone for good. What was given keeps its own words.

    Raises:
        NotFound: not there, somebody else's own, or not retired.
    """
    row = hold(Prompt, actor, prompt_id)
    if row.retired_at is None:
        raise NotFound(prompt_id)
    vault.forget([row.id])
    db.session.execute(delete(PromptWording).where(PromptWording.prompt_id == row.id))
    db.session.execute(delete(Prompt).where(Prompt.id == row.id))
    record(actor, Event.PROMPT_DELETED, prompt_id)


# ------------------------------------------------------------------ rows


def _only_who_may(actor: Actor) -> None:
    if actor.role is not Role.THERAPIST:
        raise Forbidden


def _checked(actor: Actor, wording: Wording) -> Wording:
    topics: Iterable[Topic] = library(actor.person_id).topics
    if wording.topic and wording.topic not in {topic.id for topic in topics}:
        raise Invalid("topic", _("Choose one of the themes, or none."))
    if wording.minutes not in range(MOST_MINUTES + 1):
        raise Invalid("minutes", _("A number of minutes from 1 to %(most)s, or none.", most=MOST_MINUTES))
    if wording.beside and wording.beside not in {one.slug for one in resources.shelf(actor)}:
        raise Invalid("beside", _("Choose something the practice keeps, or nothing."))
    return replace(wording, text=checked(wording.text, LONGEST))


def _keep(actor: Actor, row: Prompt, wording: Wording) -> None:
    """The words of this version: in clear for the practice, or sealed for their writer alone."""
    if row.is_common:
        db.session.add(
            PromptWording(
                practice_id=row.practice_id, prompt_id=row.id, therapist_id=actor.person_id, version=row.version,
                words=wording.to_text(), written_at=row.written_at,
            )
        )  # fmt: skip
        db.session.flush()
    else:
        vault.write(actor.unlocked(), KIND, wording.to_text().encode(), row.id, row.version)
    record(actor, Event.PROMPT_KEPT, row.id, version=row.version)


def _written(actor: Actor, *where: Any) -> list[Written]:
    stands = and_(PromptWording.prompt_id == Prompt.id, PromptWording.version == Prompt.version)
    rows = readable(Prompt, actor).where(*where).outerjoin(PromptWording, stands)
    rows = rows.outerjoin(Person, Person.id == PromptWording.therapist_id)
    found = db.session.execute(rows.add_columns(PromptWording.words, Person.name)).all()
    own = [row.id for row, _, _ in found if not row.is_common]
    texts = vault.latest_readable(actor.unlocked(), own) if own else {}
    return [
        Written(
            id=row.id,
            wording=Wording.from_bytes(words if row.is_common else texts[row.id].data),
            is_common=row.is_common,
            version=row.version,
            written_at=row.written_at,
            writer=name or "",
            is_retired=row.retired_at is not None,
        )
        for row, words, name in found
        if row.is_common or row.id in texts
    ]
