"""Keeping an agenda: one is open at a time; when the session was, it is closed and stays to look back on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, tuple_

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import hold, readable, writable
from portal.domain.agenda.leads import keep_leads, leads
from portal.domain.agenda.words import KIND, Reading, Words
from portal.domain.audit import Event, record
from portal.models.agenda import Agenda as Row
from portal.models.vault import Item

NOWHERE: Mapping[UUID, UUID] = {}
SHELF = 20  # closed agendas on a page


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda of one's own, in its newest version."""

    id: UUID
    item_id: UUID
    version: int
    made_at: datetime
    closed_at: datetime | None
    text: Reading


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of closed agendas, the last closed first, and the one to go on from; None where there is nothing more."""

    agendas: list[Agenda]
    older: UUID | None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """How the open agenda begins, for a page that shows one line of it."""

    agenda_id: UUID
    line: str


class BothChanged(Conflict):
    """The words were changed elsewhere meanwhile. `kept` is what stands on the agenda of this id, in `version`."""

    def __init__(self, agenda_id: UUID, version: int, kept: Words, typed: Words) -> None:
        super().__init__(_("The agenda was changed in another window."))
        self.agenda_id, self.version, self.kept, self.typed = agenda_id, version, kept, typed


# ------------------------------------------------------------------ reading


def current(actor: Actor) -> Agenda | None:
    """The open agenda, if there is one; one from before a fresh start is nobody's to open."""
    row = db.session.execute(_newest(actor).where(Row.closed_at.is_(None))).one_or_none()
    text = vault.read(actor.unlocked(), [row.item_id]).get(row.item_id) if row else None
    return _opened(row, text) if text else None


def read(actor: Actor, agenda_id: UUID) -> Agenda:
    """An agenda of one's own, open or closed; raises NotFound."""
    found = _one(actor, Row.id == agenda_id)
    if found is None:
        raise NotFound(agenda_id)
    return found


def open_line(actor: Actor) -> OpenLine | None:
    """How the open agenda begins; None when none is open. Two questions to the database."""
    found = current(actor)
    return OpenLine(found.id, found.text.first_line) if found else None


def shelf(actor: Actor, before: UUID | None = None) -> Shelf:
    """Closed agendas, the last closed first.

    Args:
        actor: their writer, with keys.
        before: go on with those closed before this one; raises NotFound when that is none of theirs.
    """
    query = _newest(actor).where(Row.closed_at.is_not(None))
    if before:
        query = query.where(tuple_(Row.closed_at, Row.id) < tuple_(read(actor, before).closed_at, before))
    rows = db.session.execute(query.order_by(Row.closed_at.desc(), Row.id.desc()).limit(SHELF + 1)).all()
    more, rows = len(rows) > SHELF, rows[:SHELF]
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows]) if rows else {}
    return Shelf(
        [_opened(row, texts[row.item_id]) for row in rows if row.item_id in texts], rows[-1].id if more else None
    )


def _one(actor: Actor, which: ColumnElement[bool]) -> Agenda | None:
    row = db.session.execute(_newest(actor).where(which)).one_or_none()
    return _opened(row, vault.read_one(actor.unlocked(), row.item_id)) if row else None


def _newest(actor: Actor) -> Any:
    joined = readable(Row, actor).join(Item, and_(Item.thing_id == Row.id, Item.version == Row.version))
    return joined.with_only_columns(Row.id, Item.id.label("item_id"), Row.version, Row.made_at, Row.closed_at)


def _opened(row: Any, data: bytes) -> Agenda:
    return Agenda(row.id, row.item_id, row.version, row.made_at, row.closed_at, Reading.from_bytes(data))


# ------------------------------------------------------------------ writing


