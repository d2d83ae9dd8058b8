"""Drafts: what somebody is writing, kept as they go, readable by them alone; gone when it was kept or thrown away."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import ColumnElement, exists, or_

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _, lazy
from portal.core.text import shows
from portal.domain import vault
from portal.domain.access import put_away, readable, writable
from portal.models.agenda import Agenda
from portal.models.conversation import Conversation
from portal.models.drafts import Draft as Row
from portal.models.journal import Entry, Layout
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.summaries import Summary
from portal.models.vault import Item

VAULT_KIND = "draft"
LONGEST = (
    60_000  # characters in all fields of a draft together: more than any note, so one that is too long is safe too
)
MOST = 100  # drafts on a list
GONE = lazy("What this belongs to was removed meanwhile, so it is not kept. Copy the words if you want them elsewhere.")


@dataclass(frozen=True, slots=True)
class Kind:
    """Forms whose words are kept as they are typed: whose they are, the words, what they become, and what goes along.

    `becomes` is None where no row may say what they will be: what it is about lies among the words then, under an id
    made when the form was shown. `about` names fields that are kept beside the words and are none by themselves.
    `size`: bytes that a shorter draft is filled up to. `later`: fields of a form about one that is there, whose draft
    is apart from that of the thing itself: its id is made of the thing's and of `apart`.
    """

    role: Role
    fields: tuple[str, ...]
    becomes: Any  # a model, or None
    about: tuple[str, ...] = ()
    size: int = 0
    later: tuple[str, ...] = ()
    apart: str = ""


BESIDE = ("on_day", "tags", "goal_id", "level", "checkin_id", "question_id")  # a note's words
TALK = ("about", "need", "boundary", "opening", "moment", "stop", "how", "learned", "next")  # planned, and afterwards
AGENDA = ("body", "wish", "pin", "takeaways", "next_step")  # before a session, and afterwards
CARD = (  # of all cards together, so that a draft of one is like that of another
    "signs", "helps", "reminder", "alone", "distraction", "people", "professionals", "surroundings", "own",
)  # fmt: skip
KINDS: Mapping[str, Kind] = {
    "entry": Kind(Role.CLIENT, ("title", "body"), Entry, about=BESIDE),
    "summary": Kind(Role.THERAPIST, ("note", "plan", "hidden"), Summary, about=("client",)),
    "process-note": Kind(Role.THERAPIST, ("body",), ProcessNote, about=("client", "on_day")),
    "progress-note": Kind(Role.THERAPIST, ("body",), ProgressNote, about=("client", "on_day")),
    "addendum": Kind(Role.THERAPIST, ("body",), ProgressAddendum, about=("client", "note")),
    "summary-addendum": Kind(Role.THERAPIST, ("words",), None, about=("client", "summary")),
    "layout": Kind(Role.CLIENT, ("name", "text"), Layout),
    "talk": Kind(Role.CLIENT, TALK, Conversation, about=("back_on", "remind"), later=TALK[-3:], apart="afterwards"),
    "agenda": Kind(
        Role.CLIENT,
        AGENDA,
        Agenda,
        about=("heard", "matters", "way", "overall", "lines"),
        later=AGENDA[-2:],
        apart="after-session",
    ),
    "card": Kind(Role.CLIENT, CARD, None, about=("slot", "picks"), size=8_192),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window knows of the draft it writes: `number` of the one it saved or opened last, 0 for none.

    `window` is made when its form is shown. A window whose answer was lost on the way is known by it.
    """

    number: int
    window: UUID

    def wrote(self, row: Row) -> bool:
        """Whether nobody but this window has saved since it looked."""
        return row.window == self.window or row.number == self.number


@dataclass(frozen=True, slots=True)
class Draft:
    """Words on their way. `about_id` is the thing of this kind they will be; `is_new`: which is not there yet."""

    about_id: UUID
    is_new: bool
    base_version: int
    number: int
    saved_at: datetime
    words: Mapping[str, str] = field(repr=False)
    kind: str = ""

    @property
    def text(self) -> str:
        """All of its words, one field after the other."""
        return "\n\n".join(said for name in KINDS[self.kind].fields if (said := self.words.get(name, "")))


class WrittenElsewhere(Conflict):
    """Another window has saved a later draft of the same thing; neither replaces the other."""

    def __init__(self) -> None:
        super().__init__(_("This is being written in another window too."))


def save(  # noqa: PLR0913, PLR0917 - what a writing form carries
    actor: Actor, kind: str, about_id: UUID, words: Mapping[str, str], seen: Seen, base_version: int = 0
) -> Draft | None:
    """Keep what stands in the form now, in the place of what stood there before.

    Args:
        actor: the writer, with keys.
        kind: one of KINDS.
        about_id: made when the form was shown, or the id of the thing that is changed.
        words: the form's fields; together 60,000 characters at most.
        seen: what this window knows of the draft.
        base_version: the version the writing began from, 0 for something new.

    Returns:
        the draft, with the number to save the next one with; None when there was nothing to keep: the fields are empty,
        or the first save of something new comes after that was kept for good.

    Raises:
        NotFound: no such kind, or not this person's to write.
        Invalid: too long, or what it is about was removed for good.
        WrittenElsewhere: another window has saved since.
    """
    form = KINDS.get(kind)
    if form is None or form.role is not actor.role:
        raise NotFound
    kept = {name: words.get(name, "") for name in form.fields + form.about}
    if sum(map(len, kept.values())) > LONGEST:
        raise Invalid(form.fields[-1], _("This is longer than a draft can be. Part of it can go into a second one."))
    row = _row(actor, about_id)
    if not (seen.wrote(row) if row else seen.number == 0):
        raise WrittenElsewhere
    if not any(shows(kept[name]) for name in form.fields):
        _erase(actor, row)
        return None
    if (base_version or any(kept[name] for name in form.later)) and _is_gone(actor, form, about_id):
        raise Invalid(form.fields[-1], GONE)
    is_new = base_version == 0 and not _is_there(actor, form.becomes, about_id)
    if row is None and base_version == 0 and not is_new:
        return None
    row = row or _new(actor, kind, about_id, seen.window)
    row.base_version, row.number, row.window, row.saved_at = base_version, row.number + 1, seen.window, now()
    db.session.flush()
    vault.replace(actor.unlocked(), VAULT_KIND, json.dumps(kept).encode().ljust(form.size), row.id)
    return Draft(about_id, is_new, base_version, row.number, row.saved_at, kept, kind)


