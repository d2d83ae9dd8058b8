"""One of everything that can be shared, by name: its kind, how its writer makes it, and words of it that a reader sees.

A kind without a line here fails `tests/client_app/test_previews.py` and `tests/access/test_rows_of_sharing.py`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from portal.core.actor import Actor
from portal.domain import agenda, goals, journal, measures, mood, steady


class Made(NamedTuple):
    """`along`: what the page before sharing is asked to show along; `private`: what stays with the writer even so."""

    kind: str
    make: Callable[[Actor], UUID]
    said: str
    private: str = "Only mine."
    along: str = "nothing"


def a_note(actor: Actor, **more: Any) -> UUID:
    return journal.write(actor, "A heron & a *lamp*.\n\n- <b>one</b>\n- two", "Heron", **more)


def a_note_of_a_checkin(actor: Actor) -> UUID:
    return a_note(actor, margin=journal.Margin(("Only mine.",), checkin_id=a_checkin(actor)))


def a_part(actor: Actor) -> UUID:
    return journal.excerpt(actor, journal.write(actor, "A part. Only mine."), 1, [0])


def an_answer(actor: Actor) -> UUID:
    return journal.write(actor, "An answer.", question="What helped?")


def a_goal(actor: Actor) -> UUID:
    goal_id = goals.write(actor, goals.Words("A goal"))
    goals.add_step(actor, goal_id, "A step")
    return goal_id


def a_questionnaire(actor: Actor) -> UUID:
    pack = next(pack for pack in measures.here().packs.values() if pack.id == "phq9")
    return measures.keep(actor, pack, {item.id: 1 for item in pack.items}, gaps=True)


def an_agenda(actor: Actor) -> UUID:
    agenda_id = agenda.write(actor, agenda.Words("The quarrel."), uuid4())
    agenda.pin(actor, "note", journal.write(actor, "Only mine.\n\nAnd more.", "A pinned & *note*"))
    agenda.pin(actor, "words", words="To say <b>aloud</b>")
    return agenda_id


def after_a_session(actor: Actor) -> UUID:
    stands = agenda.current(actor)
    agenda_id = stands.id if stands else agenda.write(actor, agenda.Words("Only mine."), uuid4())
    agenda.close(actor, agenda_id, agenda.After("Silence is not peace.", "Ask on Friday", (8, None, 0, 10)))
    return agenda.after_of(agenda_id)


def on_a_card(actor: Actor, slot: steady.Slot, **words: str) -> UUID:
    steady.keep(actor, slot, 0, words)
    return steady.card(actor, slot).id


def a_checkin(actor: Actor) -> UUID:
    return mood.check_in(actor, 2, mood.Words("Beside it.", feelings=("calm",)))


MADE = {
    "note": Made("entry", a_note, "heron"),
    "answer to a question": Made("entry", an_answer, "What helped?"),
    "part of a note": Made("excerpt", a_part, "A part."),
    "goal": Made("goal", a_goal, "A step"),
    "questionnaire": Made("measure", a_questionnaire, "PHQ-9"),
    "agenda": Made("agenda", an_agenda, "The quarrel."),
    "after a session": Made("after-session", after_a_session, "Silence is not peace."),
    "coping card": Made("card", lambda actor: on_a_card(actor, steady.Slot.COPING, helps="Tea."), "Tea."),
    "safety plan": Made("card", lambda actor: on_a_card(actor, steady.Slot.SAFETY, alone="A walk."), "A walk."),
    "check-in": Made("checkin", a_checkin, "Low", "Beside it."),
    "check-in with words": Made("checkin", a_checkin, "Beside it.", along="words"),
    "note alone": Made("entry", a_note_of_a_checkin, "heron", "Low"),
    "note and check-in": Made("entry", a_note_of_a_checkin, "Low", "Beside it.", along="level"),
    "note and whole check-in": Made("entry", a_note_of_a_checkin, "Beside it.", along="words"),
}
