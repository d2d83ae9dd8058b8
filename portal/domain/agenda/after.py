"""After a session: what one takes away, a next step, and how it was, in words of our own. Private, and all optional.

How it was is asked on four short scales from 0 to 10. They are no published instrument and are compared with nobody's.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID, uuid5

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.language import _, lazy
from portal.core.markdown import first_line
from portal.core.text import line_taken, taken
from portal.domain import vault
from portal.domain.access import find, hold, writable
from portal.domain.agenda.keeping import begin, read
from portal.domain.agenda.leads import leads
from portal.domain.agenda.words import FIRST_LINE, LONGEST_BODY, LONGEST_LINE, Words
from portal.domain.audit import Event, record
from portal.models.agenda import AfterSession, Agenda

AFTER_KIND = "after-session"
SCORES = range(11)


@dataclass(frozen=True, slots=True)
class Scale:
    """A question about the session, and what its ends mean."""

    question: str
    low: str
    high: str


PULSE: Mapping[str, Scale] = {
    "heard": Scale(lazy("Did you feel heard?"), lazy("Not at all"), lazy("All the way")),
    "matters": Scale(lazy("Was it about what matters to you?"), lazy("Not at all"), lazy("All the way")),
    "way": Scale(lazy("Does this way of working fit you?"), lazy("Not at all"), lazy("All the way")),
    "overall": Scale(lazy("All in all, how was it for you?"), lazy("Not good for me"), lazy("Good for me")),
}


@dataclass(frozen=True, slots=True)
class After:
    """What somebody noted after a session; each answer of the pulse is 0 to 10, or None. Exactly what a reader sees."""

    takeaways: str = ""
    next_step: str = ""
    pulse: tuple[int | None, ...] = (None,) * len(PULSE)

    @classmethod
    def checked(cls, takeaways: str, next_step: str, pulse: Sequence[int | None]) -> Self:
        """What a person typed and chose; raises Invalid at "takeaways", "next_step" or the name of a scale."""
        for name, score in zip(PULSE, pulse, strict=True):
            if score is not None and score not in SCORES:
                raise Invalid(name, _("Choose a number from 0 to 10, or none."))
        return cls(
            taken("takeaways", takeaways, LONGEST_BODY),
            line_taken("next_step", next_step, LONGEST_LINE),
            tuple(pulse),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        return cls(found["takeaways"], found["next_step"], tuple(found["pulse"][name] for name in PULSE))

    def to_bytes(self) -> bytes:
        pulse = dict(zip(PULSE, self.pulse, strict=True))
        body = {"takeaways": self.takeaways, "next_step": self.next_step, "pulse": pulse}
        return json.dumps(body, ensure_ascii=False).encode()

    def __bool__(self) -> bool:
        """Whether anything was said at all."""
        return self != type(self)()

    @property
    def scores(self) -> list[tuple[str, str]]:
        """The answers that were given to the pulse: each question, and the number in words."""
        answers = zip(PULSE.values(), self.pulse, strict=True)
        return [(scale.question, _("%(rating)s of 10", rating=score)) for scale, score in answers if score is not None]

    @property
    def first_line(self) -> str:
        """How it begins; something calm where only numbers were given."""
        return first_line(self.takeaways or self.next_step, FIRST_LINE) or _("How it was")


class AfterChanged(Conflict):
    """It was written in another window too. `kept` stands, in `version`; `typed` was about to be kept."""

    def __init__(self, version: int, kept: After, typed: After) -> None:
        super().__init__(_("This was written in another window too."))
        self.version, self.kept, self.typed = version, kept, typed


def after(actor: Actor, agenda_id: UUID) -> tuple[After, int]:
    """What was noted after the session of this agenda, and its version; 0 for nothing yet. Raises NotFound."""
    read(actor, agenda_id)
    return _after(actor, agenda_id)


def noted(actor: Actor, after_id: UUID) -> tuple[After, UUID]:
    """What was noted after a session, by its own id, and the agenda it came after; raises NotFound."""
    row = find(AfterSession, actor, after_id)
    return after(actor, row.agenda_id)[0], row.agenda_id


def after_called(data: bytes) -> str:
    """How its writer knows it in a list, from its bytes."""
    return After.from_bytes(data).first_line


def close(
    actor: Actor,
    agenda_id: UUID,
    said: After,
    base_version: int = 0,
    taken_along: tuple[bool, Collection[UUID]] = (False, ()),
) -> None:
    """The session was: note what one likes, close the agenda, and take along what was not talked about.

    For an agenda that is closed already, only what was noted is changed.

    Args:
        actor: its writer, with keys.
        agenda_id: the agenda.
        said: as `After.checked` gave it; nothing at all is fine.
        base_version: of what had been noted when the page was shown, 0 for nothing.
        taken_along: whether the lines go on the next agenda, and which pins do. Without any there is no next one yet.

    Raises:
        NotFound: no such agenda, or not theirs.
        AfterChanged: something else was noted since the page was shown.
    """
    row = hold(Agenda, actor, agenda_id)
    _note(actor, agenda_id, said, base_version)
    if row.closed_at is not None:
        return
    row.closed_at = now()
    db.session.flush()
    record(actor, Event.AGENDA_CLOSED, agenda_id, actor.person_id)
    kept, (lines, pin_ids) = read(actor, agenda_id).text, taken_along
    pins = tuple(pin for pin in kept.pins if pin.id in pin_ids)
    rest = replace(kept, words=kept.words if lines else Words(""), pins=pins)
    if not rest.is_empty:
        begin(actor, uuid5(agenda_id, "next"), rest, leads(actor, agenda_id))


def _note(actor: Actor, agenda_id: UUID, said: After, base_version: int) -> None:
    stands, version = _after(actor, agenda_id)
    if said == stands:
        return
    if version != base_version:
        raise AfterChanged(version, stands, said)
    row = db.session.scalar(writable(AfterSession, actor).where(AfterSession.id == after_of(agenda_id)))
    if row is None:
        row = AfterSession(id=after_of(agenda_id), practice_id=actor.practice_id, client_id=actor.person_id)
        row.agenda_id = agenda_id
        db.session.add(row)
    row.version = version + 1
    db.session.flush()
    vault.write(actor.unlocked(), AFTER_KIND, said.to_bytes(), row.id, row.version)
    record(actor, Event.AFTER_WRITTEN, agenda_id, actor.person_id, version=version + 1)


def _after(actor: Actor, agenda_id: UUID) -> tuple[After, int]:
    thing = after_of(agenda_id)
    found = vault.latest_readable(actor.unlocked(), [thing]).get(thing)
    return (After.from_bytes(found.data), found.version) if found else (After(), 0)


def after_of(agenda_id: UUID) -> UUID:
    """What is noted after its session: apart from the agenda, so that sharing the one never opens the other."""
    return uuid5(agenda_id, AFTER_KIND)
