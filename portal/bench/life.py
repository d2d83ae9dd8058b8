"""Five years of one client's days, so that Today is measured with everything on it and a long past behind it."""

from collections.abc import Iterable
from datetime import time, timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.core.db import unit_of_work
from portal.domain import agenda, appointments, consent, conversation, goals, measures, mood, prompts, reminders
from portal.domain.appointments import Kind, Slot
from portal.domain.goals import Words
from portal.domain.reminders import About

WEEK = 7  # days
SEASON = 91  # days: a goal and a conversation in each
ENERGY = 3
EVERY_DAY = range(WEEK)
GOALS_SHARED = 5
STANDING = 30  # days


def live(client: Actor, therapist: Actor, days: int) -> None:
    """A check-in with words on each day, an agenda each month, a goal and a conversation each season; then what is due.

    Args:
        client: whose life it is, with keys.
        therapist: who looks after them, with keys.
        days: how long it goes back.
    """
    for first in range(days, 0, -WEEK):
        with unit_of_work(client.practice_id):
            for ago in range(first, max(first - WEEK, 0), -1):
                with living_at(now() - timedelta(days=ago)):
                    _a_day(client, ago)
    with unit_of_work(client.practice_id):
        pack = measures.here().offered()[0]
        measures.ask(therapist, client.person_id, pack)
        prompts.ask(therapist, client.person_id, "What did you say out loud this week?")
        agenda.write(client, agenda.Words("The weekend, and how it went."), uuid4())
        reminders.set(client, About.WRITE, time(), EVERY_DAY)


def _a_day(client: Actor, ago: int) -> None:
    mood.check_in(client, ago % len(mood.LEVELS) + 1, mood.Words.checked("A line about it.", ["calm"], ENERGY, []))
    if ago % SEASON == 0:
        goal_id = goals.write(client, Words.checked("A walk by myself", "", "yes", "", "", None))
        goals.add_step(client, goal_id, "Shoes by the door")
        conversation.plan(client, {"about": "The summer"}, (now() + timedelta(days=1)).date())


def open_up(client: Actor, therapist: Actor) -> None:
    """What somebody opens before a session: the agenda, check-ins, goals and a questionnaire filled in three times.

    Args:
        client: whose life it is, with keys.
        therapist: who looks after them.
    """
    pack = measures.here().offered()[0]
    for ago in (60, 30, 1):
        with unit_of_work(client.practice_id), living_at(now() - timedelta(days=ago)):
            measures.keep(client, pack, {item.id: 1 for item in pack.every_item}, gaps=True)
    with unit_of_work(client.practice_id):
        if kept := agenda.current(client):
            consent.share(client, kept.id, therapist.person_id)
        for goal in goals.mine(client, most=GOALS_SHARED):
            consent.share(client, goal.id, therapist.person_id)
        for what in ("levels", "measures"):
            consent.give_stream(client, therapist.person_id, what, STANDING, earlier=True)


def meet(therapist: Actor, clients: Iterable[Actor]) -> None:
    """A session with each of them tomorrow."""
    tomorrow = (now() + timedelta(days=1)).date()
    with unit_of_work(therapist.practice_id):
        for place, client in enumerate(clients):
            slot = Slot(tomorrow, time(8 + place % 10), 50, Kind.ROOM)
            appointments.add(therapist, client.person_id, slot, uuid4(), beside=True)
