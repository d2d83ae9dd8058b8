"""Drafts: what somebody is writing, kept as they go, readable by them alone; gone when it was kept or thrown away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.text import shows
from portal.domain import vault
from portal.domain.access import readable, writable
from portal.models.drafts import Draft as Row
from portal.models.journal import Entry
from portal.models.summaries import Summary
from portal.models.vault import Item

VAULT_KIND = "draft"
LONGEST = (
    60_000  # characters in all fields of a draft together: the longest note, and room to be told that it is too long
)
MOST = 20  # drafts on a list


@dataclass(frozen=True, slots=True)
class Kind:
    """A form whose words are kept as they are typed: whose it is, its words, what they become, and what goes along.

    `about` names fields that are kept beside the words and are none by themselves.
    """

    role: Role
    fields: tuple[str, ...]
    becomes: type[Entry] | type[Summary]
    about: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "entry": Kind(Role.CLIENT, ("title", "body"), Entry),
    "summary": Kind(Role.THERAPIST, ("note",), Summary, about=("client",)),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Words on their way. `about_id` is the thing they will be; `number` grows with each save."""

    about_id: UUID
    kind: str
    base_version: int
    number: int
    saved_at: datetime
    words: Mapping[str, str] = field(repr=False)

    @property
    def is_new(self) -> bool:
        """Whether it will be something new, and not a later version of something kept."""
        return self.base_version == 0


class WrittenElsewhere(Conflict):
    """Another window has saved a later draft of the same thing; neither replaces the other."""


def save(  # noqa: PLR0913, PLR0917 - what a writing form carries
    actor: Actor, kind: str, about_id: UUID, words: Mapping[str, str], base_version: int = 0, number: int = 0
) -> Draft | None:
    """Keep what stands in the form now, in the place of what stood there before.

    Args:
        actor: the writer, with keys.
        kind: one of KINDS.
        about_id: made when the form was shown, or the id of the thing that is changed.
        words: the form's fields; together 60,000 characters at most.
        base_version: the version the writing began from, 0 for something new.
        number: of the draft this window saved or opened last, 0 for none.

    Returns:
        the draft, with the number to save the next one with; None when there was nothing to keep: the fields are empty,
        or a slow request comes after the words were kept for good.

    Raises:
        NotFound: no such kind, or not this person's to write.
        Invalid: too long.
        WrittenElsewhere: another window has saved since.
    """
    form = KINDS.get(kind)
    if form is None or form.role is not actor.role:
        raise NotFound
    kept = {name: words.get(name, "") for name in form.fields + form.about}
    if sum(map(len, kept.values())) > LONGEST:
        raise Invalid(form.fields[-1], "This is longer than a draft can be. Part of it can go into a second one.")
    row = _row(actor, about_id)
    if (row.number if row else 0) != number:
        raise WrittenElsewhere("This is being written in another window too.")
    if not any(shows(kept[name]) for name in form.fields):
        drop(actor, about_id)
        return None
    if row is None and base_version == 0 and _is_kept(actor, form.becomes, about_id):
        return None
    row = row or _new(actor, kind, about_id)
    row.base_version, row.number, row.saved_at = base_version, number + 1, now()
    db.session.flush()
    vault.forget(actor.unlocked(), row.id)
    vault.write(actor.unlocked(), VAULT_KIND, json.dumps(kept).encode(), row.id)
    return _draft(row, kept)


def find(actor: Actor, about_id: UUID) -> Draft | None:
    """The writer's own draft about this thing, opened."""
    found = _opened(actor, readable(Row, actor).where(Row.about_id == about_id))
    return found[0] if found else None


def unfinished(actor: Actor, kind: str) -> list[Draft]:
    """Drafts of new things of this kind, the one saved last first; 20 at most."""
    query = readable(Row, actor).where(Row.kind == kind, Row.base_version == 0)
    return _opened(actor, query.order_by(Row.saved_at.desc(), Row.id).limit(MOST))


def kept(actor: Actor, about_id: UUID, words: Mapping[str, str], number: int) -> None:
    """The words were kept for good, so their draft goes.

    One that another window has saved since stays, unless it says the same: a request that was under way.

    Args:
        actor: the writer, with keys.
        about_id: what they were kept as.
        words: as they were kept.
        number: of the draft this window saved or opened last.
    """
    draft = find(actor, about_id)
    if draft and (draft.number == number or _alike(draft.words, words)):
        drop(actor, about_id)


def _alike(draft: Mapping[str, str], kept: Mapping[str, str]) -> bool:
    """Whether two sets of words are the same, whatever the line ends and the spaces around them."""
    return all("\n".join(kept.get(name, "").split("\r\n")).strip() == text.strip() for name, text in draft.items())


def drop(actor: Actor, about_id: UUID) -> None:
    """Throw a draft away. Without one, nothing happens."""
    if row := _row(actor, about_id):
        vault.forget(actor.unlocked(), row.id)
        db.session.delete(row)
        db.session.flush()


# ------------------------------------------------------------------ rows


def _row(actor: Actor, about_id: UUID) -> Row | None:
    """The row, held until the transaction ends."""
    return db.session.scalar(writable(Row, actor).where(Row.about_id == about_id).with_for_update())


def _new(actor: Actor, kind: str, about_id: UUID) -> Row:
    row = Row(
        id=uuid4(),
        practice_id=actor.practice_id,
        person_id=actor.person_id,
        kind=kind,
        about_id=about_id,
        base_version=0,
        number=1,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise WrittenElsewhere("This is being written in another window too.") from None
    return row


def _is_kept(actor: Actor, becomes: type[Entry] | type[Summary], about_id: UUID) -> bool:
    query = readable(becomes, actor).where(becomes.id == about_id)
    return db.session.scalar(query.with_only_columns(becomes.id)) is not None


def _opened(actor: Actor, query: Select[Row]) -> list[Draft]:
    """With their words; one that does not open any more is left out."""
    rows = db.session.execute(query.join(Item, Item.thing_id == Row.id).add_columns(Item.id)).all()
    texts = vault.read(actor.unlocked(), [item_id for _, item_id in rows]) if rows else {}
    return [_draft(row, json.loads(texts[item_id])) for row, item_id in rows if item_id in texts]


def _draft(row: Row, words: dict[str, Any]) -> Draft:
    return Draft(row.about_id, row.kind, row.base_version, row.number, row.saved_at, words)
