"""Today: one look across what a client has begun and what waits for them, for the page they come to first.

Not more than about eight things at once. The page always holds the check-in. Each of these is absent when it is empty,
and this is their order:

1. the support card, before everything else;
2. up to four lines on things bound to this day: what was put off until today (asked about on this one day only), a
   change of therapist while it waits for an answer, a questionnaire that is due, a conversation to come back to, what
   somebody wanted to be reminded of, the agenda of the next session, what is open to others (once a month). With more
   than four, the later ones wait;
3. one question, the therapist's before one that is offered, and one small step of a goal;
4. the last seven days, the last notes, and who can see what;
5. where there is room among the lines, and until they have one or put the offer aside for good: a second step for
   signing in.

On a first day there is the check-in and one question, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.core.actor import Actor
from portal.domain import (
    agenda,
    consent,
    conversation,
    factors,
    goals,
    handovers,
    journal,
    measures,
    mood,
    prompts,
    reminders,
)
from portal.domain.agenda import OpenLine
from portal.domain.consent import Card, Waiting
from portal.domain.conversation import Talk
from portal.domain.goals import NextStep
from portal.domain.handovers import Change
from portal.domain.journal import Header
from portal.domain.measures import Asked
from portal.domain.mood import Day, Support
from portal.domain.prompts import ForToday
from portal.domain.reminders import About

LAST_NOTES = 3
MOST_LINES = 4


class Concern(StrEnum):
    """What a line is about."""

    DECIDE = "decide"
    HANDOVER = "handover"
    MEASURE = "measure"
    TALK = "talk"
    REMINDER = "reminder"
    REST = "rest"
    AGENDA = "agenda"
    STILL_OPEN = "still open"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing bound to this day: its kind, and the thing itself.

    Of what is still open it is how many things; of mail that rested, since when.
    """

    concern: Concern
    about: Waiting | Change | Asked | Talk | About | OpenLine | datetime | int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that stands on the page of one client, on this day of theirs."""

    support: Support | None
    lines: tuple[Line, ...]
    question: ForToday | None
    step: NextStep | None
    week: tuple[Day, ...]
    notes: tuple[Header, ...]
    cards: tuple[Card, ...]
    offers_second_step: bool = False

    @property
    def has_week(self) -> bool:
        """Whether there was a check-in in the last seven days."""
        return any(day.level for day in self.week)


def gather(actor: Actor) -> Today:
    """The page of this client; the number of questions to the database does not depend on how much they have written.

    Args:
        actor: a client, with keys.
    """
    told, notes = mood.today(actor), journal.shelf(actor, most=LAST_NOTES).headers
    step, cards = goals.next_step(actor), consent.open_to(actor, most=0)
    lines = tuple(_lines(actor, cards))[:MOST_LINES]
    is_offered = factors.is_offered(actor)
    is_first_day = not (notes or step or lines or any(day.level for day in told.week))
    return Today(
        support=told.support,
        lines=lines,
        question=prompts.for_today(actor),
        step=step,
        week=tuple(told.week),
        notes=tuple(notes),
        cards=() if is_first_day else tuple(cards),
        offers_second_step=is_offered and not is_first_day and len(lines) < MOST_LINES,
    )


def _lines(actor: Actor, cards: list[Card]) -> Iterator[Line]:
    """What is bound to this day, first things first, each thing once."""
    put_off, count = consent.of_this_day(actor, cards)
    if put_off:
        yield Line(Concern.DECIDE, put_off)
    if change := handovers.waits(actor):
        yield Line(Concern.HANDOVER, change)
    if measure := measures.for_today(actor):
        yield Line(Concern.MEASURE, measure)
    talk, begun = conversation.to_come_back_to(actor), agenda.open_line(actor)
    if talk and not prompts.avoids_risk(actor):  # whoever is afraid by now is not led back to a talk
        yield Line(Concern.TALK, talk)
    reminded = reminders.today(actor)
    for about in reminded.due:
        if about is not About.REVISIT or not talk:  # the conversation itself stands there
            yield Line(Concern.REMINDER, about)
    if reminded.paused_at:
        yield Line(Concern.REST, reminded.paused_at)
    if begun and About.SESSION not in reminded.due:
        yield Line(Concern.AGENDA, begun)
    if count:
        yield Line(Concern.STILL_OPEN, count)
