"""Up to three things to talk about first, in an order: a note, a goal, a check-in, or free words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from portal.core import dates
from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, lazy
from portal.core.text import cut, line_taken
from portal.domain import goals, journal, mood
from portal.domain.agenda.keeping import at_version, begin, change, current
from portal.domain.agenda.leads import leads
from portal.domain.agenda.words import LONGEST_LINE, MOST_PINS, Pin, PinKind, Reading, Words

FULL = lazy("There are %(most)s pins. Take one off, and there is room for this one.", most=MOST_PINS)
OTHERWISE = lazy("This was said in other words in another window, which stand above. Keep yours, or leave it at those.")


def pin(actor: Actor, kind: str, about_id: UUID | None = None, words: str = "", pin_id: UUID | None = None) -> None:
    """Put something on the open agenda; without one, it opens one.

    Only a headline goes on it, which can be said in other words. The thing itself is no part of the agenda.

    Args:
        actor: a client, with keys.
        kind: one of PinKind.
        about_id: the note, goal or check-in; None for free words.
        words: the free words, up to 200 characters on one line.
        pin_id: made when the form was shown: sent twice, it is one pin. A thing that is on it already stays once.

    Raises:
        Invalid: three are there, nothing in the words, or no such kind; `field` is "pin".
        NotFound: the thing is not theirs.
    """
    about_id = about_id if kind != PinKind.WORDS else None
    new = Pin(pin_id or uuid4(), _kind(kind), _headline(actor, kind, about_id, words))
    lead = {new.id: about_id} if about_id else {}

    def longer(text: Reading) -> Reading:
        known = leads(actor, stands.id) if stands else {}
        if any(new.id == there.id or (about_id and known.get(there.id) == about_id) for there in text.pins):
            return text
        if len(text.pins) >= MOST_PINS:
            raise Invalid("pin", FULL)
        return replace(text, pins=(*text.pins, new))

    stands = current(actor)
    if stands is None and begin(actor, uuid4(), Reading(Words(""), (new,)), lead):
        return
    stands = stands or current(actor)
    if stands is None:
        raise NotFound(about_id)
    change(actor, stands.id, longer, lead)


def reword(actor: Actor, pin_id: UUID, words: str, base_version: int) -> None:
    """Say a pin of the open agenda in other words.

    Args:
        actor: its writer, with keys.
        pin_id: the pin.
        words: up to 200 characters on one line.
        base_version: of the agenda, as it stood on the page. What read like this there already is no change.

    Raises:
        Invalid: at "pin": nothing in the words, or it reads differently since, in another window.
        NotFound: no such pin.
    """
    said = _some(words)

    def reworded(text: Reading, at: int) -> Reading:
        stood, stands = _stood(actor, pin_id, base_version), text.pins[at].words
        if said in (stood, stands):
            return text
        if stood != stands:
            raise Invalid("pin", OTHERWISE)
        return _with(text, at, said)

    _change_one(actor, pin_id, reworded)


def move_pin(actor: Actor, pin_id: UUID, *, earlier: bool) -> None:
    """Change places with the pin before or after; at the end nothing happens. Raises NotFound."""

    def moved(text: Reading, at: int) -> Reading:
        pins = list(text.pins)
        to = max(0, at - 1) if earlier else min(len(pins) - 1, at + 1)
        pins[at], pins[to] = pins[to], pins[at]
        return replace(text, pins=tuple(pins))

    _change_one(actor, pin_id, moved)


def unpin(actor: Actor, pin_id: UUID) -> None:
    """Take a pin off the open agenda. Nothing happens to what it leads to; one that is off already stays off."""
    stands = current(actor)
    if stands:
        change(actor, stands.id, lambda text: replace(text, pins=tuple(pin for pin in text.pins if pin.id != pin_id)))


def there(actor: Actor, pin_id: UUID) -> None:
    """Raises NotFound unless this is a pin of the open agenda."""
    _change_one(actor, pin_id, lambda text, _: text)


def _change_one(actor: Actor, pin_id: UUID, how: Callable[[Reading, int], Reading]) -> None:
    stands = current(actor)
    if stands is None:
        raise NotFound(pin_id)

    def changed(text: Reading) -> Reading:
        at = next((at for at, pin in enumerate(text.pins) if pin.id == pin_id), None)
        if at is None:
            raise NotFound(pin_id)
        return how(text, at)

    change(actor, stands.id, changed)


def _stood(actor: Actor, pin_id: UUID, base_version: int) -> str | None:
    """How a pin read on a page that was shown earlier; None when it was not on it."""
    stands = current(actor)
    base = at_version(actor, stands.id, base_version) if stands else None
    return next((pin.words for pin in base.pins if pin.id == pin_id), None) if base else None


def _with(text: Reading, at: int, words: str) -> Reading:
    return replace(text, pins=(*text.pins[:at], replace(text.pins[at], words=words), *text.pins[at + 1 :]))


def _kind(said: str) -> PinKind:
    if said not in set(PinKind):
        raise Invalid("pin", _("This cannot be pinned."))
    return PinKind(said)


def _some(words: str) -> str:
    said = line_taken("pin", words, LONGEST_LINE)
    if not said:
        raise Invalid("pin", _("There is nothing here yet. A few words are plenty."))
    return said


def _headline(actor: Actor, kind: str, about_id: UUID | None, words: str) -> str:
    """What a thing is called on the agenda; of a note its title, or how it begins."""
    if about_id is None:
        return _some(words)
    if kind == PinKind.NOTE:
        page = journal.read(actor, about_id)
        return cut(journal.Words(page.title, page.body).headline, LONGEST_LINE)
    if kind == PinKind.GOAL:
        return goals.read(actor, about_id).text.words.title
    reading = mood.read(actor, about_id).reading
    return f"{_said(reading.on_day)}: {mood.INSIDE[reading.level]}"


def _said(day: date) -> str:
    return dates.said(day)