def find(actor: Actor, about_id: UUID) -> Draft | None:
    """The writer's own draft about this thing, opened."""
    found = _opened(actor, Row.about_id == about_id)
    return found[0] if found else None


def index(actor: Actor, *kinds: str) -> list[Draft]:
    """The writer's drafts of these kinds, the one saved last first; 100 at most."""
    return _opened(actor, Row.kind.in_(kinds))


def kept(actor: Actor, about_id: UUID, words: Mapping[str, str], seen: Seen) -> None:
    """The words were kept for good, so their draft goes. One that another window has saved since stays.

    Args:
        actor: the writer, with keys.
        about_id: what they were kept as.
        words: as they were kept; a draft of another window that says just this has nothing to add.
        seen: what this window knows of the draft.
    """
    row = _row(actor, about_id)
    draft = None if row is None or seen.wrote(row) else find(actor, about_id)
    if draft is None or _alike(draft.words, words):
        _erase(actor, row)


def drop(actor: Actor, about_id: UUID, seen: Seen) -> None:
    """Throw a draft away. Without one, nothing happens.

    Raises:
        WrittenElsewhere: another window has saved since: what is thrown away must have been seen.
    """
    row = _row(actor, about_id)
    if row and not seen.wrote(row):
        raise WrittenElsewhere
    _erase(actor, row)


def forget(actor: Actor, about_ids: Iterable[UUID]) -> None:
    """These are gone for good, and with them what was being typed about them."""
    for row in db.session.scalars(writable(Row, actor).where(Row.about_id.in_(list(about_ids)))).all():
        _erase(actor, row)


# ------------------------------------------------------------------ rows


def _row(actor: Actor, about_id: UUID) -> Row | None:
    """The row, held until the transaction ends."""
    return db.session.scalar(writable(Row, actor).where(Row.about_id == about_id).with_for_update())


def _new(actor: Actor, kind: str, about_id: UUID, window: UUID) -> Row:
    row = Row(
        id=uuid4(),
        practice_id=actor.practice_id,
        person_id=actor.person_id,
        kind=kind,
        about_id=about_id,
        base_version=0,
        number=0,
        window=window,
    )
    if not add_new(row):
        raise WrittenElsewhere
    return row


def _erase(actor: Actor, row: Row | None) -> None:
    if row:
        vault.drop(actor.unlocked(), row.id)
        db.session.delete(row)
        db.session.flush()


def _is_there(actor: Actor, becomes: Any, about_id: UUID) -> bool:
    if becomes is None:
        return False
    query = readable(becomes, actor).where(becomes.id == about_id)
    return db.session.scalar(query.with_only_columns(becomes.id)) is not None


def _is_gone(actor: Actor, form: Kind, about_id: UUID) -> bool:
    """Whether what is typed about leads nowhere: no page would ever show it again, and nothing would take it away."""
    if form.becomes is None or _is_there(actor, form.becomes, about_id):
        return False
    if form.becomes is Entry:  # one that can be brought back is not gone
        query = put_away(Entry, actor).where(Entry.id == about_id)
        return db.session.scalar(query.with_only_columns(Entry.id)) is None
    ids = db.session.scalars(readable(form.becomes, actor).with_only_columns(form.becomes.id))
    return all(about_id != uuid5(one, form.apart) for one in ids)


def _opened(actor: Actor, *where: ColumnElement[bool]) -> list[Draft]:
    """With their words; one that does not open any more is left out."""
    there = or_(*(exists().where(one.id == Row.about_id) for kind in KINDS.values() if (one := kind.becomes)))
    put_away = exists().where(Entry.id == Row.about_id, Entry.deleted_at.is_not(None))
    query = (
        readable(Row, actor).where(*where, ~put_away).join(Item, Item.thing_id == Row.id).add_columns(Item.id, there)
    )
    rows = db.session.execute(query.order_by(Row.saved_at.desc(), Row.id).limit(MOST)).all()
    texts = vault.read(actor.unlocked(), [item_id for _, item_id, _ in rows]) if rows else {}
    return [_draft(row, json.loads(texts[item_id]), is_there) for row, item_id, is_there in rows if item_id in texts]


def _draft(row: Row, words: dict[str, Any], is_there: bool) -> Draft:  # noqa: FBT001 - a column of the row
    is_new = row.base_version == 0 and not is_there
    return Draft(row.about_id, is_new, row.base_version, row.number, row.saved_at, words, row.kind)


def _alike(draft: Mapping[str, str], kept: Mapping[str, str]) -> bool:
    """Whether a draft's words are those that were kept, whatever the line ends and the spaces around them."""
    return all(
        "\n".join(kept[name].split("\r\n")).strip() == text.strip() for name, text in draft.items() if name in kept
    )
