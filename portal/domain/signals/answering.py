"""The therapist's side, and the cover's: what waits, and the note that says it was seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, kept_as, lazy
from portal.core.text import can_be_kept, shows
from portal.domain import receipts, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.signals.standing import Why, standing
from portal.models.people import Person
from portal.models.signals import Signal as Row

NOTE_KIND = "signal-note"
LONGEST = 500  # characters of a note
PURPOSE = kept_as("to know how it was answered")
WORDING = "signal-note-1"
ASKED, RISK, BOTH = (
    lazy("Please look before we meet"),
    lazy("An answer to look at"),
    lazy("An answer to look at before we meet"),
)
WAITS = lazy("Something waits")


@dataclass(frozen=True, slots=True)
class Signal:
    """A mark that waits. `is_mine`: it is the actor's own client's; else the actor covers, and knows nothing of why."""

    id: UUID
    client_id: UUID
    client: str
    therapist_id: UUID
    therapist: str
    what: str
    since: datetime
    is_mine: bool
    passed_on_at: datetime | None
    cover: str
    thing_id: UUID | None = None
    is_asked: bool = False
    about_risk: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One mark on its own page. `note`: what was noted, for whoever noted it and for the therapist."""

    signal: Signal
    answered_at: datetime | None
    answered_by: str
    note: str


def waiting(actor: Actor) -> list[Signal]:
    """The marks that wait with this therapist, and those passed on to them, the oldest first."""
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    rows = _rows(actor, Row.answered_at.is_(None))
    words = _words(actor, [row for row, _ in rows])
    mine = [row for row, _ in rows if row.id in words]
    passed_on = [row for row, _ in rows if row.therapist_id != actor.person_id]
    stands = standing(mine, known=[why.thing_id for why in words.values()]) | standing(passed_on)
    return [_signal(actor, row, names, words.get(row.id)) for row, names in rows if row.id in stands]


def card(actor: Actor, signal_id: UUID) -> Card:
    """One mark: waiting, or with how it was answered.

    Raises:
        NotFound: none of theirs, or what it was about is not open any more and nobody had answered.
    """
    found = _rows(actor, Row.id == signal_id)
    if not found:
        raise NotFound(signal_id)
    row, names = found[0]
    stands, words = standing([row]), _words(actor, [row])
    is_mine = row.therapist_id == actor.person_id
    if row.answered_at is None and (row.id not in stands or (is_mine and row.id not in words)):
        raise NotFound(signal_id)
    said = _noted(actor, row.id) if row.answered_at else ""
    why = words.get(row.id) if row.id in stands else None
    return Card(_signal(actor, row, names, why), row.answered_at, names.by or "", said)


def answer(actor: Actor, signal_id: UUID, note: str) -> bool:
    """Say that it was seen, with a note. It is sealed to the therapist, and to whoever covers if that one answers.

    Args:
        actor: the therapist, or whoever it was passed on to, with keys.
        signal_id: which mark.
        note: up to 500 characters; what was done, or is going to be.

    Returns:
        whether it is the therapist's own; for whoever covers it is not there any more, once it is answered.

    Raises:
        Invalid: on `note`: empty, too long, or somebody else has answered meanwhile.
        NotFound: none of theirs, or it does not stand any more.
    """
    if not shows(note):
        raise Invalid("note", _("Write a line: what you did, or what you will do."))
    if not can_be_kept(note):
        raise Invalid(
            "note", _("There is a sign in here that cannot be kept, often from pasting. Type that part again.")
        )
    if len(note) > LONGEST:
        raise Invalid(
            "note",
            _(
                "There is room for %(longest)s characters here; these are %(length)s.",
                longest=LONGEST,
                length=len(note),
            ),
        )
    row = db.session.scalar(writable(Row, actor).where(Row.id == signal_id).with_for_update())
    if row is None:
        if _noted(actor, signal_id) != note:
            raise NotFound(signal_id)
        return False
    if row.answered_at:
        _same(actor, row, note)
        return True
    if row.id not in standing([row]):
        raise NotFound(signal_id)
    row.answered_at, row.answered_by_id = now(), actor.person_id
    db.session.flush()
    item_id = vault.write(actor.unlocked(), NOTE_KIND, note.encode(), note_of(row.id))
    if row.therapist_id != actor.person_id:
        therapist = vault.principal_of(row.therapist_id)
        grant = vault.give(actor.unlocked(), therapist.id, vault.CHOSEN, PURPOSE, receipts.in_language(WORDING))
        vault.share(actor.unlocked(), [item_id], grant)
    event = Event.SIGNAL_ANSWERED if row.therapist_id == actor.person_id else Event.SIGNAL_COVERED
    record(actor, event, row.id, row.client_id)
    return row.therapist_id == actor.person_id


def note_of(signal_id: UUID) -> UUID:
    """The thing that the note on a mark is."""
    return uuid5(signal_id, NOTE_KIND)


# ------------------------------------------------------------------ rows

client, whose, cover, by = aliased(Person), aliased(Person), aliased(Person), aliased(Person)


class Names(NamedTuple):
    """Of the people a mark is about."""

    client: str
    therapist: str
    cover: str | None
    by: str | None


def _rows(actor: Actor, *where: Any) -> list[tuple[Row, Names]]:
    query = readable(Row, actor).join(client, client.id == Row.client_id).join(whose, whose.id == Row.therapist_id)
    query = query.outerjoin(cover, cover.id == Row.cover_id).outerjoin(by, by.id == Row.answered_by_id)
    query = query.add_columns(client.name, whose.name, cover.name, by.name).where(*where)
    found: Any = db.session.execute(query.order_by(Row.raised_at, Row.id))
    return [(row, Names(*names)) for row, *names in found]


def _words(actor: Actor, rows: list[Row]) -> dict[UUID, Why]:
    """What those marks say that are the actor's own; nobody else has a key to them."""
    mine = [row.id for row in rows if row.therapist_id == actor.person_id]
    texts = vault.latest_readable(actor.unlocked(), mine) if mine else {}
    return {signal_id: Why.from_bytes(text.data) for signal_id, text in texts.items()}


def _signal(actor: Actor, row: Row, names: Names, why: Why | None) -> Signal:
    what = WAITS
    if why:
        what = BOTH if why.asked and why.risk else RISK if why.risk else ASKED
    return Signal(
        id=row.id,
        client_id=row.client_id,
        client=names.client,
        therapist_id=row.therapist_id,
        therapist=names.therapist,
        what=what,
        since=row.raised_at,
        is_mine=row.therapist_id == actor.person_id,
        passed_on_at=row.passed_on_at,
        cover=(names.cover or "") if row.passed_on_at else "",
        thing_id=why.thing_id if why else None,
        is_asked=why is not None and why.asked,
        about_risk=why is not None and why.risk,
    )


def _noted(actor: Actor, signal_id: UUID) -> str:
    """The note on it, for whoever has a key to it."""
    place = note_of(signal_id)
    kept = vault.latest_readable(actor.unlocked(), [place]).get(place)
    return kept.data.decode() if kept else ""


def _same(actor: Actor, row: Row, note: str) -> None:
    """The form came a second time: the very same words are fine, and nothing else is, for the first note stands."""
    if row.answered_by_id != actor.person_id or _noted(actor, row.id) != note:
        raise Invalid("note", _("This was answered a moment ago, so this note is not kept. It is still here to copy."))
