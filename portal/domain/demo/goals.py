"""What somebody in the made-up practice wants to change: one goal under way, a small one, and one that was let go."""

from datetime import datetime, timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import goals

WHO = "Sam"
WHY = "When I wait, it comes out sideways, days later, about the dishes."
LEVELS = (
    "I say nothing and am cold for days",
    "I say it days later, as a reproach",
    "I say it the same day, in one sentence",
    "I say it while it happens",
    "I say it, and I ask what it was like for them",
)
STEPS = (
    ("Write the sentence down first", 49),
    ("Say one small thing on a good day", 20),
    ("Say how I feel before I go quiet", None),
    ("Ask what it was like for them", None),
)
LOOKS = ((70, 2, -2), (63, 3, -1), (56, 2, None), (35, 4, -1), (28, 5, None), (14, 6, 0), (7, 5, None), (2, 6, None))


def pursue(client: Actor, name: str) -> None:
    """Live through the weeks of these goals, if they are this client's."""
    if name != WHO:
        return
    with living_at(_ago(76)):
        words = goals.Words(
            "Speak up sooner", WHY, goals.Hands.YES, "I say nothing at all", "I say it while it happens"
        )
        goal_id = goals.write(client, words)
        goals.agree(client, goal_id, LEVELS, 1, 1)
        steps = [(goals.add_step(client, goal_id, said), done) for said, done in STEPS]
        other = goals.write(client, goals.Words("Get us both to read the same book", "", goals.Hands.NO))
    for step_id, done in steps:
        if done:
            with living_at(_ago(done)):
                goals.tick(client, goal_id, step_id, done=True)
    for days, rating, attainment in LOOKS:
        with living_at(_ago(days)):
            goals.look(client, goal_id, rating, attainment, 1)
    with living_at(_ago(40)):
        goals.stand(client, other, goals.State.LET_GO)
    with living_at(_ago(12)):
        walk = goals.write(client, goals.Words("A walk by myself every Sunday", "My head is quieter afterwards."))
        goals.add_step(client, walk, "Shoes by the door on Saturday evening")


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days, hours=3)
