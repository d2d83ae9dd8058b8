"""Steady: cards for hard moments. Coping, a plan for safety, what does one good, and marks in the practice's library.

The six parts of the plan for safety serve the six functions that Stanley and Brown describe (Cognitive and Behavioral
Practice 19, 2012, 256-264); its words are our own.
"""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID, uuid4

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.language import lazy
from portal.core.text import taken
from portal.domain import vault
from portal.domain.access import writable
from portal.domain.audit import Event, record
from portal.models.steady import Card as Row
from portal.models.vault import Item

KIND = "card"
LONGEST = 1_000  # characters in one field
SIZE = 8_192  # bytes: a shorter card is filled up to this, so that its size does not tell what it is for


class Slot(IntEnum):
    """Which card. It stands in the sealed words alone."""

    COPING = 1
    SAFETY = 2
    CARE = 3
    MARKS = 4


FIELDS: Mapping[Slot, tuple[str, ...]] = {
    Slot.COPING: ("signs", "helps", "reminder"),
    Slot.SAFETY: ("signs", "alone", "distraction", "people", "professionals", "surroundings"),
    Slot.CARE: ("picks", "own"),
    Slot.MARKS: ("saved", "done"),
}
CALLED = {
    Slot.COPING: lazy("A card for hard moments"),
    Slot.SAFETY: lazy("A plan for safety"),
}  # and these alone can be shared


@dataclass(frozen=True, slots=True)
class Card:
    """The newest version of a card; version 0 and without words while nothing was ever kept on it."""

    id: UUID | None
    slot: Slot
    version: int
    words: Mapping[str, str] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        return not any(self.words.values())


class CardChanged(Conflict):
    """The card was changed in another window. `kept` is what stands now; nothing that was typed is lost."""

    def __init__(self, kept: Card) -> None:
        super().__init__("This card was changed in another window.")
        self.kept = kept


def cards(actor: Actor) -> dict[Slot, Card]:
    """All of one's own, empty where nothing was kept; opened together: nothing but the words says which is which.

    Args:
        actor: a client, with keys.
    """
    kept = _cards(actor)
    return {slot: kept.get(slot) or Card(None, slot, 0, dict.fromkeys(FIELDS[slot], "")) for slot in Slot}


def card(actor: Actor, slot: Slot) -> Card:
    """One of them."""
    return cards(actor)[slot]


def find(actor: Actor, card_id: UUID) -> Card:
    """A card of one's own by its id; raises NotFound, for those too that are no page of their own."""
    found = next((one for one in _cards(actor).values() if one.id == card_id and one.slot in CALLED), None)
    if found is None:
        raise NotFound(card_id)
    return found


def opened(card_id: UUID, data: bytes, version: int) -> Card:
    """A card from its sealed words: for its writer, and for whoever was given it."""
    said = json.loads(data)
    slot = Slot(said["slot"])
    return Card(card_id, slot, version, {name: said["words"].get(name, "") for name in FIELDS[slot]})


def called(data: bytes) -> str:
    """What a card that can be shared is called, from its sealed words."""
    return CALLED.get(Slot(json.loads(data)["slot"]), "")


def is_for_others(data: bytes) -> bool:
    """Whether a card with these words can be shared: one that has something on it, and is no list of one's own."""
    said = json.loads(data)
    return Slot(said["slot"]) in CALLED and any(said["words"].values())


def keep(actor: Actor, slot: Slot, base_version: int, words: Mapping[str, str]) -> int:
    """Keep a new version of a card.

    Args:
        actor: a client, with keys.
        slot: which.
        base_version: the version that stood on the page, 0 for an empty card.
        words: by the card's fields, each at most 1,000 characters; empty ones are fine.

    Returns:
        the newest version's number; the very same words add none.

    Raises:
        Invalid: too long, or signs that cannot be kept; `field` names where.
        CardChanged: there is a newer version than the one on the page.
    """
    typed = {name: taken(name, words.get(name, ""), LONGEST) for name in FIELDS[slot]}
    kept = _held(actor, slot)
    if dict(kept.words) == typed:
        return kept.version
    if base_version != kept.version and not kept.is_empty:
        raise CardChanged(kept)
    return _write(actor, kept, typed)


def mark(actor: Actor, name: str, what: str, known: Collection[str], *, is_on: bool) -> None:
    """Put a mark on something, or take it off; the other marks stay, those on what is no longer there go.

    Args:
        actor: a client, with keys.
        name: of the mark: "saved" or "done".
        what: a word without spaces.
        known: everything that can have a mark now.
        is_on: whether it is to have it.
    """
    kept = _held(actor, Slot.MARKS)
    before = kept.words[name].split()
    after = [word for word in before if word != what and word in known] + ([what] if is_on else [])
    if set(after) != set(before):
        _write(actor, kept, {**kept.words, name: " ".join(after)}, earlier=False)


# ------------------------------------------------------------------ rows


def _held(actor: Actor, slot: Slot) -> Card:
    """The card, held until the transaction ends; the first time, all of the client's are made."""
    if actor.role is not Role.CLIENT:
        raise Forbidden
    rows = writable(Row, actor).order_by(Row.place).with_for_update().execution_options(populate_existing=True)
    if not db.session.scalars(rows).all():
        _make_all(actor)
        db.session.scalars(rows).all()
    return _cards(actor)[slot]


def _make_all(actor: Actor) -> None:
    slots = list(Slot)
    secrets.SystemRandom().shuffle(slots)
    about = {"practice_id": actor.practice_id, "client_id": actor.person_id}
    rows = [Row(id=uuid4(), place=place, **about) for place in range(len(slots))]
    if not add_new(*rows):
        return  # another window made them a moment ago
    for row, slot in zip(rows, slots, strict=True):
        vault.write(actor.unlocked(), KIND, _bytes(slot, dict.fromkeys(FIELDS[slot], "")), row.id)


def _write(actor: Actor, kept: Card, words: Mapping[str, str], *, earlier: bool = True) -> int:
    """Another version; without `earlier`, those before it go: which marks there once were is nobody's wish to keep."""
    row = db.session.scalars(writable(Row, actor).where(Row.id == kept.id)).one()
    row.version = kept.version + 1
    db.session.flush()
    if not earlier:
        vault.drop(actor.unlocked(), row.id)
    vault.write(actor.unlocked(), KIND, _bytes(kept.slot, words), row.id, row.version)
    record(actor, Event.CARD_KEPT, row.id, actor.person_id, version=row.version)
    return row.version


def _cards(actor: Actor) -> dict[Slot, Card]:
    newest = (Item.thing_id == Row.id) & (Item.version == Row.version)
    rows = writable(Row, actor).join(Item, newest).with_only_columns(Row.id, Row.version, Item.id.label("item_id"))
    found = db.session.execute(rows).all()
    texts = vault.read(actor.unlocked(), [row.item_id for row in found])
    cards = [opened(row.id, texts[row.item_id], row.version) for row in found if row.item_id in texts]
    return {card.slot: card for card in cards}


def _bytes(slot: Slot, words: Mapping[str, str]) -> bytes:
    return json.dumps({"slot": int(slot), "words": dict(words)}, ensure_ascii=False).encode().ljust(SIZE)
