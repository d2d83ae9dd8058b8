"""What one of the made-up clients lets the therapist see as it comes: a goal with its numbers, and a questionnaire."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import consent, goals, measures

LEVELS = (
    "I leave the room without a word",
    "I leave, and say that I am leaving",
    "I say that I need ten minutes, and come back",
    "I stay, and say what I need",
    "I stay, and ask what he needs",
)
LOOKS = ((34, 3, -1), (20, 4, None), (13, 5, 0), (6, 5, 0))
TOTALS = {34: 0, 20: 1, 6: 2}  # by days ago: what was answered to each question of the GAD-7


def share(client: Actor, therapist: Actor) -> None:
    """Give both standing consents, and live through five weeks."""
    pack = next(pack for pack in measures.here().offered() if pack.id == "gad7")
    with living_at(now() - timedelta(days=35)):
        for what in ("goals", "measures"):
            consent.give_stream(client, therapist.person_id, what, 90)
        goal_id = goals.write(client, goals.Words("Stay in the room when it gets loud", "Leaving is what I know."))
        goals.agree(client, goal_id, LEVELS, 1, 1)
    for ago, rating, level in LOOKS:
        with living_at(now() - timedelta(days=ago)):
            goals.look(client, goal_id, rating, level, 1)
    for ago, value in TOTALS.items():
        with living_at(now() - timedelta(days=ago)):
            measures.keep(client, pack, {item.id: value for item in pack.items}, gaps=True)