def write(actor: Actor, words: Words, agenda_id: UUID, base_version: int = 0) -> UUID:
    """Keep the words of the open agenda; without one, begin it.

    Args:
        actor: a client, with keys.
        words: as `Words.checked` gave them.
        agenda_id: of the open one, or made when the form was shown: sent twice, it is one agenda.
        base_version: the version that stood on the page, 0 for none.

    Returns:
        the id of the agenda that holds the words now. One that was closed meanwhile stays as it is: the words begin
        another, or go on the open one when that has none, or these, already.

    Raises:
        Invalid: nothing at all, for a new one.
        BothChanged: other words were kept since the writing began, on this agenda or on another that is open now.
        NotFound: this id is somebody else's.
    """
    row = _row(actor, agenda_id)
    if row is None or row.closed_at is not None:
        if row is not None and read(actor, agenda_id).text.words == words:
            return agenda_id
        return _begin_with(actor, words, agenda_id if row is None else uuid4())
    kept, base = read(actor, agenda_id), at_version(actor, agenda_id, base_version or 1)
    if words == kept.text.words:
        return agenda_id
    if base is None or base.words != kept.text.words:
        raise BothChanged(agenda_id, kept.version, kept.text.words, words)
    change(actor, agenda_id, lambda text: replace(text, words=words))
    return agenda_id


def _begin_with(actor: Actor, words: Words, agenda_id: UUID) -> UUID:
    if Reading(words).is_empty:
        raise Invalid("body", _("There is nothing here yet. One line is plenty, and none is fine too."))
    if begin(actor, agenda_id, Reading(words)):
        return agenda_id
    stands = current(actor)
    if stands is None:
        raise NotFound(agenda_id)
    if stands.text.words in (words, Words("")):
        change(actor, stands.id, lambda text: replace(text, words=words))
        return stands.id
    raise BothChanged(stands.id, stands.version, stands.text.words, words)


# ------------------------------------------------------------------ shared with the other files of this concept


def begin(actor: Actor, agenda_id: UUID, text: Reading, lead: Mapping[UUID, UUID] = NOWHERE) -> bool:
    """Open an agenda; False when this id is taken, or one is open already."""
    if actor.role is not Role.CLIENT:
        raise Forbidden
    if current(actor) is None:
        for stale in db.session.scalars(writable(Row, actor).where(Row.closed_at.is_(None)).with_for_update()):
            stale.closed_at = now()  # from before a fresh start
    row = Row(id=agenda_id, practice_id=actor.practice_id, client_id=actor.person_id, closed_at=None, version=1)
    if not add_new(row):
        return False
    _keep(actor, agenda_id, text, lead, 1)
    record(actor, Event.AGENDA_WRITTEN, agenda_id, actor.person_id)
    return True


def change(
    actor: Actor, agenda_id: UUID, how: Callable[[Reading], Reading], lead: Mapping[UUID, UUID] = NOWHERE
) -> None:
    """Make a later version of an agenda out of its newest; one that says the same is not kept again.

    Args:
        actor: its writer, with keys.
        agenda_id: the agenda.
        how: makes the later version.
        lead: where a pin that is new leads.
    """
    row = hold(Row, actor, agenda_id)
    kept = read(actor, agenda_id).text
    changed = how(kept)
    if changed == kept:
        return
    row.version += 1
    db.session.flush()
    _keep(actor, row.id, changed, {**leads(actor, row.id), **lead}, row.version)
    record(actor, Event.AGENDA_CHANGED, row.id, actor.person_id, version=row.version)


def _keep(actor: Actor, agenda_id: UUID, text: Reading, lead: Mapping[UUID, UUID], version: int) -> None:
    vault.write(actor.unlocked(), KIND, text.to_bytes(), agenda_id, version)
    there = {pin.id for pin in text.pins}
    keep_leads(actor, agenda_id, {pin_id: about_id for pin_id, about_id in lead.items() if pin_id in there}, version)


def _row(actor: Actor, agenda_id: UUID) -> Row | None:
    return db.session.scalar(writable(Row, actor).where(Row.id == agenda_id).with_for_update())


def at_version(actor: Actor, agenda_id: UUID, version: int) -> Reading | None:
    """What stood on a page that was shown earlier; None when there is no such version of this agenda of theirs."""
    query = readable(Row, actor).where(Row.id == agenda_id).join(Item, Item.thing_id == Row.id)
    item_id = db.session.scalar(query.where(Item.version == version).with_only_columns(Item.id))
    return Reading.from_bytes(vault.read_one(actor.unlocked(), item_id)) if item_id else None
