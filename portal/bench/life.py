"""Five years of one client's days, so that Today is measured with everything on it and a long past behind it."""

from datetime import time, timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.core.db import unit_of_work
from portal.domain import agenda, conversation, goals, measures, mood, prompts, reminders
from portal.domain.goals import Words
from portal.domain.reminders import About

WEEK = 7  # days
SEASON = 91  # days: a goal and a conversation in each
ENERGY = 3
EVERY_DAY = range(WEEK)


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
